"""Rayyan's CSV: references with the team's decisions, labels and reasons in the notes."""

from collections.abc import Iterator

from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._delimited_layout import layout
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record

_COLUMNS = frozenset({"key", "title", "year", "month", "day", "journal", "authors", "notes"})


def sniff(head: str) -> float:
    """0.97 for Rayyan's own header."""
    plan = layout(head)
    return 0.97 if plan and {plain_name(name) for name in plan.header} >= _COLUMNS else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; what Rayyan wrote into the notes becomes decisions."""
    return tables.read_delimited(source, Dialect())


FORMAT = Format(
    key="rayyan_csv",
    label=gettext_noop("Rayyan (CSV)"),
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
