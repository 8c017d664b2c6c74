"""The cells of one row of a table, brought from the many ways of databases and spreadsheets to a
draft.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from screening.formats._decisions import from_notes
from screening.formats._draft import Draft, isbn_of
from screening.formats._people import authors
from screening.records import identifiers, markup, pages, types

_FLOAT = re.compile(r"^\d+\.0$")
#: The place of an article as the Virtual Health Library writes it: "Rev. saúde pública; 54(2):
#: 1-10, 2020. tab".
_PLACE = re.compile(
    r"^(?P<journal>[^;]+?)[;.,]\s*(?P<volume>\d[\w-]*)?\s*(?:\((?P<issue>[^()]{1,20})\))?\s*:\s*"
    r"(?P<pages>[A-Za-z]?\d+(?:-\d+)?)\s*,"
)
_NULL = re.compile(r"^0(?:-0)?$")
_RETRACTED = frozenset({"true", "yes", "1", "y"})
_PLAINLY_NOT = frozenset({"false", "no", "0", "n"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Cells that say nothing, whatever their case.
EMPTY = frozenset(
    {
        "nan",
        "none",
        "null",
        "n/a",
        "[no abstract available]",
        "no abstract available",
        '""',
        "[no author name available]",
        "no author name available",
        "[no author id available]",
    }
)

#: What R writes for a value that is missing; "Na" may be a name.
MISSING = "NA"

_EMBASE_SOURCE = re.compile(
    r"^(?P<journal>.+?)\s*\((?P<year>\d{4})\)\s*(?P<volume>[\w ]*?)(?::(?P<issue>[^\s(]+))?\s*"
    r"(?:\((?P<pages>[^)]*)\)(?:\.|$)|\.)"
)
_COMMA = re.compile(r",(?![^()]*\))")
#: A comma between two letters parts keywords; one with a blank behind it may stand in a heading
#: (Diet, Western).
_UNSPACED = re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])")
_LIST = re.compile(r"^\[\s*(?:'.*'|\".*\")\s*\]$", re.DOTALL)
_LISTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")

_KINDS = (
    "期刊 特色期刊 学术辑刊 辑刊 硕士 博士 会议 中国会议 国际会议 报纸 年鉴 专利 中国专利 海外专利 标准 国家标准 "
    "行业标准 成果 科技成果 图书"
)
#: What the list of hits on CNKI's pages, copied into a table, has in its column 数据库: the kind of
#: document.
_CNKI_KINDS = frozenset(_KINDS.split())


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is known of the tables of one tool beyond their column names."""

    source_database: str = ""
    type: str = ""
    #: Keywords are parted by commas, however few they are.
    commas: bool = False
    glued: bool = False
    parted: bool = False
    finish: Callable[[Draft, Mapping[str, str]], None] | None = None
    #: Whether `finish` takes a column of this plain name, though no field is meant by it.
    reads: Callable[[str], bool] | None = None
    #: Whether a row of these cells is a second line of the header.
    heads: Callable[[Sequence[str]], bool] | None = None


def draft_of(values: Mapping[str, list[str]], dialect: Dialect) -> Draft:
    """A draft from the texts of each field, best column first."""

    def one(name: str) -> str:
        found = values.get(name)
        return found[0] if found else ""

    draft = _draft(values, one, dialect)
    _identify(draft, one, values)
    return draft


def _draft(values: Mapping[str, list[str]], one: Callable[[str], str], dialect: Dialect) -> Draft:
    decisions, notes = from_notes("\n".join(values.get("notes", ())))
    year = _whole(one("year"))
    date = one("date")
    kind, database = _kind_and_database(one("type"), values.get("source_database", ()))
    issn, isbn = _issn_and_isbn(values.get("issn", ()), one("isbn"))
    return Draft(
        title=one("title"),
        title_translated=one("title_translated"),
        authors=authors(one("authors"), glued=dialect.glued, parted=dialect.parted),
        authors_translated=authors(one("authors_translated")),
        editors=authors(one("editors")),
        translators=authors(one("translators")),
        edition=one("edition"),
        accessed=one("accessed"),
        date=date if year in date else f"{date} {year}".strip(),
        year_sources=(year, date),
        journal=next((text for text in values.get("journal", ()) if "://" not in text), ""),
        journal_translated=one("journal_translated"),
        volume=_counted(one("volume")),
        issue=_counted(one("issue")),
        pages=_pages(one),
        doi=one("doi"),
        doi_sources=one("url").split("&"),
        pmid=_pmid(values),
        issn=issn,
        isbn=isbn,
        language=one("language"),
        abstract=one("abstract"),
        abstract_translated=one("abstract_translated"),
        keywords=_keywords(values.get("keywords", []), parted=dialect.commas),
        keywords_translated=_keywords(values.get("keywords_translated", [])),
        type=dialect.type or types.key(_CAMEL.sub(" ", kind)) or "article",
        kinds=(kind,),
        publisher=one("publisher"),
        place=one("place"),
        url=_address(values),
        source_database=database or dialect.source_database,
        notices=tuple(notice for text in values.get("notices", ()) if (notice := _notice(text))),
        notes=notes,
        decisions=decisions,
    )


