"""EPPI-Reviewer's coding report, a table in HTML or Excel:
a row for each item and a column for each code.
"""

import re
from collections.abc import Mapping, Sequence

from screening.formats._columns import plain_name
from screening.formats._draft import Draft
from screening.records.record import ToolDecision

FLAG = "i/e/d/s flag"
_SHORT = frozenset({"shorttitle", "short title"})
_NAMED = frozenset({FLAG, "itemid", "item id", "title", "full title", *_SHORT})
_PATH = re.compile(r"full ?(?:code )?path:?", re.IGNORECASE)
_EXCLUDED = re.compile(r"^\s*exclude[ds]?\b[\s:\-–]*(?:on|because|due to)?\s*", re.IGNORECASE)
_INCLUDED = re.compile(r"^\s*include[ds]?\b", re.IGNORECASE)
_FLAGS = {"(i)": "", "(e)": "exclude"}


def finish(draft: Draft, cells: Mapping[str, str]) -> None:
    """Adds the decision: codes named Include… or Exclude… that are given to the item, else its
    flag; other codes are labels, and so is the flag of an item that was deleted or is a duplicate.
    """
    flag = next((text for name, text in cells.items() if plain_name(name) == FLAG), "")
    given = [name for name, text in cells.items() if text and plain_name(name) not in _NAMED]
    reasons = tuple(
        _EXCLUDED.sub("", name).strip() or name for name in given if _EXCLUDED.match(name)
    )
    labels = [name for name in given if not _EXCLUDED.match(name) and not _INCLUDED.match(name)]
    if flag and flag[:3].casefold() not in _FLAGS:
        labels.append(flag)
    included = any(map(_INCLUDED.match, given))
    verdict = (
        "exclude" if reasons else "include" if included else _FLAGS.get(flag[:3].casefold(), "")
    )
    if verdict or labels:
        draft.decisions = (
            *draft.decisions,
            ToolDecision("eppi", "", verdict, reasons, tuple(labels)),
        )
    draft.identifiers = [("eppi", number) for _scheme, number in draft.identifiers]


def reads(name: str) -> bool:
    """Whether `finish` takes the column: every one but the short title, which says nothing new."""
    return name not in _SHORT


def heads(cells: Sequence[str]) -> bool:
    """Whether a row gives the places of the codes in their tree, below their names."""
    return any(_PATH.fullmatch(cell.strip()) for cell in cells[:4])
