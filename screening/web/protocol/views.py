"""The protocol page and its forms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.protocol import protocol_items as actions
from screening.actions.protocol.reason_merge import merge_reasons
from screening.actions.protocol.reviews import change_review
from screening.actions.protocol.rule_changes import RuleRefused, change_stage
from screening.actions.protocol.rule_outlook import methods_change, stage_change
from screening.methods.frameworks import FRAMEWORKS
from screening.models import Criterion, HighlightList, Reason, StageSetting, Vote
from screening.models.protocol import in_reader_language
from screening.queries.access.authorization import Access, access_review
from screening.queries.protocol import current_protocol as queries
from screening.queries.protocol.rule_changes import rule_changes
from screening.stages import STAGES
from screening.web.bilingual_fields import reader_language_first, with_hidden
from screening.web.history.event_words import lines
from screening.web.protocol.forms import (
    CriterionForm,
    HighlightForm,
    ReasonForm,
    ReviewForm,
    StageForm,
)
from screening.web.protocol.rule_views import REFUSALS, preview, unagreed
from screening.web.stage_names import stage_label


@login_required
@require_safe
def protocol(request: HttpRequest, review_id: int) -> HttpResponse:
    """The whole protocol on one page."""
    access = access_review(request.user, review_id)
    stages = [_stage(access, key) for key in STAGES]
    lists = queries.highlight_lists(access.review, access.user)
    context = {
        "access": access,
        "stages": stages,
        "highlight_lists": lists,
        "leads": access.may("lead"),
    }
    context["elements"] = _elements(access)
    context["bare"] = not any(stage["criteria"] or stage["reasons"] for stage in stages)
    if access.may("lead"):
        changes = rule_changes(access.review)
        context["changes"] = list(zip(changes, lines(access, changes.values()), strict=True))
    return render(request, "screening/protocol/protocol.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_edit(request: HttpRequest, review_id: int) -> HttpResponse:
    """Titles, question and how the team works."""
    access = access_review(request.user, review_id, "lead")
    form = ReviewForm(request.POST or None, instance=access.review)
    if request.method == "POST" and form.is_valid():
        fresh = access_review(request.user, review_id, "lead").review
        if found := unagreed(
            request, methods_change(fresh, form.cleaned_data["other_skips_screening"])
        ):
            return preview(
                request, access, found, title=_("Question and working rules"), back="protocol-edit"
            )
        try:
            change_review(
                by=access.user,
                review=fresh,
                agreed=request.POST.get("agreed", ""),
                **form.cleaned_data,
            )
        except RuleRefused as refused:
            return _refused(request, access, refused)
        return _saved(request, access)
    return _form(request, access, form, _("Question and working rules"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_edit(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """How a stage runs."""
    access = access_review(request.user, review_id, "lead")
    setting = get_object_or_404(StageSetting, review=access.review, stage=stage)
    form = StageForm(request.POST or None, instance=setting)
    if request.method == "POST" and form.is_valid():
        fresh = StageSetting.objects.select_related("review").get(pk=setting.pk)
        if found := unagreed(request, stage_change(fresh, form.cleaned_data)):
            return preview(request, access, found, title=stage_label(stage), back="protocol")
        agreed, why = request.POST.get("agreed", ""), request.POST.get("reason", "")
        try:
            change_stage(
                by=access.user, setting=fresh, reason=why, agreed=agreed, **form.cleaned_data
            )
        except RuleRefused as refused:
            return _refused(request, access, refused)
        return _saved(request, access, stage)
    return _form(request, access, form, stage_label(stage))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(
    request: HttpRequest, review_id: int, criterion_id: int | None = None
) -> HttpResponse:
    """A new criterion, or one to reword."""
    access = access_review(request.user, review_id, "lead")
    current = _own(Criterion, access, criterion_id, until_version=None)
    initial = {name: request.GET[name] for name in ("stage", "inclusion") if name in request.GET}
    form = CriterionForm(
        request.POST or None, instance=current, initial=initial, review=access.review
    )
    if request.method == "POST" and form.is_valid():
        known = _own(Criterion, access, criterion_id, until_version=None)
        actions.save_criterion(
            by=access.user, review=access.review, criterion=known, **with_hidden(form)
        )
        again = f"&inclusion={form.cleaned_data['inclusion']}"
        return _saved(request, access, form.cleaned_data["stage"], "criterion-new", again)
    return _form(
        request,
        access,
        form,
        _("Criterion") if current else _("New criterion"),
        several=not current,
    )


@login_required
@require_POST
def criterion_retire(request: HttpRequest, review_id: int, criterion_id: int) -> HttpResponse:
    """Takes a criterion out."""
    access = access_review(request.user, review_id, "lead")
    current = get_object_or_404(
        Criterion, review=access.review, pk=criterion_id, until_version=None
    )
    actions.retire_criterion(by=access.user, review=access.review, criterion=current)
    return _saved(request, access, current.stage)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reason_edit(request: HttpRequest, review_id: int, reason_id: int | None = None) -> HttpResponse:
    """A new reason, or new words for one."""
    access = access_review(request.user, review_id, "lead")
    current = _own(Reason, access, reason_id)
    form = ReasonForm(
        request.POST or None,
        instance=current,
        initial={"stage": request.GET.get("stage")},
        review=access.review,
    )
    if request.method == "POST" and form.is_valid():
        actions.save_reason(
            by=access.user,
            review=access.review,
            reason=_own(Reason, access, reason_id),
            **with_hidden(form),
        )
        return _saved(request, access, form.cleaned_data["stage"], "reason-new")
    title = _("Reason for exclusion") if current else _("New reason for exclusion")
    return _form(request, access, form, title, several=not current)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reason_merge(request: HttpRequest, review_id: int, reason_id: int) -> HttpResponse:
    """Merges a reason into another of its stage, with all that names it."""
    access = access_review(request.user, review_id, "lead")
    reason = get_object_or_404(Reason, review=access.review, pk=reason_id, retired_at=None)
    others = queries.reasons(access.review, reason.stage).exclude(pk=reason.pk)
    chosen = request.POST.get("into", "")
    if request.method == "POST" and chosen.isdecimal() and len(chosen) < 19:
        into = get_object_or_404(others, pk=int(chosen))
        merge_reasons(by=access.user, review=access.review, reason=reason, into=into)
        # Never how many votes: among them are open ones of others.
        messages.success(request, _("Merged into “%(name)s”.") % {"name": into.label})
        return redirect("protocol", review_id=review_id)
    if request.method == "POST":
        messages.warning(request, _("Choose the reason to keep."))
    context = {"access": access, "reason": reason, "others": others}
    return render(request, "screening/protocol/reason_merge.html", context)


@login_required
@require_POST
def reason_change(
    request: HttpRequest, review_id: int, reason_id: int, change: str
) -> HttpResponse:
    """Moves a reason up or down, or takes it out."""
    access = access_review(request.user, review_id, "lead")
    reason = get_object_or_404(Reason, review=access.review, pk=reason_id, retired_at=None)
    if change == "retire":
        actions.retire_reason(by=access.user, review=access.review, reason=reason)
    else:
        actions.move_reason(by=access.user, review=access.review, reason=reason, up=change == "up")
    return _saved(request, access, reason.stage)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def highlights_edit(
    request: HttpRequest, review_id: int, highlights_id: int | None = None
) -> HttpResponse:
    """A highlight list: the team's for leads, one's own for everybody who works on records."""
    access = access_review(request.user, review_id, "judge")
    current = _own_list(access, highlights_id)
    own = (
        current.owner_id is not None
        if current
        else request.GET.get("own") == "1" or not access.may("lead")
    )
    form = HighlightForm(request.POST or None, instance=current, review=access.review)
    if request.method == "POST" and form.is_valid():
        known = _own_list(access, highlights_id)
        actions.save_highlights(
            by=access.user, review=access.review, own=own, highlights=known, **with_hidden(form)
        )
        return _saved(request, access)
    return _form(request, access, form, _("My highlight list") if own else _("Team highlight list"))


@login_required
@require_POST
def highlights_delete(request: HttpRequest, review_id: int, highlights_id: int) -> HttpResponse:
    """Deletes a highlight list."""
    access = access_review(request.user, review_id, "judge")
    current = _own_list(access, highlights_id)
    if current is not None:
        actions.delete_highlights(by=access.user, review=access.review, highlights=current)
    return _saved(request, access)


def _stage(access: Access, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": stage_label(key),
        "after": STAGES[key].after,
        "copies": bool(STAGES[key].after)
        and queries.criteria(access.review, STAGES[key].after).exists(),
        "setting": StageSetting.objects.filter(review=access.review, stage=key).first(),
        "criteria": list(queries.criteria(access.review, key)),
        "reasons": list(queries.reasons(access.review, key)),
    }


def _elements(access: Access) -> list[tuple[str, str]]:
    """Name and text of each element of the question that is written, in the reader's language."""
    framework = FRAMEWORKS.get(access.review.framework)
    if framework is None:
        return []
    texts = access.review.elements
    said = [(label, texts.get(key, {})) for key, label in framework.elements.items()]
    found = [
        (_(label), in_reader_language(text.get("en", ""), text.get("zh", "")))
        for label, text in said
    ]
    return [(label, text) for label, text in found if text]


