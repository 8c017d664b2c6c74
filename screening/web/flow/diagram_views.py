"""What leads change about the diagram: its words, numbers by hand, published versions,
an update of the review.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.flow.diagram_settings import (
    NumberRefused,
    enter_number,
    withdraw_number,
    word_diagram,
)
from screening.actions.flow.publication import (
    PublishRefused,
    begin_update,
    publish,
    publish_obstacle,
    take_back_update,
)
from screening.actions.flow.published_files import ask_files
from screening.flow.boxes import PLACES
from screening.flow.counts import Flow
from screening.flow.labels import SETS
from screening.models import ManualNumber, Publication, Record
from screening.queries.access.authorization import Access, access_review
from screening.queries.flow import flow_counts
from screening.queries.flow.versions import SHOWN, compare
from screening.queries.translation import PLACE_LABELS
from screening.tasks import send
from screening.web.flow.diagram_forms import PUBLISH_REFUSALS, NumberForm, PublishForm, WordsForm
from screening.web.undo_offer import offer_undo

NUMBER_REFUSALS = {
    "why": gettext_lazy("Give a reason for entering the number manually."),
    "number": gettext_lazy("The number has to be at least one."),
    "source": gettext_lazy("Name the source in which these records were found."),
    "kind": gettext_lazy("Choose the kind of the source."),
    "reason": gettext_lazy(
        "Reports excluded on full text need a reason, and nothing else has one."
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def number_new(request: HttpRequest, review_id: int) -> HttpResponse:
    """Enters a number from before the tool."""
    access = access_review(request.user, review_id, "lead")
    form = NumberForm(request.POST or None, review=access.review)
    if form.is_valid():
        try:
            enter_number(by=access.user, review=access.review, **form.cleaned_data)
        except NumberRefused as refused:
            form.add_error(None, str(NUMBER_REFUSALS[refused.code]))
        else:
            messages.success(request, _("The number has been added to the diagram."))
            return redirect("flow", review_id=review_id)
    words = {
        "title": _("Number from earlier work"),
        "lede": _("It is added to the box and every sum above it, with your name and reason."),
    }
    return _form_page(request, access, form, words)


@login_required
@require_POST
def number_withdraw(request: HttpRequest, review_id: int, manual_id: int) -> HttpResponse:
    """The number does not count any more."""
    access = access_review(request.user, review_id, "lead")
    get_object_or_404(ManualNumber, review=access.review, pk=manual_id)
    try:
        withdraw_number(by=access.user, review=access.review, manual_id=manual_id)
        messages.success(request, _("The number was withdrawn; the history keeps it."))
    except NumberRefused:
        messages.info(request, _("That number had already been withdrawn."))
    return redirect("flow", review_id=review_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, review_id: int, label_set: str) -> HttpResponse:
    """The team's own words in the diagram."""
    access = access_review(request.user, review_id, "lead")
    if label_set not in SETS:
        raise Http404
    own = access.review.diagram_labels.get(label_set, {})
    form = WordsForm(
        request.POST if request.method == "POST" else None, label_set=label_set, own=own
    )
    if request.method == "POST" and form.is_valid():
        word_diagram(by=access.user, review=access.review, label_set=label_set, labels=form.words())
        messages.success(request, _("The labels of the diagram have been saved."))
        return redirect("flow", review_id=review_id)
    return render(
        request,
        "screening/flow/words.html",
        {
            "access": access,
            "form": form,
            "sets": SETS,
            "label_set": label_set,
            "lang": SETS[label_set].lang,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_version(request: HttpRequest, review_id: int) -> HttpResponse:
    """Freezes this version of the review."""
    access = access_review(request.user, review_id, "lead")
    if request.method != "POST" and (
        obstacle := publish_obstacle(flow_counts.counts(access.review))
    ):
        messages.error(request, PUBLISH_REFUSALS[obstacle])
        return redirect("flow", review_id=review_id)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = publish(by=access.user, review=access.review, note=form.cleaned_data["note"])
                send(ask_files(made, access.user))
        except PublishRefused as refused:
            messages.error(request, PUBLISH_REFUSALS[refused.code])
        else:
            messages.success(request, _("Version published. Its numbers and records are frozen."))
        return redirect("flow", review_id=review_id)
    words = {
        "title": _("Publish this version"),
        "action": _("Publish"),
        "lede": _(
            "Keeps the numbers and where every record stands, so that later versions can be compared with it."
        ),
    }
    return _form_page(request, access, form, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def update_begin(request: HttpRequest, review_id: int) -> HttpResponse:
    """Says what an update of the review will change, and begins it above the published version."""
    access = access_review(request.user, review_id, "lead")
    if request.method != "POST":
        return _update_asked(request, access)
    try:
        review = begin_update(by=access.user, review=access.review)
        text = _("Version %(n)s has begun: add its searches.") % {"n": review.version}
        way = reverse("searches", args=[review.pk])
        offer_undo(
            request,
            _("The update can be undone until its first record is imported."),
            reverse("update-back", args=[review.pk]),
        )
        messages.success(
            request, format_html('{} <a href="{}">{}</a>', text, way, _("Open the searches"))
        )
    except PublishRefused as refused:
        messages.error(request, PUBLISH_REFUSALS[refused.code])
    return redirect("flow", review_id=review_id)


def _update_asked(request: HttpRequest, access: Access) -> HttpResponse:
    review = access.review
    last = (
        Publication.objects.filter(review=review, version=review.version)
        .defer("rows")
        .order_by("-pk")
        .first()
    )
    if last is None:
        messages.error(request, PUBLISH_REFUSALS["unpublished"])
        return redirect("flow", review_id=review.pk)
    then = Flow.from_snapshot(last.flow)
    moved = compare(last, None, flow_counts.flow(review)).total
    return render(
        request,
        "screening/flow/update.html",
        {
            "access": access,
            "last": last,
            "numbers": then,
            "next": review.version + 1,
            "moved": moved,
            "known": Record.objects.filter(review=review, place__in=PLACES).count(),
        },
    )


@login_required
@require_POST
def update_back(request: HttpRequest, review_id: int) -> HttpResponse:
    """Takes the beginning of an update back."""
    access = access_review(request.user, review_id, "lead")
    try:
        review = take_back_update(by=access.user, review=access.review)
        messages.success(
            request,
            _("Undone: version %(n)s is the current version again.") % {"n": review.version},
        )
    except PublishRefused as refused:
        messages.error(request, PUBLISH_REFUSALS[refused.code])
    return redirect("flow", review_id=review_id)


@login_required
@require_safe
def publication(request: HttpRequest, review_id: int, publication_id: int) -> HttpResponse:
    """A published version beside another one, or beside the review as it is now: record by record."""
    access = access_review(request.user, review_id)
    mine = Publication.objects.filter(review=access.review)
    older = get_object_or_404(mine.select_related("review", "by"), pk=publication_id)
    wanted = request.GET.get("with", "")
    newer = (
        get_object_or_404(mine, pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
    )
    return render(
        request,
        "screening/flow/publication.html",
        {
            "access": access,
            "older": older,
            "newer": newer,
            "others": mine.exclude(pk=older.pk).defer("rows", "flow"),
            "found": compare(older, newer, flow_counts.flow(access.review)),
            "shown": SHOWN,
            "place_labels": PLACE_LABELS,
        },
    )


def _form_page(
    request: HttpRequest, access: Access, form: forms.Form, words: dict[str, str]
) -> HttpResponse:
    """A page with one form and what is said around it."""
    return render(request, "screening/flow/form.html", {"access": access, "form": form, **words})
