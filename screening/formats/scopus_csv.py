"""Scopus CSV in its old form ("Gao X., Ni W.") and its new one ("Gao, X.; Ni,
W." and "Author full names").
"""

from collections.abc import Iterator

from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._delimited_layout import layout
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record

_DIALECT = Dialect(source_database="Scopus")
_COLUMNS = frozenset({"title", "source title", "eid"})


def sniff(head: str) -> float:
    """0.95 for a header with Scopus' EID and source title, which no other tool has together."""
    plan = layout(head)
    return 0.95 if plan and {plain_name(name) for name in plan.header} >= _COLUMNS else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return tables.read_delimited(source, _DIALECT)


FORMAT = Format(
    key="scopus_csv",
    label=gettext_noop("Scopus CSV"),
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