def _own(model: Any, access: Access, pk: int | None, **conditions: Any) -> Any:
    return get_object_or_404(model, review=access.review, pk=pk, **conditions) if pk else None


def _own_list(access: Access, pk: int | None) -> HighlightList | None:
    if pk is None:
        return None
    found = get_object_or_404(queries.highlight_lists(access.review, access.user), pk=pk)
    if found.owner_id is None and not access.may("lead"):
        raise PermissionDenied
    return found


def _saved(
    request: HttpRequest, access: Access, stage: str = "", another: str = "", again: str = ""
) -> HttpResponse:
    """Back to the protocol, to the part of that stage;
    to the form `another` where the person goes on adding.
    """
    if request.htmx and stage:
        context = {"access": access, "stage": _stage(access, stage), "leads": True}
        return render(request, "screening/protocol/_stage.html", context)
    messages.success(request, _("Saved."))
    if another and "another" in request.POST:
        return redirect(f"{reverse(another, args=[access.review.pk])}?stage={stage}{again}")
    return redirect(
        reverse("protocol", args=[access.review.pk]) + (f"#stage-{stage}" if stage else "")
    )


def _refused(request: HttpRequest, access: Access, refused: RuleRefused) -> HttpResponse:
    messages.error(request, str(REFUSALS[refused.code]))
    return redirect("protocol", review_id=access.review.pk)


def _form(
    request: HttpRequest, access: Access, form: ModelForm, title: str, *, several: bool = False
) -> HttpResponse:
    first = reader_language_first(form)
    if several and first:
        form.fields[first].widget.attrs["autofocus"] = True
    voted = isinstance(form, CriterionForm) and Vote.objects.filter(review=access.review).exists()
    context = {"access": access, "form": form, "title": title, "several": several, "voted": voted}
    context["stage"] = form["stage"].value() if "stage" in form.fields else ""
    page = "_edit.html" if request.htmx else "form.html"
    return render(request, f"screening/protocol/{page}", context)
