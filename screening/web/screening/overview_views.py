"""The overview: the state of the review in five seconds."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening.models import Job, Publication
from screening.queries.access.authorization import access_review
from screening.queries.flow import flow_counts
from screening.queries.flow.published import in_all
from screening.queries.protocol.setup import setup_steps
from screening.queries.records.report_notices import to_answer
from screening.queries.screening import progress
from screening.queries.screening.held_up import held_up
from screening.queries.screening.next_tasks import upcoming
from screening.queries.screening.stuck_reports import stuck

#: The five numbers: label, and the box that opens the records behind them.
FIVE = {
    "identified": (_("Records identified"), ""),
    "duplicates": (_("Duplicates removed"), "duplicates"),
    "screened": (_("Records screened"), "records_screened"),
    "assessed": (_("Full texts assessed"), "dbr_assessed"),
    "included": (_("Reports included"), "included_reports"),
}
#: Work that nobody waits for: the learned order, many times a day.
QUIET = ("features", "rank")


@login_required
@require_safe
def overview(request: HttpRequest, review_id: int) -> HttpResponse:
    """What waits for me, five numbers, progress, votes per day;
    for a lead first what the review still lacks.
    """
    access = access_review(request.user, review_id)
    steps = setup_steps(access.review) if access.may("lead") else []
    first_step = next((step for step in steps if not step.done), None)
    numbers = flow_counts.flow(access.review)
    records = reverse("records", kwargs={"review_id": review_id})
    update = access.review.version > 1
    together = in_all(access.review, numbers) if update else {}
    five = [
        {
            "label": FIVE[key][0],
            "number": n,
            "all": together.get(key, 0),
            "href": f"{records}?box={FIVE[key][1]}" if FIVE[key][1] else records,
        }
        for key, n in flow_counts.five(numbers).items()
    ]
    days = progress.votes_per_day(access.review)
    ahead = upcoming(access)
    context = {
        "access": access,
        "five": five,
        "in_all": together,
        "stuck": stuck(access.review) if access.may("lead") else [],
        "published": Publication.objects.filter(review=access.review).defer("rows").order_by("-pk")
        if update
        else [],
        "upcoming": ahead,
        "waiting": {one.kind: one.count for one in ahead},
        "held": held_up(access),
        "pressing": to_answer(access.review),
        "steps": steps if first_step else [],
        "first_step": first_step,
        "stages": progress.stages(access),
        "days": days,
        "bars": _bars([n for _day, n in days]),
        "voted": sum(n for _day, n in days),
        "empty": not numbers["database_results"]
        + numbers["register_results"]
        + numbers["other_raw"],
        "complete": numbers.complete and numbers["new_reports"] > 0,
        "jobs": Job.objects.filter(review=access.review, state__in=["queued", "running"]).exclude(
            kind__in=QUIET
        ),
    }
    return render(request, "screening/screening/overview.html", context)


def _bars(counts: list[int]) -> list[dict[str, float]]:
    """Bars of a chart 280 wide and 60 high, one a day."""
    highest = max(counts, default=0) or 1
    return [
        {"x": i * 10 + 1, "y": 60 - 58 * n / highest, "height": 58 * n / highest, "n": n}
        for i, n in enumerate(counts)
    ]
