"""Reports as services are asked for them: identifiers and titles of all their records,
and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from screening.connectors import Wanted
from screening.models import Record, Review

_COLUMNS = (
    "pk",
    "primary_id",
    "doi",
    "pmid",
    "title",
    "title_translated",
    "year",
    "authors",
    "authors_translated",
    "identifiers",
)


def wanted_reports(review: Review, ids: Iterable[int] | None = None) -> list[Wanted]:
    """The review's reports (by primary record), or these, with what any of their records knows."""
    rows = Record.objects.filter(review=review).exclude(place="loading")
    if ids is not None:
        chosen = list(ids)
        rows = rows.filter(Q(pk__in=chosen) | Q(primary__in=chosen))
    return _joined(rows)


def _joined(rows: QuerySet[Record]) -> list[Wanted]:
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for row in rows.only(*_COLUMNS).order_by("primary_id", "pk").iterator(chunk_size=2000):
        groups[row.primary_id or row.pk].append(row)
    return [
        _wanted(report, sorted(records, key=lambda row: row.pk != report))
        for report, records in groups.items()
    ]


def _wanted(report: int, records: list[Record]) -> Wanted:
    titles = [title for row in records for title in (row.title, row.title_translated) if title]
    return Wanted(
        id=report,
        doi=next((row.doi for row in records if row.doi), ""),
        pmid=next((row.pmid for row in records if row.pmid), ""),
        title=titles[0] if titles else "",
        titles=tuple(dict.fromkeys(titles[1:])),
        year=next((row.year for row in records if row.year), None),
        authors=tuple(
            dict.fromkeys(
                name for row in records for name in (*row.authors, *row.authors_translated)
            )
        ),
        pmcid=next(
            (value for row in records for name, value in row.identifiers if name == "pmcid"), ""
        ),
    )


def wanted_record(row: Record) -> Wanted:
    """One record, as it alone says."""
    return _wanted(row.pk, [row])