def _pmid(values: Mapping[str, list[str]]) -> str:
    numbers = (identifiers.pmid(_whole(text)) for text in values.get("pmid", ()))
    return next(filter(None, numbers), "")


def _address(values: Mapping[str, list[str]]) -> str:
    texts = (*values.get("url", ()), *values.get("journal", ()))
    return next(filter(_is_address, texts), "")


def _kind_and_database(kind: str, sources: Sequence[str]) -> tuple[str, str]:
    """A column Source may be the place of the article, and no database;
    in tables of CNKI it is the kind.
    """
    database = next((text for text in sources if not _is_place(text)), "")
    return (database, "") if not kind and database in _CNKI_KINDS else (kind, database)


def _identify(draft: Draft, one: Callable[[str], str], values: Mapping[str, list[str]]) -> None:
    for scheme in ("pmcid", "wos", "eid"):
        if one(scheme):
            draft.identifiers.append((scheme, one(scheme)))
    for text in (*values.get("central", ()), *values.get("embase", ())):
        draft.identifiers += identifiers.accessions(_whole(text))
    for text in values.get("number", ()):
        known = identifiers.accessions(_whole(text)) or identifiers.registrations(text)
        draft.identifiers += known or ([] if "://" in text else [("accession", _whole(text))])
    for text in values.get("embase", ()):
        if text.isdigit():
            draft.identifiers.append(("embase", f"L{text}"))
    if not draft.pmid:
        draft.pmid = identifiers.crossed_pmid(
            " ".join((*values.get("pmid", ()), *values.get("number", ())))
        )
    given = " ".join(
        (*values.get("trial", ()), *values.get("identifiers", ()), *values.get("number", ()))
    )
    draft.identifiers += identifiers.registrations(given)
    texts = (draft.journal, *values.get("source_database", ()))
    for found in filter(None, map(_EMBASE_SOURCE.match, texts)):
        draft.journal = (
            found.group("journal")
            if found.string == draft.journal or not draft.journal
            else draft.journal
        )
        draft.date = draft.date or found.group("year")
        draft.volume = draft.volume or found.group("volume").strip()
        draft.issue = draft.issue or (found.group("issue") or "")
        draft.pages = draft.pages or (found.group("pages") or "")
    for place in filter(None, map(_PLACE.match, texts)):
        if place.string == draft.journal or not draft.journal:
            draft.journal = place.group("journal")
        draft.volume = draft.volume or (place.group("volume") or "")
        draft.issue = draft.issue or (place.group("issue") or "")
        draft.pages = draft.pages or place.group("pages")


def _is_place(text: str) -> bool:
    return bool(_EMBASE_SOURCE.match(text) or _PLACE.match(text))


def _pages(one: Callable[[str], str]) -> str:
    whole = _counted(one("pages")).replace("--", "-")
    found = whole or pages.span(_counted(one("start_page")), _counted(one("end_page")))
    return found or _whole(one("article_number"))


def _counted(text: str) -> str:
    """A volume, issue or page; "" for the 0 that programs write where they know none."""
    number = _whole(text)
    return "" if _NULL.match(number) else number


def _notice(text: str) -> str:
    """What is to be said of the record; a column that only says yes says that it is retracted."""
    word = text.strip().casefold()
    return "Retracted" if word in _RETRACTED else "" if word in _PLAINLY_NOT else text


def _whole(text: str) -> str:
    """A number that a spreadsheet made a fraction, as it was: "2013.0" is 2013."""
    return text[:-2] if text.endswith(".0") and _FLOAT.match(text) else text


def _is_address(text: str) -> bool:
    return "http" in text or "www." in text


def _issn_and_isbn(issns: Sequence[str], isbn: str) -> tuple[str, str]:
    """The ISSNs and the ISBNs of two columns, of which each may hold the other kind too."""
    misplaced = identifiers.issns(isbn) if isbn and not isbn_of(isbn) else ()
    issn = " ".join(map(_with_hyphen, (*issns, *misplaced)))
    return issn, isbn_of(" ".join(issns)) if misplaced or not isbn else isbn


def _with_hyphen(text: str) -> str:
    # Spreadsheets drop leading zeros and hyphens of an ISSN.
    digits = _whole(text)
    return digits.zfill(8) if digits.isdigit() and 6 <= len(digits) < 8 else digits


def _keywords(texts: Sequence[str], *, parted: bool = False) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        if _LIST.match(text):
            found.extend(markup.plain(a or b) for a, b in _LISTED.findall(text))
        elif (
            ";" not in text
            and "；" not in text
            and "|" not in text
            and (text.count(",") > 1 or ("," in text and (parted or _UNSPACED.search(text))))
        ):
            found.extend(markup.plain(part) for part in _COMMA.split(text))
        else:
            found.extend(markup.keywords(text))
    return tuple(dict.fromkeys(word for each in found if (word := each.removeprefix("*").lstrip())))
