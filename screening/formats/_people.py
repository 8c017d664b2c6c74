"""The authors in one cell of a table, in the many ways databases glue them together."""

import re
from ast import literal_eval

from screening.records import names
from screening.records.text import collapse, has_han

_LIST = re.compile(r"^\[\s*(?:['\"].*['\"]|\{.*\})?\s*\]$", re.DOTALL)
_SCOPUS_ID = re.compile(r"\s*\(\d{5,}\)")
_INITIALS = r"(?:[A-ZÀ-ÖØ-Þ]\.?[- ]?){1,5}"
_SHORT = re.compile(rf"^(\S.*?)\s+({_INITIALS}(?:\s?(?:Jr|Sr|2nd|3rd|II|III|IV)\.?)?)$")
_CAPITALS = re.compile(r"\S [A-Z]{1,5}(?: (?:Jr|Sr|[23][nr]d|III?|IV))?$")
_ONLY_INITIALS = re.compile(rf"^{_INITIALS}(?:[a-z]\.)?$")
_GLUED = re.compile(
    r"(?<=[a-zà-öø-ÿ.])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?=[A-ZÀ-ÖØ-Þ])"
)
#: What RefWorks writes for a person without a given name.
_NO_GIVEN = re.compile(r",\s*null\b(?=\s*(?:[;|]|$))")
_AND = re.compile(r"\s+(?:and|&)\s+")
_OTHERS = re.compile(r"[,;]?\s*(?:et al\.?|(?<=\s)and others|\.{3}|…|等人?)\s*$", re.IGNORECASE)


def authors(cell: str, *, glued: bool = False, parted: bool = False) -> tuple[str, ...]:
    """Every name in the cell, Western ones as "Family, Given" where the cell tells which is which.

    Knows "A, B; C, D", "Gao X., Ni W.", "Lim SM, Lau Y.", "Ann Smith, Tom Weber", "['A, B']", "A, B
    and C, D", "[{'name': 'A B'}]", "Gao, X., Ni, W.", 张三,李四 and, with `glued`, Springer's "Andy
    SmithTom Weber". A list that was cut ("et al.", 等, "…") ends in `names.OTHERS`. With `parted`
    only semicolons part names, so that "García Márquez, Gabriel José" is one, as in Scopus' full
    names.
    """
    bare, numbered = _SCOPUS_ID.subn("", collapse(cell))
    text, cut = _OTHERS.subn(
        "", _NO_GIVEN.sub("", collapse(bare)) if "null" in bare else collapse(bare)
    )
    found = _all(text, glued, parted or bool(numbered))
    return (*found, names.OTHERS) if cut else found


def _all(text: str, glued: bool, parted: bool) -> tuple[str, ...]:
    if not text:
        return ()
    if _LIST.match(text):
        return _literal(text)
    if has_han(text):
        text = _AND.sub("; ", text)
    if parted or any(mark in text for mark in ";；|") or has_han(text):
        return tuple(_turned(name) for name in names.split_authors(text))
    if glued:
        return tuple(names.tidy(part) for part in _unglued(text))
    if "," not in text:
        return tuple(_turned(names.tidy(part)) for part in _AND.split(text) if part.strip())
    return tuple(name for name in map(names.tidy, _at_commas(_undotted(text))) if name)


def _undotted(text: str) -> str:
    """PubMed's list without the dot that ends it ("Lim SM, Lau Y."); dots of initials stay."""
    bare = text.rstrip(". ")
    return (
        bare
        if "." not in bare and all(_CAPITALS.search(part) for part in bare.split(","))
        else text
    )


def _literal(text: str) -> tuple[str, ...]:
    try:
        parts = literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return names.split_authors(text.strip("[] "))
    given = (part.get("name") if isinstance(part, dict) else part for part in parts)
    return tuple(name for part in given if isinstance(part, str) and (name := names.tidy(part)))


def _at_commas(text: str) -> list[str]:
    joined = _AND.split(text)
    if len(joined) > 1:
        return [name for part in joined for name in _at_commas(part.strip(" ,"))]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if (
        len(parts) > 1
        and len(parts) % 2 == 0
        and all(_ONLY_INITIALS.match(given) for given in parts[1::2])
    ):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if all(_SHORT.match(part) for part in parts):
        return [_turned(part) for part in parts]
    if len(parts) > 1 and all(" " in part or "." in part for part in parts):
        return [_turned(part) for part in parts]
    if len(parts) > 3 and sum(" " in part for part in parts) * 3 > len(parts) * 2:
        return [_turned(part) for part in parts]
    return [text]


def _turned(name: str) -> str:
    """ "Gao X." as "Gao, X."; any other name as it is."""
    found = _SHORT.match(name) if "," not in name else None
    return f"{found.group(1)}, {found.group(2)}" if found else name


def _unglued(text: str) -> list[str]:
    """Names run together, cut where a capital follows a small letter and both sides have two words."""
    parts: list[str] = []
    for piece in _GLUED.split(text):
        if parts and (" " not in parts[-1].strip() or " " not in piece.strip()):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts
