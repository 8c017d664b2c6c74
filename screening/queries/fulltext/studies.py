"""Included reports and the studies they belong to."""

from django.db.models import Prefetch, QuerySet

from screening.models import Record, Review, Study


def studies(review: Review) -> QuerySet[Study]:
    """Studies with at least one included report, by name,
    each with its included reports as `included`.
    """
    included = Record.objects.filter(place="included").order_by("year", "pk")
    found = (
        Study.objects.filter(review=review, reports__place="included")
        .distinct()
        .order_by("name", "pk")
    )
    return found.prefetch_related(Prefetch("reports", included, to_attr="included"))


def single_reports(review: Review) -> QuerySet[Record]:
    """Included reports that are in no study: each is its own."""
    return Record.objects.filter(review=review, place="included", studies=None).order_by(
        "title_sort", "pk"
    )
