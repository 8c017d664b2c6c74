"""PubMed's CSV: citations without abstracts, which the reader is told first."""

import re
from collections.abc import Iterator, Mapping

from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._delimited_layout import layout
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

_COLUMNS = frozenset({"pmid", "title", "citation", "journal/book", "create date"})
_CITATION = re.compile(
    r"\.\s*(?P<date>\d{4}[^;:.]*?)\s*(?:;\s*(?P<volume>[^(:.;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.;]*))?)?\.(?:\s|$)"
)


def sniff(head: str) -> float:
    """0.95 for PubMed's own header."""
    plan = layout(head)
    return 0.95 if plan and {plain_name(name) for name in plan.header} >= _COLUMNS else 0.0


def _reads(name: str) -> bool:
    return name in ("citation", "first author")


def read(source: Source) -> Iterator[Record | Problem]:
    """A notice about the missing abstracts, then records and problems in file order."""
    text = gettext_noop(
        "PubMed's CSV has no abstracts. To get them, choose “Save” in PubMed with the format “PubMed”."
    )
    yield Problem(Message(text))
    yield from tables.read_delimited(
        source, Dialect(source_database="PubMed", finish=_finish, reads=_reads)
    )


def _finish(draft: Draft, cells: Mapping[str, str]) -> None:
    """Volume, issue, pages and the full date, which stand in the citation only."""
    found = _CITATION.search(cells.get("Citation", ""))
    if found:
        draft.date = found.group("date") or draft.date
        draft.volume, draft.issue, draft.pages = (
            found.group(name) or "" for name in ("volume", "issue", "pages")
        )


FORMAT = Format(
    key="pubmed_csv",
    label=gettext_noop("PubMed CSV"),
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
