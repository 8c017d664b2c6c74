"""The plain text of EBSCOhost ("Record: 1", then labels) and ProQuest ("Document 1 of 20",
ruled lines, labels).
"""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Problem, Source
from screening.formats._tagged import Entry, Fields, Tagged, Warnings, entries, noted, read_entries
from screening.records import identifiers, markup, names, types
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import collapse

_EBSCO = re.compile(r"^[ \t]*Record(?::[ \t]*|[ \t]+)\d{1,6}[ \t]*$", re.MULTILINE)
_PROQUEST = re.compile(r"^[ \t]*Document[ \t]+\d{1,6}[ \t]+of[ \t]+\d{1,6}[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
#: A ruled line above an entry of ProQuest; what it prints behind the last one has no number.
_RULED = re.compile(
    r"^[ \t]*_{20,}[ \t]*\n(?=(?:(?![ \t]*_{20,})[^\n]*\n)*?ProQuest document ID:)", re.MULTILINE
)
_ALIASES = {
    "title": ("Title",),
    "translated": ("Alternate Title", "Translated Title", "Title Translation"),
    "authors": ("Authors", "Author", "Author(s)"),
    "editors": ("Editor", "Editors"),
    "source": ("Source", "Publication info"),
    "journal": ("Publication title", "Journal", "Journal Title"),
    "volume": ("Volume",),
    "issue": ("Issue",),
    "pages": ("Pages", "First page"),
    "year": ("Publication year", "Year", "Publication Year"),
    "date": ("Publication date", "Date", "Publication Date"),
    "type": ("Document Type", "Document type", "Publication Type", "Source type"),
    "keywords": (
        "Subject Terms",
        "Subject",
        "Subjects",
        "Keywords",
        "Author-Supplied Keywords",
        "Identifier / keyword",
        "Major Subjects",
        "Minor Subjects",
        "MeSH subject",
        "MeSH",
        "Descriptors",
    ),
    "abstract": ("Abstract", "Abstract (English)"),
    "issn": ("ISSN", "e-ISSN", "International Standard Serial Number"),
    "isbn": ("ISBN",),
    "doi": ("DOI", "Digital Object Identifier"),
    "number": ("Accession Number", "Accession number", "ProQuest document ID"),
    "pmid": ("PMID", "PubMed ID", "MEDLINE Info"),
    "database": ("Database",),
    "language": ("Language", "Language of publication"),
    "publisher": ("Publisher", "Publisher Information"),
    "place": ("Place of publication", "Publication place"),
    "url": (
        "Persistent link to this record (Permalink)",
        "Persistent link to this record",
        "Document URL",
    ),
}
_UNREAD = (
    "Affiliations",
    "Affiliation",
    "Author Affiliations",
    "Author affiliation",
    "Author Address",
    "Classification",
    "Copyright",
    "Correspondence author",
    "Country of publication",
    "Document feature",
    "Document feature(s)",
    "Entry Date",
    "Full text",
    "Full Text Word Count",
    "Geographic Terms",
    "Grant Information",
    "Journal Subset",
    "Last updated",
    "Links",
    "Location",
    "Notes",
    "NAICS/Industry Codes",
    "Number of references",
    "People",
    "Publication subject",
    "Reviews & Products",
    "Revision Date",
    "Company / organization",
    "Credit",
    "Section",
    "Instrumentation",
    "Special Interest",
    "Cite This Item",
    "University location",
    "Degree",
    "Advisor",
    "School",
)
_FIELDS = {label.casefold(): field for field, labels in _ALIASES.items() for label in labels}
_LABELS = "|".join(
    sorted(map(re.escape, {*(each for of in _ALIASES.values() for each in of), *_UNREAD}), key=len)[
        ::-1
    ]
)
_LINE = re.compile(rf"[ \t]*({_LABELS})[ \t]*:[ \t]*(.*)$", re.IGNORECASE)
_SEVERAL = re.compile(rf"^[ \t]*(?:{_LABELS})[ \t]*:", re.MULTILINE | re.IGNORECASE)
_NONE = re.compile(r"none available\.?|not available\.?|n/a", re.IGNORECASE)
_VOLUME = re.compile(r"\bVol(?:ume)?\.?\s*(\w+)", re.IGNORECASE)
_ISSUE = re.compile(r"\bIss(?:ue)?\.?\s*([\w/-]+)", re.IGNORECASE)
_PAGES = re.compile(
    r"\bp\.?\s?([A-Za-z]?\d+(?:-[A-Za-z]?\d+)?)|\)\s*:\s*([A-Za-z]?\d+(?:-[A-Za-z]?\d+)?)"
)
_DATE = re.compile(
    r"\(([^()]*\b(?:1[5-9]|20)\d\d[^()]*)\)|\b([A-Za-z/]{0,20}(?:1[5-9]|20)\d\d)\b|(\d+/\d+/\d{4})"
)
_HOST = re.compile(r"^(.*?)(?:\.\s|\s;|;\s|,\s(?=\d|Vol)|\s+Vol\b|\s*\()")


def sniff(head: str) -> float:
    """Sure where the hosts' counting lines stand above three or more of their labels."""
    if not any(start.search(head) for start in (_EBSCO, _PROQUEST, _RULED)):
        return 0.0
    known = {found.group().strip(" \t:").casefold() for found in _SEVERAL.finditer(head)}
    return 0.9 if "title" in known and len(known) > 2 else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _start(source.text)), _build, source.leftovers)


