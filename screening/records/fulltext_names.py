"""Which report a full text is: told by DOI, PMID or title in the file's first pages,
or by its name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from screening.records.text import title_key

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>，。；）)\]]+", re.IGNORECASE)
_PMID = re.compile(r"PMID\s*[:：]?\s*(\d{4,9})", re.IGNORECASE)
#: Shorter folded titles say too little to tell a report by.
SHORTEST_HAN_TITLE, SHORTEST_TITLE = 6, 20


@dataclass(frozen=True, slots=True)
class Sought:
    """A report that a file may be: its id, and the identifiers and titles of all its records in
    every language.
    """

    id: int
    dois: tuple[str, ...]
    pmids: tuple[str, ...]
    titles: tuple[str, ...]


def dois(text: str) -> list[str]:
    """DOIs in the text, lower-cased, without the full stop behind them, in order, each once."""
    return list(dict.fromkeys(found.rstrip(".,;:/").lower() for found in _DOI.findall(text)))


def identify(text: str, name: str, sought: Iterable[Sought]) -> tuple[int, str] | None:
    """The report and how it was told: "doi", "pmid", "title" (in the text) or "name" (of the file);
    None when unsure.

    The first DOI on the page is the paper's own, later ones are cited; a title must be long enough,
    and of several that fit the longest counts. Two reports that fit equally well are none.
    """
    reports = list(sought)
    named = dois(text)
    if named and (found := _only([r for r in reports if named[0] in map(str.lower, r.dois)])):
        return found.id, "doi"
    pmids = set(_PMID.findall(text[:4000]))
    if pmids and (found := _only([r for r in reports if pmids.intersection(r.pmids)])):
        return found.id, "pmid"
    for how, place in (("title", text), ("name", name.rsplit(".", 1)[0])):
        if found := _by_title(title_key(place), reports):
            return found.id, how
    return None


def _by_title(place: str, reports: list[Sought]) -> Sought | None:
    fitting: list[tuple[int, Sought]] = []
    for report in reports:
        keys = [key for key in map(title_key, report.titles) if _long_enough(key) and key in place]
        if keys:
            fitting.append((max(map(len, keys)), report))
    longest = max((length for length, _ in fitting), default=0)
    return _only([report for length, report in fitting if length == longest])


def _long_enough(key: str) -> bool:
    return len(key) >= (SHORTEST_TITLE if key.isascii() else SHORTEST_HAN_TITLE)


def _only(reports: list[Sought]) -> Sought | None:
    return reports[0] if len(reports) == 1 else None
