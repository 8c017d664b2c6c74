"""Record to Prepared: everything a comparison needs, worked out once and kept beside the record."""

import re
from collections.abc import Hashable
from functools import lru_cache

from screening.dedupe.citations import Citation, read_citation
from screening.dedupe.editions import read_editions
from screening.dedupe.features import Prepared
from screening.dedupe.journals import read_journal
from screening.dedupe.meetings import read_meeting
from screening.dedupe.names import MOST, is_body, person, split_authors
from screening.dedupe.pagination import Place, place
from screening.dedupe.publication_kinds import read_kind, said_elsewhere
from screening.dedupe.scripts import (
    CHINESE,
    CYRILLIC,
    FOREIGN,
    GREEK,
    JAPANESE,
    KOREAN,
    LATIN,
    VIETNAMESE,
    evened_out,
    in_latin_letters,
    language_of,
    latin_language,
    script_of,
    sounds,
    split_name,
)
from screening.dedupe.titles import Titles, read_titles, repair
from screening.records.identifiers import doi, trials
from screening.records.record import Record
from screening.records.text import HAN, fold, has_han, simplified_table

#: Characters of the abstract that are looked at.
ABSTRACT = 400

_DOI_TAIL = re.compile(
    r"/(?:full|abstract|pdf|epdf|meta|fulltext)$|\.pdf$|(?<=elife\.\d{5})\.00\d$"
)
_VERSION = re.compile(r"^(10\.\d+/.*?)[./]?((?:pub|v)\d+)$")
_PMID_ADDRESS = re.compile(
    r"(?:pubmed[./](?:ncbi\.nlm\.nih\.gov/)?|/m/pubmed/|pmid:?\s?)(\d{1,8})(?!\d)"
)
_NOT_HAN = re.compile(f"[^{HAN}]+")
_COCHRANE = re.compile(r"(?i)(?:CD|MR)\d{6}")
_LABEL = re.compile(
    r"(?i)^\W*(?:background and (?:purpose|aims?|objectives?)|background|objectives?|aims?|purpose|"
    r"introduction|context|summary|abstract|importance|rationale|目的|背景|摘要|【目的】)\s*[:：/.\]】]?\s*"
)
#: What a text holds that names a registration: looked for first, because it costs less than the
#: pattern.
_REGISTERS = (
    "NCT",
    "nct0",
    "ISRCTN",
    "CTR",
    "UMIN",
    "IRCT",
    "jRCT",
    "KCT0",
    "DRKS",
    "NTR",
    "RBR-",
    "RPCEC",
    "Japic",
    "PER-",
    "CTIS",
)
_STORED_DOI_OF_THE_DATABASE = ("10.1002/central/",)


def prepare(record: Record, id: Hashable, source: str = "") -> Prepared:
    """The record in comparable form. `id` is the caller's own name for it, handed back as it is.

    `source` names the file it came from; without it, the database that it names.
    """
    titles = read_titles(record.title, record.title_translated)
    cited = read_citation(record.journal)
    journal, venue, known = read_journal(cited.journal, record.journal_translated)
    script = _script(record, titles.script)
    surnames, initials, people, heard = _people(record, script)
    found_doi, version = _doi(record)
    kind = read_kind(record, found_doi, journal)
    where = _where(record, cited, journal, kind, found_doi)
    return Prepared(
        id=id,
        latin=titles.latin,
        han=titles.han,
        keys=_keys(titles),
        other=titles.other,
        spelt_out=titles.spelt_out,
        script=script,
        tongue=_tongue(record, script),
        sounds=heard,
        numbers=titles.numbers,
        marks=titles.marks | said_elsewhere(record, journal),
        surnames=surnames,
        initials=initials,
        people=people,
        year=record.year,
        journal=journal,
        venue=venue,
        issns=frozenset(record.issn) | known,
        volume=where.volume,
        issue=where.issue,
        first=where.first,
        last=where.last,
        dated=where.dated,
        doi=found_doi,
        version=version,
        pmid=_pmid(record),
        trials=_trials(record),
        abstract=fold_abstract(record.abstract),
        kind=kind,
        language=record.language,
        source=source or record.source_database,
        editions=_editions(record),
        meeting=read_meeting(record.journal),
        corporate=bool(record.authors) and is_body(record.authors[0]),
    )


def _keys(titles: Titles) -> tuple[str, ...]:
    whole = titles.latin + titles.han + titles.other + titles.spelt_out
    return tuple(title.replace(" ", "") for title in whole)


def _editions(record: Record) -> frozenset[str]:
    beginning = record.abstract[:ABSTRACT]
    return read_editions(record.title, record.journal, record.volume, beginning)


def _where(record: Record, cited: Citation, journal: str, kind: str, found_doi: str) -> Place:
    """The place of the report; a Cochrane review stands under its number, wherever it was printed.

    An entry of a register has none: what its fields hold is the number of the trial.
    """
    if kind in ("cochrane", "registration"):
        return Place("", "", _cochrane_number(record, found_doi) if kind == "cochrane" else "", "")
    where = read_place(record, cited)
    if where.issue.isdigit() and "suppl" in journal and not where.first.startswith("s"):
        return where._replace(
            issue=f"s{where.issue}"
        )  # a journal of supplements: the same is "S2" of its parent
    return where


