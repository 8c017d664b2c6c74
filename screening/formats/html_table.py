"""A table in HTML, which CNKI and others save under the name .xls:
the first row holds the column names.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from screening.formats import _columns as columns
from screening.formats import _tables as tables
from screening.formats import _xml
from screening.formats._dialects import dialect
from screening.formats._format import Format, Problem, Source
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import collapse

_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_ROW = re.compile(r"<tr[\s>]", re.IGNORECASE)
_START = re.compile(r"\s*<(?:!doctype html|html|head|meta|table|style|body)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def sniff(head: str) -> float:
    """0.6 to 0.8 for HTML with a table, more when its text names a title."""
    if not (
        _START.match(head) or _START.match(head, _xml.content_start(head))
    ) or not _TABLE.search(head):
        return 0.0
    return 0.8 if re.search(r"title|题名|标题|篇名", head, re.IGNORECASE) else 0.6


def _rows(text: str) -> list[tuple[list[str], int]]:
    """Cells and line of every row with text, of the table that has most rows."""
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, encoding="utf-8"
    )
    tree: Any = lxml_html.document_fromstring(
        _DECLARATION.sub("", text).encode("utf-8", "replace"), parser=parser
    )
    best: list[Any] = []
    for table in tree.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        best = rows if len(rows) > len(best) else best
    found = []
    for row in best:
        cells = [collapse(cell.text_content()) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            found.append((cells, row.sourceline or 0))
    return found


def table(text: str) -> tuple[list[str], list[tuple[list[str], int]]]:
    """The header of the largest table and the rows below it, each with its line;
    both empty when there is none.
    """
    rows = _rows(text)
    if not rows:
        return [], []
    place = next(
        (
            n
            for n, (cells, _) in enumerate(rows[:10])
            if "title" in columns.guess_mapping(cells).values()
        ),
        0,
    )
    return rows[place][0], rows[place + 1 :]


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in the order of the rows."""
    header, rows = table(source.text)
    lines = ((cells, line, "") for cells, line in rows)
    yield from tables.records(header, lines, source.options, dialect(header), source.leftovers)


def count(source: Source) -> int:
    """Row tags with a filled cell, less the header."""
    parts = _ROW.split(source.text)[1:]
    return max(
        sum(1 for part in parts if re.sub(r"<[^>]*>|&nbsp;|\s", "", part.split("</t", 1)[0] + part))
        - 1,
        0,
    )


FORMAT = Format(
    key="html_table",
    label=gettext_noop("HTML table (often called .xls)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="xls",
    content_type="text/html; charset=utf-8",
)
