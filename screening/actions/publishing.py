"""Publishing a version freezes its numbers and where every record stood; an update begins a version above it."""

from django.db import transaction

from screening.actions.history import log
from screening.models import Publication, Record, Review, User
from screening.prisma.boxes import POSITIONS
from screening.queries import flow
from screening.queries.publications import pack
from screening.queries.studies_counted import baseline, dropped, included


class PublishRefused(Exception):
    """A version that may not be published or begun. `code`: draft, sums, empty, unpublished."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def publish(*, by: User, review: Review, note: str = "") -> Publication:
    """Freezes this version of the review as it stands now.

    Raises PublishRefused: draft (a record still waits), sums (an identity does not hold), empty (nothing was found).
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    numbers = flow.flow(review)
    if not numbers.complete:
        raise PublishRefused("draft")
    if flow.breaches(numbers):
        raise PublishRefused("sums")
    if not numbers.sources and not numbers.other_sources:
        raise PublishRefused("empty")
    rows = Record.objects.filter(review=review, search__version__lte=review.version, place__in=POSITIONS)
    published = Publication.objects.create(
        review=review, version=review.version, note=note.strip(), flow=numbers.to_snapshot(),
        rows=pack(rows.order_by("pk").values_list("pk", "place", "reason_id")), studies=_studies(review),
        criteria_version=review.criteria_version, by=by,
    )  # fmt: skip
    log(
        review=review, actor=by, verb="publish", publication=published.pk, version=review.version,
        note=published.note, included=numbers["new_reports"],
    )  # fmt: skip
    return published


def _studies(review: Review) -> dict[str, list[int]]:
    """The studies in the totals of this version, for the next one to start from: a dropped one is not among them."""
    before = baseline(review)
    gone = dropped(before)
    studies = {key: set(records) for key, records in before.studies.items() if key not in gone}
    for key, records in included(review).items():
        studies.setdefault(key, set()).update(records)
    return {key: sorted(records) for key, records in studies.items()}


@transaction.atomic
def begin_update(*, by: User, review: Review) -> Review:
    """Raises the version: searches added from now on belong to the update, what was found before is known (P2).

    Raises PublishRefused("unpublished") while this version has not been published.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not Publication.objects.filter(review=review, version=review.version).exists():
        raise PublishRefused("unpublished")
    review.version += 1
    review.save(update_fields=["version"])
    log(review=review, actor=by, verb="begin_update", before=review.version - 1, after=review.version)
    return review
