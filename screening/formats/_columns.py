"""What the columns of a table mean: a guess for any header."""

import re
from collections.abc import Sequence

from screening.formats._column_names import FIELDS
from screening.records.text import collapse, has_han, simplified_table

#: How many columns a field may gather, where it is more than one.
_GATHERED = {
    "keywords": 9,
    "issn": 4,
    "isbn": 3,
    "notes": 3,
    "identifiers": 4,
    "url": 1,
    "title_translated": 1,
    "pmid": 2,
    "trial": 4,
    "source_database": 2,
    "central": 2,
    "embase": 3,
    "number": 4,
    "journal": 3,
}
_HALVES = re.compile(r"^([A-Za-z][A-Za-z ]*)[-－—–](.+)$")
_WORDS = (
    (
        "title",
        r"\btitle\b|题名|标题|篇名|题目",
        r"journal|source|series|book|short|conference|publication|translated|abbr|second",
    ),
    (
        "authors",
        r"\bauthors?\b|作者",
        r"\bid|affil|address|keyword|count|mail|corresp|number|orcid|first|单位|数",
    ),
    ("abstract", r"\babstract\b|摘要", r"number|id$|url|note"),
    ("year", r"\byear\b|年份|年$", r"age|old|follow"),
    ("journal", r"\bjournal\b|期刊|刊名", r"abbr|iso|id$|volume|issue|country|issn"),
    ("doi", r"\bdoi\b", r"book|date"),
    ("keywords", r"key ?words?\b|关键词", r"count|\bid\b|score"),
)
_COMPILED = tuple((name, re.compile(yes), re.compile(no)) for name, yes, no in _WORDS)


def plain_name(column: str) -> str:
    """A column name to compare by: lower case, trimmed, underscores as blanks;
    of "Title-题名" the Latin half.
    """
    name = (
        collapse(column.strip().strip("\"'")).lower().replace("_", " ").rstrip(".")
        or column.strip()
    )
    if has_han(name):
        name = name.translate(simplified_table())
    halves = _HALVES.match(name)
    if halves and has_han(halves.group(2)):
        # PageCount-页码 holds pages in some exports of CNKI and their number (页数) in others.
        return name if halves.group(1).replace(" ", "") == "pagecount" else halves.group(1).strip()
    return name


_LOOKS = (
    (
        "doi",
        re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/\S+$", re.IGNORECASE),
    ),
    ("year", re.compile(r"^(?:19|20)\d\d$")),
    ("url", re.compile(r"^https?://\S+$")),
)
#: Letters above which a text is rather an abstract than a title.
_ABSTRACT = 300

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BY_ALIAS = {
    plain_name(alias): (field, rank)
    for field, aliases in FIELDS.items()
    for rank, alias in reversed(list(enumerate(aliases)))
}


def _known(column: str) -> tuple[str, int] | None:
    """Field and rank of a column whose name is known, as it stands or as words ("publicationDate");
    else None.
    """
    return _BY_ALIAS.get(plain_name(column)) or _BY_ALIAS.get(plain_name(_CAMEL.sub(" ", column)))


def labels(header: Sequence[str]) -> list[str]:
    """The column names trimmed and made unique: a second "Title" becomes "Title (2)",
    a nameless one "(3)".
    """
    seen: dict[str, int] = {}
    named: list[str] = []
    for number, column in enumerate(header, 1):
        label = collapse(column.replace("\ufeff", "")) or f"({number})"
        seen[label] = seen.get(label, 0) + 1
        named.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return named


def guess_mapping(header: Sequence[str]) -> dict[str, str]:
    """Which field each column most likely holds:
    column name as in `labels(header)` -> name in FIELDS.

    Columns that mean nothing here are left out. A field has one column, the best named,
    or as many as it may gather.
    """
    named = labels(header)
    ranked: dict[str, list[tuple[int, str]]] = {}
    for place, label in enumerate(named):
        found = _known(label)
        if found and (place or plain_name(label) != "no"):  # a first column "No" counts the rows
            ranked.setdefault(found[0], []).append((found[1], label))
    _settle(ranked)
    mapping = {
        label: field
        for field, columns in ranked.items()
        for _, label in sorted(columns)[: _GATHERED.get(field, 1)]
    }
    for field, yes, no in _COMPILED:
        if field not in ranked:
            guess = next(
                (label for label in named if label not in mapping and _means(label, yes, no)), None
            )
            if guess:
                mapping[guess] = field
    return {label: mapping[label] for label in named if label in mapping}


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """A mapping to show to a person: as `guess_mapping`,
    and where it knows no title what the cells look like.
    """
    named = labels(header)
    mapping = guess_mapping(header)
    if "title" in mapping.values() or not rows:
        return mapping
    free: dict[str, list[str]] = {}
    for place, label in enumerate(named):
        if label not in mapping:
            free[label] = [
                row[place].strip() for row in rows if place < len(row) and row[place].strip()
            ]
    for field, pattern in _LOOKS:
        if field not in mapping.values():
            found = next(
                (
                    label
                    for label, cells in free.items()
                    if cells and all(map(pattern.search, cells))
                ),
                "",
            )
            if found:
                mapping[found] = field
                del free[found]
    texts = sorted(free, key=lambda label: -sum(map(len, free[label])))
    longest = [
        label for label in texts if any(" " in cell or has_han(cell) for cell in free[label])
    ]
    mean = {label: sum(map(len, free[label])) / len(free[label]) for label in longest}
    if longest and "abstract" not in mapping.values() and mean[longest[0]] >= _ABSTRACT:
        mapping[longest.pop(0)] = "abstract"
    if longest and mean[longest[0]] < _ABSTRACT:
        mapping[longest[0]] = "title"
    return {label: mapping[label] for label in named if label in mapping}


def _means(label: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool:
    name = plain_name(label)
    return bool(yes.search(name)) and not no.search(name)


def _settle(ranked: dict[str, list[tuple[int, str]]]) -> None:
    """Names that mean another thing beside others: "Publication Title" in EBSCO,
    "Source" in Scopus, "ID" in a list.
    """
    journals = ranked.get("journal", [])
    source = next((each for each in journals if plain_name(each[1]) == "source"), None)
    if source and len(journals) > 1:
        journals.remove(source)
        ranked.setdefault("source_database", []).append((9, source[1]))
    if "title" not in ranked and any(
        plain_name(label) == "publication title" for _, label in journals
    ):
        moved = next(each for each in journals if plain_name(each[1]) == "publication title")
        if len(journals) > 1:
            journals.remove(moved)
            ranked["title"] = [moved]
    words = ranked.get("keywords", [])
    if words and not any(plain_name(label) == "de" for _, label in words):
        ranked["keywords"] = [each for each in words if plain_name(each[1]) != "id"]
        if not ranked["keywords"]:
            del ranked["keywords"]


def rank(column: str) -> int:
    """How good a name for its field a column has: 0 for the best; unknown names come last."""
    found = _known(column)
    return found[1] if found else 99