def count(source: Source) -> int:
    """Lines that count the entries."""
    return sum(1 for _ in _start(source.text).finditer(source.text))


def _start(text: str) -> re.Pattern[str]:
    return next((start for start in (_EBSCO, _PROQUEST) if start.search(text)), _RULED)


def _values(raw: str) -> Fields:
    """Values by field, unread labels by their name;
    ProQuest's title above all labels stands under "heading".
    """
    found = Fields()
    name, parts = "heading", [""]
    for line in _RULE.split(raw.partition("\n")[2], maxsplit=1)[0].split("\n"):
        match = _LINE.match(line)
        if match:
            found.add(name, "\n".join(parts))
            label = collapse(match.group(1))
            name, parts = _FIELDS.get(label.casefold(), label), [match.group(2)]
        else:
            parts.append(line)
    found.add(name, "\n".join(parts))
    return found


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, _values(entry.raw))

    def one(name: str) -> str:
        text = markup.one_line(fields.first(name)).strip()
        return "" if _NONE.fullmatch(text) else text

    issn = " ".join(fields["issn"])
    heading = one("heading").split("http", 1)[0]
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=one("title") or heading,
        title_translated=one("translated"),
        authors=_people(fields["authors"]),
        editors=_people(fields["editors"]),
        date=one("date") or one("year"),
        year_sources=(one("year"),),
        journal=one("journal").split(";", 1)[0].strip(),
        volume=one("volume"),
        issue=one("issue"),
        pages=one("pages"),
        doi=one("doi"),
        pmid=identifiers.pmid(one("pmid")),
        issn=issn,
        isbn=" ".join(fields["isbn"]) or isbn_of(issn),
        language=one("language"),
        abstract=one("abstract"),
        keywords=_keywords(fields["keywords"]),
        type=types.key(one("type")) or "article",
        kinds=tuple(fields["type"]),
        publisher=one("publisher"),
        place=one("place"),
        url=one("url"),
        source_database=one("database"),
    )
    _place(one("source"), draft)
    draft.identifiers = [
        ("accession", number) for value in fields["number"] if (number := collapse(value))
    ]
    return draft.finish()


def _people(values: list[str]) -> tuple[str, ...]:
    return names.split_fields([line for value in values for line in value.split("\n")])


def _keywords(values: list[str]) -> tuple[str, ...]:
    words = (word.strip(" *") for value in values for word in markup.keywords(value))
    return tuple(dict.fromkeys(filter(None, words)))


def _place(text: str, draft: Draft) -> None:
    """What "Test Journal. May2020, Vol. 12 Issue 3, p100-110. 11p." tells,
    where no label of its own does.
    """
    found = _HOST.match(text)
    draft.journal = draft.journal or (found.group(1) if found else text).strip(" .;,")
    for field, pattern in (
        ("volume", _VOLUME),
        ("issue", _ISSUE),
        ("pages", _PAGES),
        ("date", _DATE),
    ):
        if not getattr(draft, field) and (match := pattern.search(text)):
            setattr(draft, field, next(filter(None, match.groups())))


FORMAT = Tagged(
    key="host_text",
    label=gettext_noop("EBSCOhost or ProQuest (text)"),
    sniff=sniff,
    read=read,
    count=count,
    original=False,
    seam=re.compile(
        r"\n(?=[ \t]*(?:Record(?::[ \t]*|[ \t]+)\d{1,6}|Document[ \t]+\d{1,6}[ \t]+of[ \t]+\d{1,6})[ \t]*\n)"
    ),
)
