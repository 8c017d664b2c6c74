"""Rows of a plain table to records, and results back to rows:
what the command without a database reads and writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from screening.dedupe.decision import APART, Decision, Result
from screening.dedupe.names import split_authors
from screening.records.identifiers import issns
from screening.records.record import Record

#: Columns a table must have; author, year, journal, volume, number, pages, doi, pmid, abstract,
#: database, isbn, url and title2 (the title in another language) are read where present.
REQUIRED = ("id", "title")

_TYPES = {
    "thesis": re.compile(r"(?i)thesis|dissertation|学位论文"),
    "conference": re.compile(r"(?i)conference|proceeding|会议"),
    "preprint": re.compile(r"(?i)preprint|预印本"),
    "trial": re.compile(r"(?i)trial registration|临床试验注册"),
}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def read_row(row: Mapping[str, str | None]) -> Record:
    """One row of the table as a record; absent columns are empty."""
    value = {name: (text or "").strip() for name, text in row.items()}
    year = _YEAR.search(value.get("year", ""))
    return Record(
        title=value.get("title", ""),
        title_translated=value.get("title2", ""),
        authors=split_authors(value.get("author", "")),
        year=int(year.group()) if year else None,
        journal=value.get("journal", ""),
        volume=value.get("volume", ""),
        issue=value.get("number", ""),
        pages=value.get("pages", ""),
        doi=value.get("doi", ""),
        pmid=value.get("pmid", ""),
        issn=issns(value.get("isbn", "")),
        abstract=value.get("abstract", ""),
        url=value.get("url", ""),
        source_database=value.get("database", ""),
        type=_type(value.get("entrytype", "")),
    )


@lru_cache(maxsize=1024)
def _type(text: str) -> str:
    """The kind a table's `entrytype` names, as far as it matters here."""
    return next((kind for kind, found in _TYPES.items() if found.search(text)), "article")


def cluster_rows(ids: Sequence[str], result: Result) -> Iterator[tuple[str, str, str, str]]:
    """(id, cluster_id, outcome, reason) for every row, in the order of `ids`;
    a record alone is its own cluster.

    `result` holds positions in `ids`. The cluster is named after its first member in the table; the
    reason is that of the decision that brought the record in, in words.
    """
    home = {}
    for group in result.groups:
        positions = [at for at in group.members if isinstance(at, int)]
        first = ids[min(positions)]
        home.update(dict.fromkeys(positions, first))
    asked = {at for question in result.questions for at in (question.a, question.b)}
    for at, name in enumerate(ids):
        if at in home:
            yield name, home[at], "merged", reason(result.reasons[at])
        else:
            yield name, name, "check" if at in asked else APART, ""


def pair_rows(ids: Sequence[str], result: Result) -> Iterator[tuple[str, str, str, str]]:
    """(id_1, id_2, score, reason) of each pair a person should look at, most likely first."""
    for question in result.questions:
        if isinstance(question.a, int) and isinstance(question.b, int):
            yield ids[question.a], ids[question.b], f"{question.score:.1f}", reason(question)


def reason(decision: Decision) -> str:
    """The evidence of a decision as one English line."""
    return "; ".join(str(message) for message in decision.evidence)
