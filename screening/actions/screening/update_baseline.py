"""What an update starts from: where every report stood in the version before,
and whether it stood elsewhere since.

Both are kept with the records, so that a vote need not look into a published version or into the
history.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from screening.actions.screening.outcomes import restate
from screening.flow.boxes import READ_OUT
from screening.models import Publication, Record, Review
from screening.queries.flow.study_counts import baseline, last_published
from screening.queries.flow.versions import stood
from screening.queries.protocol.merged_reasons import reasons_now
from screening.queries.verification.event_stream import policy, tell, told_together
from screening.replay.fold import fold

BATCH = 1_000


def take_baseline(review: Review) -> None:
    """Notes with every record where its report stood in the version published before this one.

    Whatever stands elsewhere at this moment is re-assessed in this version (P13); what only stood
    elsewhere since the publication is for `moved_again` to find.
    """
    mine = Record.objects.filter(review=review)
    mine.filter(published__isnull=False).update(
        published=None, published_reason=None, published_mark=None
    )
    mine.filter(moved=True).update(moved=False)
    parts = list(mine.filter(flow_part__isnull=False).values_list("pk", flat=True))
    last = last_published(review)
    if last is not None:
        parts += _note(review, last)
    _restate(review, parts)


def _note(review: Review, last: Publication) -> list[int]:
    """Writes the places of the published version; gives the reports that stand elsewhere now."""
    rows = Publication.objects.values_list("rows", flat=True).get(pk=last.pk)
    then = stood(rows, frozenset(baseline(last).reports.values()))
    called = reasons_now(review)
    groups: dict[tuple[str, int | None, str], list[int]] = defaultdict(list)
    for record, one in then.items():
        reason = called.get(int(one.reason), int(one.reason)) if one.reason else None
        groups[one.place, reason, one.mark].append(int(record))
    for (place, reason, mark), ids in groups.items():
        for start in range(0, len(ids), BATCH):
            rows_now = Record.objects.filter(review=review, pk__in=ids[start : start + BATCH])
            rows_now.update(published=place, published_reason=reason, published_mark=mark or None)
    return list(_elsewhere(review))


def _elsewhere(review: Review) -> Iterable[int]:
    """Primary records of earlier versions that stand elsewhere now than where they stood."""
    now = Record.objects.filter(review=review, primary=None, version__lt=review.version).exclude(
        place="loading"
    )
    columns = ("pk", "place", "reason_id", "published", "published_reason_id")
    rows = now.values_list(*columns).iterator(chunk_size=5000)
    for pk, place, reason, published, why in rows:
        if (place, reason if place in READ_OUT else None) != (published, why):
            yield pk


def moved_again(review: Review, records: Iterable[int] | None = None) -> None:
    """Derives anew, from the history, which reports stood elsewhere since the version before was
    published.

    For what takes something back or changes the rules: then a report may be as if nothing had
    happened to it (P13). `records` narrows it to the reports of these records and all that were
    ever merged with them; without, every report of an earlier version that anything happened to.
    Nothing to do in the first version.
    """
    if review.version == 1:
        return
    among = told_together(review, records if records is not None else _touched(review))
    told = tell(review, among=among)
    base = fold(told.events, policy(review), told.snapshots).baselines[-1]
    here = Record.objects.filter(review=review)
    was = set(here.filter(moved=True, pk__in=among).values_list("pk", flat=True))
    moved = {int(pk) for pk in base.moved} & among
    if was != moved:
        here.filter(pk__in=was - moved).update(moved=False)
        here.filter(pk__in=moved - was).update(moved=True)
        _restate(review, list(was ^ moved))


def _touched(review: Review) -> set[int]:
    """Records of earlier versions that something happened to since the publication,
    and those that stood elsewhere.
    """
    published = review.events.filter(verb="publish", data__version__lt=review.version)
    last = published.order_by("-pk").values_list("pk", flat=True).first() or 0
    after = review.events.filter(pk__gt=last, record__version__lt=review.version).values_list(
        "record_id", flat=True
    )
    return {
        *after.distinct(),
        *Record.objects.filter(review=review, moved=True).values_list("pk", flat=True),
    }


def _restate(review: Review, ids: list[int]) -> None:
    for start in range(0, len(ids), BATCH):
        piece = ids[start : start + BATCH]
        restate(
            review,
            list(Record.objects.filter(Q(pk__in=piece), review=review)),
            rules=review.version == 1,
        )
