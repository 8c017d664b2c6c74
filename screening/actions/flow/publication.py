"""Publishing a version freezes its numbers and where every record stood;
an update begins a version above it.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction

from screening.actions.access.notifications import tell_team
from screening.actions.flow.published_files import keep
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.update_baseline import moved_again, take_baseline
from screening.flow.boxes import POSITIONS
from screening.models import ManualNumber, Publication, Record, Review, Search, User
from screening.queries.flow import flow_counts
from screening.queries.flow.study_counts import included
from screening.queries.flow.versions import PACKED, contents, digest, pack, words


class PublishRefused(Refusal):
    """A version that may not be published, begun or taken back. `code`: draft, sums, empty,
    unpublished, records.
    """


def publish_obstacle(counts: flow_counts.Counts) -> str:
    """Why a review with these counts may not be published: draft, sums or empty; "" when it may."""
    numbers = counts.flow
    if not (
        numbers.sources
        or numbers.other_sources
        or numbers["previous_reports"]
        or numbers["other_reassessed"]
    ):
        return "empty"
    if not numbers.complete:
        return "draft"
    return "sums" if flow_counts.breaches(counts) else ""


@transaction.atomic
def publish(*, by: User, review: Review, note: str = "") -> Publication:
    """Freezes this version of the review as it stands now.

    Raises PublishRefused: draft (a record still waits), sums (an identity does not hold),
    empty (nothing was found).
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    counts = flow_counts.counts(review)
    numbers = counts.flow
    if obstacle := publish_obstacle(counts):
        raise PublishRefused(obstacle)
    studies = included(review)
    published = Publication.objects.create(
        review=review,
        version=review.version,
        note=note.strip(),
        flow=numbers.to_snapshot(),
        rows=_rows(review),
        studies=studies,
        reports=_reports(review, studies),
        criteria_version=review.criteria_version,
        by=by,
    )
    copy = keep(published)
    log(
        review=review,
        actor=by,
        verb="publish",
        publication=published.pk,
        version=review.version,
        note=published.note,
        included=numbers["new_reports"],
        digest=digest(published),
        contents=contents(published),
        words=words(copy),
    )
    return published


def _rows(review: Review) -> bytes:
    rows = Record.objects.filter(review=review, place__in=POSITIONS).order_by("pk")
    return pack(rows.values_list(*PACKED).iterator(chunk_size=5000))


def _reports(review: Review, studies: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """The included reports with all their records:
    a part that is split off later was in this version too (P14).
    """
    found = {pk: [pk] for records in studies.values() for pk in records}
    duplicates = Record.objects.filter(review=review, primary__in=list(found)).order_by("pk")
    for primary, pk in duplicates.values_list("primary_id", "pk"):
        found[primary].append(pk)
    return {str(pk): records for pk, records in sorted(found.items())}


@transaction.atomic
def begin_update(*, by: User, review: Review) -> Review:
    """Raises the version: searches added from now on belong to the update,
    what was found before is known (P2).

    Raises PublishRefused("unpublished") while this version has not been published.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not Publication.objects.filter(review=review, version=review.version).exists():
        raise PublishRefused("unpublished")
    review.version += 1
    review.save(update_fields=["version"])
    log(
        review=review,
        actor=by,
        verb="begin_update",
        before=review.version - 1,
        after=review.version,
    )
    tell_team(review, "update", data={"version": review.version}, but=by)
    take_baseline(review)
    moved_again(review)
    return review


def update_is_bare(review: Review) -> bool:
    """Whether the update that is being worked on has nothing of its own yet,
    so that it can be taken back.
    """
    if (
        review.version == 1
        or Publication.objects.filter(review=review, version=review.version).exists()
    ):
        return False
    mine = {"review": review, "version": review.version}
    by_hand = ManualNumber.objects.filter(**mine, withdrawn_at=None)
    return not Record.objects.filter(**mine).exists() and not by_hand.exists()


@transaction.atomic
def take_back_update(*, by: User, review: Review) -> Review:
    """The version before is worked on again, as if the update had not begun;
    its searches without records go along.

    Raises PublishRefused("records") once the update has a record or a number of its own,
    or was published.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not update_is_bare(review):
        raise PublishRefused("records")
    Search.objects.filter(review=review, version=review.version).update(version=review.version - 1)
    review.version -= 1
    review.save(update_fields=["version"])
    log(
        review=review,
        actor=by,
        verb="take_back_update",
        before=review.version + 1,
        after=review.version,
    )
    tell_team(review, "update", data={"version": review.version, "back": True}, but=by)
    take_baseline(review)
    moved_again(review)
    return review
