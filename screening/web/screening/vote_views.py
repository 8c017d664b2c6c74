"""Votes, notes and labels as they come in: from the page's outbox as JSON, or from a plain form."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.notes import NoteRefused, write_note
from screening.actions.screening.voting import Refused, cast_vote, clear_vote
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.cards import cards
from screening.stages import STAGES
from screening.web.refusals import refusal_text
from screening.web.screening.forms import KeyPressForm, LabelsForm, NoteForm, VoteForm

Handler = Callable[[HttpRequest, Access, str, Any], dict[str, Any]]
#: What counts as a vote in the figures of the site.
COUNTED = {"vote", "clear"}


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, not a person's form."""
    return request.headers.get("Accept", "").startswith("application/json")


def said_no(code: str, status: int, **more: Any) -> JsonResponse:
    """The answer to a script whose request may not be."""
    return JsonResponse({"code": code, "message": refusal_text(code)} | more, status=status)


def signed_out(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """401 for the script, which asks to sign in again in a dialog;
    the way to the sign-in for everybody else.
    """
    here = reverse("screen", kwargs={"review_id": review_id, "stage": stage})
    return said_no("signed_out", 401) if wants_json(request) else redirect_to_login(here)


def key_press(handler: Handler) -> Callable[..., HttpResponse]:
    """A view for one key press of the screening loop, the same for script and form.

    To the script it says 401 when the session has ended, 403 or 404 when the role is lost, 409 with
    the person's own vote when a rule says no. None of these tells what others did.
    """

    @wraps(handler)
    def view(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return signed_out(request, review_id, stage)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            return _handled(handler, request, review_id, stage)
        except (Http404, PermissionDenied) as lost:
            if not wants_json(request):
                raise
            return said_no("member", 404 if isinstance(lost, Http404) else 403)

    return view


def _handled(handler: Handler, request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    data = _body(request)
    # First of all: the role of whoever has signed in since is not that of the person whose vote
    # this is.
    if data is not None and str(data.get("user", request.user.pk)) != str(request.user.pk):
        return (
            said_no("other", 403)
            if wants_json(request)
            else HttpResponse(refusal_text("other"), status=403)
        )
    access = access_review(request.user, review_id, "vote")
    if stage not in STAGES:
        raise Http404
    if data is None:
        return said_no("invalid", 400)
    try:
        answer = handler(request, access, stage, data)
    except (Refused, NoteRefused) as refused:
        return _refused(request, access, stage, refused.code, data)
    if handler.__name__ in COUNTED:
        request.votes = 1  # type: ignore[attr-defined]
    return (
        JsonResponse({"ok": True} | answer)
        if wants_json(request)
        else _onward(request, review_id, stage)
    )


def _body(request: HttpRequest) -> Any:
    """What was sent; None where that is no object. Half a character, which no database takes,
    becomes a "?".

    A note with one would be answered 500 for ever,
    and every vote behind it in the outbox would wait with it.
    """
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(
            json.dumps(json.loads(request.body), ensure_ascii=False).encode("utf-8", "replace")
        )
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _refused(
    request: HttpRequest, access: Access, stage: str, code: str, data: Any
) -> HttpResponse:
    if wants_json(request):
        record = str(data.get("record", ""))
        mine = (
            [card.own() for card in cards(access, stage, [int(record)])]
            if record.isdecimal() and len(record) < 19
            else []
        )
        return said_no(code, 400 if code == "invalid" else 409, own=mine[0] if mine else None)
    messages.error(request, refusal_text(code))
    return _onward(request, access.review.pk, stage)


def _onward(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """Always to the next record in the same order, whatever the others did (channel L14);
    or back to the list.
    """
    if request.POST.get("from") == "decisions":
        return redirect("my-decisions", review_id=review_id, stage=stage)
    query = {"order": request.POST.get("order", ""), "seed": request.POST.get("seed", "")}
    where = {"review_id": review_id, "stage": stage}
    return redirect(
        reverse("screen", kwargs=where, query={k: v for k, v in query.items() if v} or None)
    )


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused("invalid")
    return form.cleaned_data


@key_press
def vote(request: HttpRequest, access: Access, stage: str, data: Any) -> dict[str, Any]:
    """Casts or changes one vote."""
    given = _valid(VoteForm(data))
    cast = cast_vote(
        by=access.user,
        review=access.review,
        record_id=given["record"],
        stage=stage,
        verdict=given["verdict"],
        key=given["key"],
        reason_id=given["reason"],
        judgements=given["judgements"],
        seen=given["seen"],
        retrieved_only=True,
    )
    return {"key": str(cast.key)}


@key_press
def clear(request: HttpRequest, access: Access, stage: str, data: Any) -> dict[str, Any]:
    """Takes one's vote back to unseen."""
    given = _valid(KeyPressForm(data))
    clear_vote(
        by=access.user,
        review=access.review,
        record_id=given["record"],
        stage=stage,
        key=given["key"],
    )
    return {}


@key_press
def note(request: HttpRequest, access: Access, stage: str, data: Any) -> dict[str, Any]:
    """Keeps one's note."""
    given = _valid(NoteForm(data))
    write_note(
        by=access.user,
        review=access.review,
        record_id=given["record"],
        stage=stage,
        text=given["text"],
        shared=given["shared"],
        key=given["key"],
    )
    return {}


@key_press
def labels(request: HttpRequest, access: Access, stage: str, data: Any) -> dict[str, Any]:
    """Puts labels on a record, a new one among them."""
    given = _valid(LabelsForm(data))
    made = (
        make_label(by=access.user, review=access.review, name=given["new"])
        if given["new"].strip()
        else None
    )
    chosen = [*given["labels"], made.pk] if made else given["labels"]
    now = put_labels(
        by=access.user,
        review=access.review,
        record_id=given["record"],
        label_ids=chosen,
        shared=given["shared"],
        key=given["key"],
        stage=stage,
    )
    return {"labels": now, "made": {"id": made.pk, "name": made.name} if made else None}
