"""The PRISMA page: the diagram, its checks, and its downloads."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from screening import tasks
from screening.actions.connectors.notice_checks import begin_on_look
from screening.actions.flow.publication import publish_obstacle, update_is_bare
from screening.exports import EXPORTS
from screening.flow.alternative import sentences
from screening.flow.content import Content, compose
from screening.flow.counts import Flow
from screening.flow.labels import SETS
from screening.flow.layout import lay_out
from screening.flow.svg import render as draw
from screening.flow.templates import TEMPLATES, Choices, fitting
from screening.models import ManualNumber, Publication
from screening.queries.access.authorization import Access, access_review
from screening.queries.flow import flow_counts as queries
from screening.queries.records.report_notices import to_answer
from screening.web.flow.diagram_forms import PUBLISH_REFUSALS
from screening.web.flow.forms import DiagramForm


@login_required
@require_safe
def flow(request: HttpRequest, review_id: int) -> HttpResponse:
    """The diagram with every number a link, whether it adds up, what still waits,
    and every file of it.
    """
    access = access_review(request.user, review_id)
    counts = queries.counts(access.review)
    numbers = counts.flow
    form = DiagramForm(request.GET or None)
    obstacle = publish_obstacle(counts)
    content = _content(access, numbers, form)
    svg = draw(
        lay_out(content),
        lambda key, detail: box_address(review_id, key, detail),
        colour=not form.choice("bw"),
    )
    by_hand = ManualNumber.objects.filter(review=access.review, version=access.review.version)
    publications = (
        Publication.objects.filter(review=access.review).select_related("by").defer("rows", "flow")
    )
    context = {
        "access": access,
        "numbers": numbers,
        "breaches": [{"key": b.identity, "message": b.message} for b in queries.breaches(counts)],
        "warnings": [b.message for b in queries.warnings(counts)],
        "doubts": queries.doubts(access.review),
        "pressing": to_answer(access.review),
        "svg": svg,
        "sentences": sentences(content),
        "form": form,
        "query": request.GET.urlencode(),
        "labels_lang": content.labels.lang,
        "label_set": content.labels.key,
        "downloads": [e for e in EXPORTS.values() if e.group == "diagram"],
        "by_hand": by_hand.select_related("reason", "by", "withdrawn_by"),
        "publications": publications,
        "refused": PUBLISH_REFUSALS[obstacle] if obstacle else "",
        "bare": access.may("lead") and update_is_bare(access.review),
        "updatable": any(one.version == access.review.version for one in publications),
    }
    look_for_notices(access)
    return render(request, "screening/flow/flow.html", context)


def look_for_notices(access: Access) -> None:
    """Asks the services that are on for retractions, where nobody has asked for a day.
    Nothing waits for the answer.
    """
    if access.review.put_away_at is None and (job := begin_on_look(access.review, timezone.now())):
        tasks.send(job)


@login_required
@require_safe
def flow_svg(request: HttpRequest, review_id: int) -> HttpResponse:
    """The diagram as a picture of its own."""
    access = access_review(request.user, review_id)
    form = DiagramForm(request.GET or None)
    content = _content(access, queries.flow(access.review), form)
    svg = draw(lay_out(content), colour=not form.choice("bw"))
    return HttpResponse(
        svg,
        content_type="image/svg+xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="prisma-{review_id}.svg"'},
    )


def box_address(review_id: int, key: str, detail: str = "") -> str:
    """The list of what is behind a number: records, or studies with their reports."""
    if key in {
        "new_studies",
        "total_studies",
        "previous_joined_studies",
        "previous_joined_reports",
    }:
        return reverse("studies", kwargs={"review_id": review_id})
    query = {"box": key} | ({"detail": detail} if detail else {})
    return f"{reverse('records', kwargs={'review_id': review_id})}?{urlencode(query)}"


def _content(access: Access, numbers: Flow, form: DiagramForm) -> Content:
    reader = "zh" if (get_language() or "").startswith("zh") else "en"
    key = form.choice("label_set") or reader
    own: dict[str, Any] = access.review.diagram_labels.get(key, {})
    template = TEMPLATES.get(form.choice("template")) or fitting(numbers)
    choices = Choices(
        count_studies=access.review.counts_studies, reasons=queries.reason_order(access.review)
    )
    return compose(numbers, template, SETS[key].altered(own), choices)
