"""What the fields of a BibTeX or BibLaTeX entry mean: from an entry to a record."""

import re
from collections.abc import Iterator, Mapping

from screening.formats import _custom_fields as extras
from screening.formats._bibtex_entries import RawEntry
from screening.formats._decisions import from_notes
from screening.formats._draft import Draft
from screening.formats._latex import decode
from screening.formats._leftovers import Leftovers
from screening.records import identifiers, markup, names, pages, types
from screening.records.record import TYPES as RECORD_TYPES
from screening.records.record import Record
from screening.records.text import collapse, has_han

#: Our type for each entry type; any other is "other".
TYPES = {
    "article": "article", "review": "review", "inproceedings": "conference", "conference": "conference",
    "proceedings": "conference", "book": "book", "mvbook": "book", "booklet": "book", "collection": "book",
    "periodical": "other", "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report", "manual": "report", "patent": "patent", "standard": "standard",
    "online": "web", "electronic": "web", "www": "web", "dataset": "dataset", "unpublished": "preprint",
    "preprint": "preprint", "newspaper": "newspaper",
}  # fmt: skip

INHERITED = (
    "year",
    "date",
    "month",
    "publisher",
    "booktitle",
    "isbn",
    "issn",
    "volume",
    "address",
    "location",
)
CUSTOM = "reviewapp"
#: The field for what BibTeX has no field for, written and read by `_extras`.
_STRUCTURE = frozenset({CUSTOM, "crossref", "xdata"})

#: What parts the lines of a note, where lines mean something: a command would be read as text by
#: others.
PARAGRAPH = "\n\n"

