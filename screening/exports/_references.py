"""The included reports as references: which records, how they are to look,
and what stands below the list.
"""

import re
from collections.abc import Iterator
from datetime import date

from screening.citations import SEARCHED, Entry, Options, bibliography, searched, style_of
from screening.exports._export import Translate
from screening.exports._records import INCLUDED
from screening.records.messages import gettext_noop
from screening.records.snapshot import Found, Snapshot

_MARKED = re.compile(rf"\d{re.escape(SEARCHED)}\]")
_SHOWN = {"always": True, "never": False}


def entries(snapshot: Snapshot) -> Iterator[Entry]:
    """The entries of the list in the style that was wished for.

    Web pages, data sets and the like without a day of access of their own get that of the latest
    search that found them, marked as such.
    """
    wishes = snapshot.wishes
    options = Options(accessed=wishes.accessed, doi=_SHOWN.get(wishes.doi))
    reports = snapshot.reports(INCLUDED)
    records = (r.record if wishes.accessed else searched(r.record, _last(r.found)) for r in reports)
    return bibliography(records, style_of(wishes.style), options)


def _last(found: tuple[Found, ...]) -> date | None:
    return max((each.searched for each in found if each.searched), default=None)


def is_marked(text: str) -> bool:
    """Whether the day of access in this entry is that of the search."""
    return _MARKED.search(text) is not None


def explanation(translate: Translate) -> str:
    """What the mark means."""
    return f"{SEARCHED} " + translate(gettext_noop("The date of access is the date of the search."))
