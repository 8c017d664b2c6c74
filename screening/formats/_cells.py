"""The cells of one row of a table, brought from the many ways of databases and spreadsheets to a draft."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from screening.formats._building import Draft
from screening.formats._decisions import from_notes
from screening.formats._people import authors
from screening.records import identifiers, markup, pages, types

_FLOAT = re.compile(r"^\d+\.0$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
EMPTY = frozenset(
    {
        "nan", "none", "null", "n/a", "[no abstract available]", "no abstract available", '""',
        "[no author name available]", "no author name available", "[no author id available]",
    }
)  # fmt: skip
"""Cells that say nothing, whatever their case."""

MISSING = "NA"
"""What R writes for a value that is missing; "Na" may be a name."""

_EMBASE_SOURCE = re.compile(
    r"^(?P<journal>.+?)\s*\((?P<year>\d{4})\)\s*(?P<volume>[\w ]*?)(?::(?P<issue>[^\s(]+))?\s*"
    r"(?:\((?P<pages>[^)]*)\))?\."
)
_COMMA = re.compile(r",(?![^()]*\))")
_LIST = re.compile(r"^\[\s*(?:'.*'|\".*\")\s*\]$", re.DOTALL)
_LISTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")

_KINDS = (
    "期刊 特色期刊 学术辑刊 辑刊 硕士 博士 会议 中国会议 国际会议 报纸 年鉴 专利 中国专利 海外专利 标准 国家标准 "
    "行业标准 成果 科技成果 图书"
)
_CNKI_KINDS = frozenset(_KINDS.split())
"""What the list of hits on CNKI's pages, copied into a table, has in its column 数据库: the kind of document."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is known of the tables of one tool beyond their column names."""

    source_database: str = ""
    type: str = ""
    glued: bool = False
    parted: bool = False
    finish: Callable[[Draft, Mapping[str, str]], None] | None = None


def draft_of(values: Mapping[str, list[str]], dialect: Dialect) -> Draft:
    """A draft from the texts of each field, best column first."""

    def one(name: str) -> str:
        found = values.get(name)
        return found[0] if found else ""

    decisions, notes = from_notes("\n".join(values.get("notes", ())))
    database = one("source_database")
    if _EMBASE_SOURCE.match(database):
        database = ""  # Embase's column Source is the place of the article, and no database
    year = _whole(one("year"))
    date = one("date")
    kind = one("type")
    if not kind and database in _CNKI_KINDS:
        kind, database = database, ""
    draft = Draft(
        title=one("title"),
        title_translated=one("title_translated"),
        authors=authors(one("authors"), glued=dialect.glued, parted=dialect.parted),
        authors_translated=authors(one("authors_translated")),
        date=date if year in date else f"{date} {year}".strip(),
        year_sources=(year, date),
        journal=one("journal"),
        journal_translated=one("journal_translated"),
        volume=_whole(one("volume")),
        issue=_whole(one("issue")),
        pages=_pages(one),
        doi=one("doi"),
        doi_sources=one("url").split("&"),
        pmid=identifiers.pmid(_whole(one("pmid"))),
        issn=" ".join(_with_hyphen(value) for value in values.get("issn", ())),
        isbn=one("isbn"),
        language=one("language"),
        abstract=one("abstract"),
        abstract_translated=one("abstract_translated"),
        keywords=_keywords(values.get("keywords", [])),
        keywords_translated=_keywords(values.get("keywords_translated", [])),
        type=dialect.type or types.key(_CAMEL.sub(" ", kind)) or "article",
        publisher=one("publisher"),
        place=one("place"),
        url=next((value for value in values.get("url", ()) if "http" in value or "www." in value), ""),
        source_database=database or dialect.source_database,
        notices=tuple(values.get("notices", ())),
        notes=notes,
        decisions=decisions,
    )
    _identify(draft, one, values)
    return draft


def _identify(draft: Draft, one: Callable[[str], str], values: Mapping[str, list[str]]) -> None:
    for scheme in ("pmcid", "wos", "eid"):
        if one(scheme):
            draft.identifiers.append((scheme, one(scheme)))
    for number in identifiers.trials(f"{one('trial')} {' '.join(values.get('identifiers', ()))}"):
        draft.identifiers.append((re.split(r"[-\d]", number, maxsplit=1)[0].lower(), number))
    found = _EMBASE_SOURCE.match(draft.journal)
    if found:
        draft.journal = found.group("journal")
        draft.date = draft.date or found.group("year")
        draft.volume = draft.volume or found.group("volume").strip()
        draft.issue = draft.issue or (found.group("issue") or "")
        draft.pages = draft.pages or (found.group("pages") or "")


def _pages(one: Callable[[str], str]) -> str:
    whole = _whole(one("pages")).replace("--", "-")
    return whole or pages.span(_whole(one("start_page")), _whole(one("end_page"))) or _whole(one("article_number"))


def _whole(text: str) -> str:
    """A number that a spreadsheet made a fraction, as it was: "2013.0" is 2013."""
    return text[:-2] if text.endswith(".0") and _FLOAT.match(text) else text


def _with_hyphen(text: str) -> str:
    # Spreadsheets drop leading zeros and hyphens of an ISSN.
    digits = _whole(text)
    return digits.zfill(8) if digits.isdigit() and 6 <= len(digits) < 8 else digits


def _keywords(texts: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        if _LIST.match(text):
            found.extend(markup.plain(a or b) for a, b in _LISTED.findall(text))
        elif ";" not in text and "；" not in text and "|" not in text and text.count(",") > 1:
            found.extend(markup.plain(part) for part in _COMMA.split(text))
        else:
            found.extend(markup.keywords(text))
    return tuple(dict.fromkeys(word for each in found if (word := each.removeprefix("*").lstrip())))