def read_place(record: Record, cited: Citation) -> Place:
    """The place that the fields give; what they leave out comes from the field of the journal."""
    where = place(record.volume, record.issue, record.pages, record.year)
    if not cited.volume:
        return where
    other = place(cited.volume, cited.issue, cited.pages, record.year)
    # The journal field cites another volume than the record's own: it speaks of a reprint, or of
    # the host.
    if where.volume and where.volume != other.volume:
        return where
    # A spreadsheet has made a date of the pages; the citation still has them as they were.
    pages = where if where.first and not (where.dated and other.first) else other
    return Place(
        where.volume or other.volume,
        where.issue or other.issue,
        pages.first,
        pages.last,
        pages.dated,
    )


def fold_abstract(text: str) -> str:
    """The folded beginning of an abstract without its first label."""
    head = text[:ABSTRACT]
    # Less than that is "No abstract" in one of its forms.
    if len(head) < 40:
        return ""
    if not head.isascii():
        head = repair(head)
    head = _LABEL.sub("", head)
    return fold(head)


def _script(record: Record, script: str) -> str:
    """That of the titles; where they are in Han characters alone,
    another field or the language may say Japanese.
    """
    # A title of Han characters alone may be either; kana in another field give Japanese away.
    if script == CHINESE:
        if record.language[:2].lower() in ("ja", "jp"):
            return JAPANESE
        if JAPANESE in (script_of(record.journal), script_of(record.abstract[:ABSTRACT])):
            return JAPANESE
    # Where the language cannot be told, English is by far the likeliest.
    if script == LATIN and latin_language(record.title) not in ("English", ""):
        return FOREIGN
    return script


def _tongue(record: Record, script: str) -> str:
    if script == LATIN:
        return "English"
    return language_of(
        script, record.title if record.title.isascii() else record.title + record.abstract[:60]
    )


_Names = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[frozenset[str], ...]]


def _people(record: Record, script: str) -> _Names:
    """Surnames, initials, names in Han characters, and what names in other scripts are heard by."""
    names = record.authors or record.authors_translated
    # All authors in one field, as some tables have them.
    if len(names) == 1:
        names = split_authors(names[0])
    names = tuple(n if n.isascii() else repair(n) for n in names)
    heard: tuple[frozenset[str], ...] = ()
    if script not in (LATIN, CHINESE, FOREIGN):
        written = [(name, script if not name.isascii() else LATIN) for name in names[:MOST]]
        if any(one != LATIN for _, one in written):
            written = [(evened_out(name.replace("،", ","), one), one) for name, one in written]
            heard = tuple(sounds(name, one) for name, one in written)
            names = tuple(_spelt(name, one) for name, one in written)
    found = [p for p in map(_person, names[:MOST]) if p[0]]
    han = tuple(
        _NOT_HAN.sub("", n).translate(simplified_table())
        for n in names[:MOST]
        if not n.isascii() and has_han(n)
    )
    return tuple(p[0] for p in found), tuple(p[1] for p in found), han, heard


def _spelt(name: str, script: str) -> str:
    """A name in Latin letters, its surname before a comma where the script writes it first."""
    if script == LATIN or "," in name or script in (CYRILLIC, GREEK, VIETNAMESE):
        return in_latin_letters(name, script)
    parts = split_name(name, script) or ("",)
    family, given = (
        (parts[0], parts[1:]) if script in (KOREAN, JAPANESE) else (parts[-1], parts[:-1])
    )
    return f"{family}, {' '.join(given)}"


@lru_cache(maxsize=200_000)
def _person(name: str) -> tuple[str, str]:
    return person(name)


def _doi(record: Record) -> tuple[str, str]:
    value = doi(record.doi) if record.doi else ""
    if not value and "10." in record.url and "doi" in record.url:
        value = doi(record.url)
    # These are DOIs of entries in CENTRAL: one article has several, and none is its own.
    if not value or value.startswith(_STORED_DOI_OF_THE_DATABASE):
        return "", ""
    value = _DOI_TAIL.sub("", value)
    versioned = _VERSION.match(value)
    # What looks like a version is often the end of a plain DOI: "v2" counts only behind a suffix.
    if versioned and (versioned.group(2).startswith("pub") or "/" in versioned.group(1)):
        return versioned.group(1), versioned.group(2)
    return value, ""


def _cochrane_number(record: Record, found_doi: str) -> str:
    found = _COCHRANE.search(f"{found_doi} {record.pages} {record.issue}")
    return found.group().lower() if found else ""


def _pmid(record: Record) -> str:
    if record.pmid:
        digits = "".join(c for c in record.pmid if c.isdigit()).lstrip("0")
        return digits if len(digits) <= 8 else ""
    if "pubmed" in record.url:
        found = _PMID_ADDRESS.search(record.url)
        return found.group(1) if found else ""
    return ""


def _trials(record: Record) -> tuple[str, ...]:
    named = [
        value
        for scheme, value in record.identifiers
        if scheme in ("nct", "chictr", "isrctn", "trial")
    ]
    texts = (
        record.title,
        record.abstract,
        record.url,
        record.journal,
        record.pages,
        record.issue,
        record.volume,
    )
    together = "\n".join(texts)
    for register in _REGISTERS:
        if register in together:
            named.extend(n for text in texts if register in text for n in trials(text))
    return tuple(sorted({n.upper() for n in named})) if named else ()
