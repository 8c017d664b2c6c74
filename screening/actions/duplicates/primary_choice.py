"""Which record of a group stays primary: one that people have decided on,
else the most complete one.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from screening.dedupe.merge import MergePlan, plan_merge
from screening.models import Record, Retrieval, Standing
from screening.queries.records.stored_records import from_row
from screening.records.columns import COLUMNS
from screening.records.record import Record as Entry

#: The columns that `entry_of` and a merge need of a row.
READ = (
    "pk",
    "primary_id",
    "place",
    "lane",
    "flow_lane",
    "version",
    "removed",
    "search__name",
    *COLUMNS,
)


def entry_of(row: Record) -> Entry:
    """The bibliographic record of a row, with the name of its search where the file names no
    database.
    """
    entry = from_row(row)
    return entry if entry.source_database else replace(entry, source_database=row.search.name)


def plan(rows: Sequence[Record], primary: int | None = None) -> MergePlan:
    """The merge of these rows as the engine would do it; `primary` is a person's choice."""
    members: Mapping[Hashable, Entry] = {row.pk: entry_of(row) for row in rows}
    return plan_merge(members, primary=primary)


def in_order(ids: Sequence[int]) -> list[int]:
    """These records, the one that should stay primary first.

    Earlier versions of the review come first, then reports on which more was decided, reports of
    several records, and the most complete record. The order of `ids` does not matter.
    """
    rows = list(Record.objects.filter(pk__in=ids).select_related("search").only(*READ))
    if len(rows) < 2:
        return [row.pk for row in rows]
    best = plan(rows)
    rank = {pk: at for at, pk in enumerate((best.primary, *best.duplicates))}
    work = _work([row.primary_id or row.pk for row in rows])
    grouped = set(Record.objects.filter(primary__in=ids).values_list("primary_id", flat=True))
    rows.sort(
        key=lambda r: (r.version, -work[r.primary_id or r.pk], r.pk not in grouped, rank[r.pk])
    )
    return [row.pk for row in rows]


def _work(ids: Sequence[int]) -> Mapping[int, int]:
    """How much people, or tools, have decided on each report; 0 for none.

    Votes on what is still undecided do not count: which record stays primary would tell that
    somebody has voted on it. They come over to the primary record all the same.
    """
    done: defaultdict[int, int] = defaultdict(int)
    decided = Standing.objects.filter(record__in=ids).exclude(outcome="pending")
    for record, votes, outcome in decided.values_list("record", "votes", "outcome"):
        done[record] += votes + (100 if outcome in {"include", "exclude"} else 10)
    for record in Retrieval.objects.filter(record__in=ids).values_list("record", flat=True):
        done[record] += 1
    return done
