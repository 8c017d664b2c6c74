"""The levels of agreement of each feature, as the type checker sees them;
what each weighs is in `weights`.

Literals and no enumeration: docs/decisions.md says why.
"""

from typing import Literal, get_args

TitleLevel = Literal["same", "near", "part", "close", "alike", "differs", "other script", "unknown"]
AuthorLevel = Literal["same", "first", "shared", "inverted", "namesake", "differs", "unknown"]
YearLevel = Literal["same", "next", "close", "differs", "unknown"]
JournalLevel = Literal["same", "differs", "unknown"]
PlaceLevel = Literal[
    "range",
    "both",
    "page",
    "page only",
    "volume",
    "issue",
    "other issue",
    "volume differs",
    "page differs",
    "page differs alone",
    "differs",
    "unknown",
]
#: Levels of a pair in which a page is missing and nothing else of the place differs.
UNPAGED: frozenset[PlaceLevel] = frozenset({"volume", "issue", "unknown"})
IdentifierLevel = Literal["same", "differs", "unknown"]
AbstractLevel = Literal["same", "alike", "differs", "unknown"]

#: Feature to its levels, the most agreement first.
LEVELS: dict[str, tuple[str, ...]] = {
    "title": get_args(TitleLevel),
    "authors": get_args(AuthorLevel),
    "year": get_args(YearLevel),
    "journal": get_args(JournalLevel),
    "place": get_args(PlaceLevel),
    "doi": get_args(IdentifierLevel),
    "pmid": get_args(IdentifierLevel),
    "abstract": get_args(AbstractLevel),
}
