"""CSV and TSV of any tool, columns guessed or chosen: Embase, IEEE, Springer, Lens, OpenAlex,
Zotero, registries.
"""

from collections.abc import Iterator

from screening.formats import _columns as columns
from screening.formats import _delimited as delimited
from screening.formats import _tables as tables
from screening.formats._delimited_layout import layout
from screening.formats._dialects import dialect
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.formats._table_writing import write_csv
from screening.records.record import Record


def sniff(head: str) -> float:
    """Up to 0.85 by the number of columns that are understood;
    0.25 for a regular table with strange names.
    """
    if head.lstrip()[:1] in ("[", "{", "<", "@"):
        return 0.0
    plan = layout(head)
    if plan is None:
        return 0.0
    mapping = columns.guess_mapping(plan.header)
    if "title" in mapping.values() and len(mapping) > 1:
        return min(0.5 + 0.07 * len(mapping), 0.85) - 0.02 * min(plan.lines - 1, 10)
    if plan.lines > 2 or any(len(name) > 60 for name in plan.header):
        return 0.0
    widths = [
        len(row.cells)
        for _, row in zip(range(8), delimited.rows(head, plan), strict=False)
        if isinstance(row, delimited.Row)
    ]
    regular = len(widths) > 0 and all(width == len(plan.header) for width in widths[:-1] or widths)
    return (0.4 if "title" in mapping.values() else 0.25) if regular else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; `source.options["mapping"]` overrides the guess (column
    -> field).
    """
    plan = layout(source.text)
    yield from tables.read_delimited(source, dialect(plan.header) if plan else Dialect())


FORMAT = Format(
    key="csv",
    label="CSV / TSV",
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    write=write_csv,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
