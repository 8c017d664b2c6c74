"""Embase's CSV with a field on each line: "TITLE","…", then "AUTHOR NAMES","A","B", and so on."""

import csv
import re
from collections.abc import Iterator

from screening.formats import _tables as tables
from screening.formats._format import Problem, Source
from screening.formats._table_cells import Dialect
from screening.formats._tagged import Tagged, broken, counter, entries
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

_START = re.compile(r'^"?TITLE"?,', re.MULTILINE)
_FIELDS = re.compile(
    r'^"?(AUTHOR NAMES|AUTHOR ADDRESSES|SOURCE|SOURCE TITLE|PUBLICATION YEAR|PUBLICATION TYPE|DATE OF PUBLICATION'
    r'|ABSTRACT|EMBASE ACCESSION ID|MEDLINE PMID|PUI|DOI)"?,',
    re.MULTILINE,
)
_RULE = re.compile(r"-{5,}$")
#: Fields whose cells are pieces of one text and not several values.
_ONE_TEXT = ("TITLE", "ABSTRACT")


def sniff(head: str) -> float:
    """Sure where lines that begin with Embase's field names follow one that begins with TITLE."""
    found = _START.search(head)
    return 0.95 if found and len(set(_FIELDS.findall(head, found.end()))) >= 2 else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems; each entry is read as a table of one row."""
    for entry in entries(source.text, _START):
        try:
            header, cells = _row(entry.raw)
        except csv.Error as error:
            yield broken(entry.raw, entry.line, error)
            continue
        if not any(cells):
            text = gettext_noop("This entry has no title, author, abstract or identifier.")
            yield Problem(Message(text), entry.line, entry.raw, rejected=True)
            continue
        yield from tables.records(
            header,
            [(cells, entry.line, entry.raw)],
            {},
            Dialect(source_database="Embase"),
            source.leftovers,
        )


def _row(raw: str) -> tuple[list[str], list[str]]:
    """The title and the other fields that say anything: their names, and what each says."""
    fields = {"TITLE": ""}
    for name, *values in filter(None, csv.reader(raw.splitlines(keepends=True))):
        name = name.strip()
        given = [value.strip() for value in values if value.strip()]
        if name and given and not _RULE.match(name):
            told = [fields[name], *given] if fields.get(name) else given
            fields[name] = (" " if name in _ONE_TEXT else "; ").join(told)
    return list(fields), list(fields.values())


FORMAT = Tagged(
    key="embase_lines",
    label=gettext_noop("Embase (CSV, a field on each line)"),
    sniff=sniff,
    read=read,
    count=counter(_START),
    extension="csv",
    content_type="text/csv; charset=utf-8",
    seam=re.compile(r'\n(?="?TITLE"?,)'),
)
