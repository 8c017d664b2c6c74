"""Writes BibTeX that bibtexparser 1 and 2, pybtex, JabRef and Zotero read alike:
one entry a record, UTF-8, escaped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from screening.formats import _custom_fields as extras
from screening.formats._bibtex_entries import RawEntry
from screening.formats._bibtex_mapping import CUSTOM, PARAGRAPH
from screening.formats._bibtex_mapping import record as read
from screening.formats._decisions import to_notes
from screening.formats._latex import encode
from screening.records.record import Record
from screening.records.text import collapse, fold

#: The entry type for a type of ours; the others are written as "article" or "misc" with an
#: `entrysubtype`.
ENTRY_TYPES = {
    "article": "article",
    "conference": "inproceedings",
    "thesis": "phdthesis",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
}

_PERIODICAL = frozenset({"review", "newspaper"})
_LETTER = re.compile("[^a-z0-9]")
_AND = re.compile(r"\band\b", re.IGNORECASE)
_GROUP = re.compile(
    r"[&/:()\d]|\b(?:of|for|the|group|team|collaboration|consortium|university|committee|organi[sz]ation)\b",
    re.IGNORECASE,
)
_LINE_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """The file in pieces, an entry each. Keys are ASCII and unique: family name in pinyin,
    year and a first word.
    """
    taken: dict[str, int] = {}
    for record in records:
        yield _entry(record, _unique(_key(record), taken)).encode("utf-8", "replace")


def _entry(record: Record, key: str) -> str:
    kind = ENTRY_TYPES.get(record.type) or ("article" if record.type in _PERIODICAL else "misc")
    # An entry without any field is dropped by bibtexparser 1.
    fields = {
        name: _LINE_CONTROLS.sub(" ", value)
        for name, value in _fields(record, kind)
        if value or name == "title"
    }
    lost = extras.lines(record, read(RawEntry(kind, key, fields, "", 0)))
    fields[CUSTOM] = PARAGRAPH.join(map(encode, lost))
    lines = [
        f"  {name} = {{{value}}}," for name, value in fields.items() if value or name == "title"
    ]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", "", ""])


def _fields(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    yield "author", _people(record.authors, cut=record.authors_incomplete)
    yield "editor", _people(record.editors)
    yield "translator", _people(record.translators)
    yield "title", encode(record.title)
    yield (
        "booktitle" if kind in ("inproceedings", "incollection") else "journal",
        encode(record.journal),
    )
    yield "year", str(record.year or "")
    if record.date and record.date != str(record.year):
        yield "issue_date", encode(record.date)
    yield "volume", encode(record.volume)
    yield "number", encode(record.issue)
    yield "pages", encode(record.pages)
    yield "doi", _verbatim(record.doi)
    yield "url", _verbatim(record.url)
    yield "pmid", record.pmid
    yield "urldate", encode(record.accessed)
    yield "issn", "; ".join(record.issn)
    yield "isbn", encode("; ".join(record.isbn))
    yield "school" if kind == "phdthesis" else "publisher", encode(record.publisher)
    yield "edition", encode(record.edition)
    yield "address", encode(record.place)
    yield "language", record.language
    yield "abstract", encode(record.abstract)
    yield "keywords", _keywords(record.keywords)
    yield "translatedtitle", encode(record.title_translated)
    yield "translatedauthor", _people(record.authors_translated)
    yield "translatedjournal", encode(record.journal_translated)
    yield "translatedabstract", encode(record.abstract_translated)
    yield "translatedkeywords", _keywords(record.keywords_translated)
    yield "entrysubtype", "" if ENTRY_TYPES.get(record.type) == kind else record.type
    yield (
        "identifiers",
        encode("; ".join(f"{scheme}:{value}" for scheme, value in record.identifiers)),
    )
    yield "source", encode(record.source_database)
    yield "notices", encode("; ".join(record.notices))
    notes = (*record.notes.split("\n"), *to_notes(record.decisions))
    yield "note", PARAGRAPH.join(encode(line) for line in notes if line)


def _verbatim(text: str) -> str:
    # DOIs and addresses are used as they are, so only what would break the entry is escaped.
    return text if not re.search(r"[{}\\]", text) else encode(text)


def _people(people: tuple[str, ...], *, cut: bool = False) -> str:
    """The names with "and" between them; "and others" where the list is cut."""
    return " and ".join(
        (*(_person(name) for name in people if name), *(("others",) if cut else ()))
    )


def _person(name: str) -> str:
    """A name as BibTeX must see it; groups stand in braces,
    so that nothing takes them for given and family name.
    """
    written = encode(name)
    comma = name.count(",")
    if (
        comma > 2
        or (comma == 0 and _GROUP.search(name))
        or _AND.search(name)
        or name.casefold() == "others"
    ):
        return f"{{{written}}}"
    return written


def _keywords(words: tuple[str, ...]) -> str:
    alone = len(words) == 1
    return "; ".join(
        f"{{{encode(w)}}}" if ";" in w or (alone and "," in w) else encode(w) for w in words
    )


def _key(record: Record) -> str:
    author = record.authors[0] if record.authors else ""
    first = _ascii(author.split(",")[0]) or "anon"
    word = next((plain for plain in map(_ascii, fold(record.title).split()) if len(plain) > 3), "")
    return f"{first[:24]}{record.year or ''}{word[:24]}"


def _ascii(text: str) -> str:
    """The text in lower-case ASCII letters and digits; Chinese as pinyin;
    "" when nothing of it can be written so.
    """
    # Its dictionary takes half a second to load, which every reader of files would pay at start.
    from pypinyin import lazy_pinyin

    latin = "".join(lazy_pinyin(collapse(text)[:40])) if not text.isascii() else text
    plain = unicodedata.normalize("NFKD", latin).casefold()
    return _LETTER.sub("", plain)


def _unique(key: str, taken: dict[str, int]) -> str:
    number = taken.get(key, 0)
    taken[key] = number + 1
    if not number:
        return key
    return _unique(f"{key}-{number + 1}", taken)