_LINE_END = re.compile(r"\\newline(?:\{\})? ?|\n[ \t]*\n\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BRACE = re.compile(r"(?<!\\)[{}]")
_CITED = re.compile(r"cited by:? \d+.*", re.IGNORECASE | re.DOTALL)
_PMID = re.compile(r"\[?(?:PMID|PubMed):?\s*(\d{1,9})\]?")
_LINK = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_WOS = re.compile(r"WOS:[A-Z]?\d+", re.IGNORECASE)
_EID = re.compile(r"2-s2\.0-\d+")


class Fields:
    """The fields of an entry and, where it lacks one, those of the entry it names in `crossref`."""

    def __init__(self, own: Mapping[str, str], parent: Mapping[str, str] | None = None) -> None:
        self.own = own
        self.taken: set[str] = set()
        self.parent = (
            {name: parent[name] for name in INHERITED if parent.get(name)} if parent else {}
        )
        if parent and "booktitle" not in self.parent and parent.get("title"):
            self.parent["booktitle"] = parent["title"]

    def raw(self, *wanted: str) -> str:
        """The first of these fields that says anything, as it stands in the file; "" if none does."""
        own = self.own
        for name in wanted:
            if name in own and (text := own[name]) and not text.isspace():
                self.taken.add(name)
                return text
        if self.parent:
            for name in wanted:
                if name in self.parent:
                    return self.parent[name]
        return ""

    def left(self) -> Iterator[tuple[str, str]]:
        """(name, value) of every field of the entry itself that nobody has asked for,
        unless another says the same.
        """
        names = self.own.keys() - self.taken - _STRUCTURE
        if names:
            held = {self.own[name] for name in self.taken}
            yield from (
                (name, text)
                for name, text in self.own.items()
                if name in names and text not in held
            )

    def text(self, *wanted: str) -> str:
        """The first of these fields that says anything, as plain text; "" if none does."""
        text = self.raw(*wanted)
        return markup.plain(decode(text)) if text else ""


def record(
    entry: RawEntry, parent: Mapping[str, str] | None = None, leftovers: Leftovers | None = None
) -> Record:
    """The entry as a record; `parent` are the fields of the entry it inherits from."""
    fields = Fields(entry.fields, parent)
    # An entry such as @set may say next to nothing; it was found, so it stays, to be judged by a
    # person.
    found = _draft(entry, fields).record()
    if leftovers is not None:
        leftovers.judge(((name, decode(text)) for name, text in fields.left()), entry.line)
    return _with_custom(found, fields, entry)


def _draft(entry: RawEntry, fields: Fields) -> Draft:
    decisions, note = from_notes(_note(fields.raw("note", "annote", "annotation")))
    address = _LINK.sub(r"\1", fields.raw("url", "link", "howpublished"))
    return Draft(
        raw=entry.raw,
        line=entry.line,
        title=_joined_title(fields),
        title_translated=fields.text("translatedtitle", "titletranslated", "title_translated"),
        authors=authors(fields.raw("author", "authors")),
        editors=authors(fields.raw("editor")),
        translators=authors(fields.raw("translator")),
        authors_translated=authors(fields.raw("translatedauthor")),
        date=_date(fields),
        year_sources=(fields.text("year"), fields.text("date")),
        journal=fields.text("journal", "journaltitle", "booktitle", "fjournal"),
        journal_translated=fields.text("translatedjournal"),
        volume=fields.text("volume"),
        issue=fields.text("number", "issue"),
        pages=_pages(fields),
        doi=decode(fields.raw("doi")),
        doi_sources=(decode(address), decode(fields.raw("eprint")), fields.raw("ee")),
        pmid=_pmid(entry, fields, note),
        issn=f"{fields.raw('issn', 'sn')} {fields.raw('eissn')}",
        isbn=fields.text("isbn"),
        identifiers=_identifiers(fields),
        language=fields.text("language", "langid"),
        abstract=decode(fields.raw("abstract")),
        abstract_translated=decode(fields.raw("translatedabstract")),
        keywords=_keywords(fields),
        keywords_translated=keywords(fields.raw("translatedkeywords")),
        type=_type(entry.type, fields),
        kinds=(fields.text("document_type", "document-type", "type"), fields.text("entrysubtype")),
        edition=fields.text("edition"),
        publisher=fields.text("publisher", "school", "institution", "organization"),
        place=fields.text("address", "location", "place"),
        url=decode(address),
        accessed=fields.text("urldate"),
        source_database=_source(fields),
        notices=tuple(part for part in fields.text("notices").split("; ") if part),
        notes="" if _CITED.fullmatch(note) or _PMID.fullmatch(note) else note,
        decisions=decisions,
    )


def _with_custom(found: Record, fields: Fields, entry: RawEntry) -> Record:
    """The record with what our own lines say for fields that BibTeX has no name for."""
    told = fields.own.get(CUSTOM)
    if not told:
        return found
    return extras.merged(found, map(decode, _LINE_END.split(told)), entry.raw, entry.line) or found


def _note(text: str) -> str:
    lines = (markup.plain(decode(line)) for line in _LINE_END.split(text))
    return "\n".join(line for line in lines if line)


def _joined_title(fields: Fields) -> str:
    title, subtitle = fields.text("title", "maintitle"), fields.text("subtitle")
    return (
        f"{title}: {subtitle}"
        if subtitle and title and subtitle.casefold() not in title.casefold()
        else title
    )


def _date(fields: Fields) -> str:
    given = fields.text("date", "issue_date")
    if given:
        return given
    year, month = fields.text("year"), fields.text("month")
    return f"{year} {month}".strip() if year else ""


def _pages(fields: Fields) -> str:
    given = fields.raw("pages")
    if given:
        return pages.tidy(decode(given.replace("--", "-")).replace("–", "-"))
    return fields.text("article-number", "art_number", "articleno", "eid")


def _pmid(entry: RawEntry, fields: Fields, note: str) -> str:
    number = identifiers.pmid(fields.text("pmid", "pubmed_id", "pubmedid"))
    if number:
        return number
    found = _PMID.search(entry.key) or _PMID.search(note)
    return identifiers.pmid(found.group(1)) if found else ""


def _identifiers(fields: Fields) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    pmcid = fields.text("pmcid", "pmc")
    if pmcid:
        found.append(("pmcid", pmcid))
    wos = _WOS.search(fields.raw("unique-id", "wos", "ut"))
    if wos:
        found.append(("wos", wos.group().upper()))
    if fields.text("eprinttype", "archiveprefix").casefold() == "arxiv":
        found.append(("arxiv", fields.text("eprint")))
    for part in fields.text("identifiers").split("; "):
        scheme, colon, value = part.partition(":")
        if colon and value:
            found.append((scheme, value))
    eid = _EID.search(fields.raw("url")) if "scopus.com" in fields.raw("url") else None
    if eid and "eid" not in dict(found):
        found.append(("eid", eid.group()))
    return found


def _source(fields: Fields) -> str:
    given = fields.text("source", "database", "db", "databaseprovider", "source_database")
    if given:
        return given
    return "Web of Science" if _WOS.search(fields.raw("unique-id")) else ""


def _type(kind: str, fields: Fields) -> str:
    subtype = fields.raw("entrysubtype")
    if subtype:
        return (
            subtype if subtype in RECORD_TYPES else types.key(subtype) or TYPES.get(kind, "other")
        )
    known = TYPES.get(kind, "other")
    if known in ("article", "other"):
        return types.key(fields.text("document_type", "document-type", "type")) or known
    return known


def authors(text: str) -> tuple[str, ...]:
    """The names of an author field, split at "and" outside braces;
    "{World Health Organization}" stays one name.
    """
    found: list[str] = []
    parts = [part.strip() for part in _split(text, _AND)] if text else []
    if len(parts) > 1 and has_han(text) and "{" not in text and all("," in part for part in parts):
        return names.split_fields([markup.plain(decode(part)) for part in parts])
    for part in parts:
        if part[:1] == "{" and part[-1:] == "}" and _depth_closes_last(part):
            name = collapse(decode(part))
            found.extend([name] if name else [])
        else:
            found.extend(_people(markup.plain(decode(part))))
    return tuple(found)


def _people(text: str) -> tuple[str, ...]:
    """The name, or several where a converter left "张三;李四" in one author."""
    if not text.isascii() or ";" in text:
        return names.split_authors(text)
    family, comma, given = text.strip(" ,").partition(",")
    name = f"{family.rstrip()}, {given.lstrip()}" if comma and given.strip() else family
    if name.casefold() in ("others", "et al.", "et al"):
        return (names.OTHERS,)
    return (name,) if name else ()


def _depth_closes_last(text: str) -> bool:
    depth = 0
    for found in _BRACE.finditer(text):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.start() == len(text) - 1
    return False


def keywords(text: str) -> tuple[str, ...]:
    """The keywords of a field: split at ";" or, when it has none, at ",";
    what stands in braces is not split.
    """
    if not text:
        return ()
    parts = _split(text, re.compile("[;；]"))
    if len(parts) == 1:
        parts = _split(text, re.compile("[,，]"))
    cleaned = [markup.plain(decode(part)) for part in parts]
    return tuple(dict.fromkeys(part for part in cleaned if part))


def _keywords(fields: Fields) -> tuple[str, ...]:
    """The authors' words before those of the database: Scopus writes both."""
    own, given = fields.raw("author_keywords", "author-keywords"), fields.raw("keywords", "keyword")
    return tuple(dict.fromkeys((*keywords(own), *keywords(given))))


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The text cut at each separator that stands outside braces."""
    cuts = list(separator.finditer(text))
    if not cuts or "{" not in text:
        return separator.split(text)
    depth, place, start, parts = 0, 0, 0, []
    for cut in cuts:
        for found in _BRACE.finditer(text, place, cut.start()):
            depth += 1 if found.group() == "{" else -1
        place = cut.start()
        if depth <= 0:
            parts.append(text[start : cut.start()])
            start = cut.end()
    return [*parts, text[start:]]
