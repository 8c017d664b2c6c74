"""Web of Science tab-delimited text: two-letter column names, no quotation."""

from collections.abc import Iterator, Mapping

from screening.formats import _delimited as delimited
from screening.formats import _tables as tables
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._people import authors
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record

#: The field of each column we use.
MAPPING: Mapping[str, str] = {
    "TI": "title",
    "AF": "authors",
    "PY": "year",
    "SO": "journal",
    "VL": "volume",
    "IS": "issue",
    "BP": "start_page",
    "EP": "end_page",
    "AR": "article_number",
    "DI": "doi",
    "PM": "pmid",
    "SN": "issn",
    "EI": "issn",
    "BN": "isbn",
    "LA": "language",
    "AB": "abstract",
    "DE": "keywords",
    "ID": "keywords",
    "DT": "type",
    "PU": "publisher",
    "PI": "place",
    "BE": "editors",
    "UT": "wos",
    "FT": "title_translated",
}


def _plan(text: str) -> delimited.Layout | None:
    first = text[: 1 << 16].lstrip("\ufeff").split("\n", 1)[0]
    header = [name.strip() for name in first.split("\t")]
    return (
        delimited.Layout("\t", header, 1, quoted=False)
        if header[0] == "PT" and "TI" in header
        else None
    )


def sniff(head: str) -> float:
    """1 for a first line that begins with PT and names TI, parted by tabs."""
    return 1.0 if _plan(head) else 0.0


def _finish(draft: Draft, cells: Mapping[str, str]) -> None:
    draft.authors = (
        draft.authors
        or authors(cells.get("AU", ""), parted=True)
        or authors(cells.get("CA", ""), parted=True)
    )
    day, year = cells.get("PD", ""), cells.get("PY", "")
    draft.date = f"{day} {year}".strip() if year else cells.get("EA", "")


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    plan = _plan(source.text)
    if plan is None:
        yield from tables.read_delimited(source, Dialect())
        return
    options = source.options if source.options.get("mapping") else {"mapping": MAPPING}
    known = Dialect(source_database="Web of Science", parted=True, finish=_finish)
    yield from tables.records(
        plan.header, tables.delimited_lines(source, plan), options, known, source.leftovers
    )


def count(source: Source) -> int:
    """Lines below the header that are not empty."""
    return sum(1 for line in source.text.split("\n")[1:] if line.strip("\t \r"))


FORMAT = Format(
    key="wos_tab",
    label=gettext_noop("Web of Science (tab delimited)"),
    sniff=sniff,
    read=read,
    count=count,
)
