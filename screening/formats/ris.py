"""RIS in all its dialects: Scopus, Web of Science, Embase, Ovid, Cochrane, EBSCO, ProQuest,
EndNote, Rayyan, …
"""

import re
from collections.abc import Iterable, Iterator

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats._decisions import to_notes
from screening.formats._format import Problem, Source
from screening.formats._ris_entries import RisEntry, Stray, split
from screening.formats._ris_mapping import ACCESSIONS, record_of
from screening.formats._tagged import Tagged, broken, nothing_in
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

_LINE = re.compile(r"^[A-Z][A-Z0-9] {0,2}-(?: |$)", re.MULTILINE)
_START = re.compile(r"^[ \t]*TY(?: {0,2}|\t)-[ \t]*[A-Z]", re.MULTILINE)
# A leading "\n" lets the search jump from line to line; "^" would look at every character.
_ENTRY = re.compile(r"\n(?:[ \t]*(TY)(?: {0,2}|\t)-[ \t]*\S|ER(?: {0,2}|\t)-[ \t]*(?=\n|\Z))")
_SMALL = re.compile(r"^[ \t]*ty {0,2}-[ \t]*[A-Za-z]", re.MULTILINE)
_SMALL_TAG = re.compile(r"^[ \t]*[a-z][a-z0-9](?= {0,2}-(?: |$))", re.MULTILINE)
_ODD_MARKS = tuple(f"TY{gap}" for gap in ("\u00a0", " \u00a0", "  –", "  —", " –", " —"))
_ODD_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9])[ \u00a0]{0,2}[-–—](?:[ \u00a0]|$)", re.MULTILINE)
_TITLED = re.compile(r"\n(?:TI|T1|CT|BT) {0,2}-")
_SEAM = re.compile(r"^[Ee][Rr] {0,2}-[ \t]*\n", re.MULTILINE)
_CODES = {
    "article": "JOUR",
    "review": "JOUR",
    "preprint": "UNPB",
    "conference": "CPAPER",
    "thesis": "THES",
    "book": "BOOK",
    "chapter": "CHAP",
    "newspaper": "NEWS",
    "report": "RPRT",
    "patent": "PAT",
    "standard": "STAND",
    "trial": "GEN",
    "dataset": "DATA",
    "web": "ELEC",
}
_KINDS = {"review": "Review", "trial": "Clinical trial registration", "preprint": "Preprint"}


def sniff(head: str) -> float:
    """Sure where TY lines are; tags with ER lines but no TY may be RIS with its head cut off."""
    if _START.search(head) or _SMALL.search(head) or any(mark in head for mark in _ODD_MARKS):
        return 0.95
    tags = len(_LINE.findall(head))
    return 0.5 if tags >= 3 and re.search(r"^ER {0,2}-", head, re.MULTILINE) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems: entries without an end mark,
    entries that hold nothing, text between.
    """
    for entry in split(_usual(source.text)):
        if isinstance(entry, Stray):
            yield _outside(entry)
            continue
        try:
            record = record_of(entry)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            yield broken(entry.raw, entry.line, error)
            continue
        if record is None:
            yield nothing_in(entry.raw, entry.line)
            continue
        source.leftovers.judge(entry.fields.left(), record.line)
        yield record
        if not entry.closed:
            yield _unclosed(entry)
        if len(entry.fields.peek("TY")) > 1:
            text = gettext_noop("This entry names two types (%(types)s); the last one was taken.")
            kinds = ", ".join(value.strip() for value in entry.fields.peek("TY"))
            yield Problem(Message(text, {"types": kinds}), entry.line, entry.raw)


def _usual(text: str) -> str:
    """The text with its tags in the usual form: in capitals where a program wrote all of them in
    small letters, with blanks and hyphens where a word processor or a web page made others of them.
    """
    if any(mark in text for mark in _ODD_MARKS):
        return _ODD_TAG.sub(r"\1  - ", text)
    if _START.search(text) or not _SMALL.search(text):
        return text
    return _SMALL_TAG.sub(lambda found: found.group().upper(), text)


def _outside(stray: Stray) -> Problem:
    text = gettext_noop("Text outside the records was not read (lines: %(count)s): “%(first)s”")
    if stray.tags:
        text = gettext_noop(
            "Fields outside the records belong to none of them and were not read: “%(first)s”"
        )
    first = stray.text.partition("\n")[0][:80]
    return Problem(
        Message(text, {"first": first, "count": stray.lines}), stray.line, stray.text[:2000]
    )


def _unclosed(entry: RisEntry) -> Problem:
    text = gettext_noop(
        "This entry has no end mark (ER) before the next one begins; it was read as it is."
    )
    if entry.last:
        text = gettext_noop(
            "The last entry has no end mark (ER): the file may have been cut off. Compare the number of records with "
            "the number of hits, and export again if some are missing."
        )
    return Problem(Message(text), entry.line, entry.raw)


def count(source: Source) -> int:
    """TY lines, two in a row and one in the midst of an entry as one, and titles before ER lines
    that no TY line precedes.
    """
    entries = behind = 0
    open_entry = False
    text = "\n" + _usual(source.text)
    for found in _ENTRY.finditer(text):
        starts = bool(found.group(1))
        if starts:
            parted = text[found.start() - 1 : found.start()] == "\n"
            entries += not open_entry or (
                "\n" in text[behind : found.start()] and (parted or _two(text, behind, found))
            )
            lost = not open_entry and parted and text[behind : found.start()].strip()
            entries += bool(lost and _two(text, behind, found))
        elif not open_entry:
            entries += _LINE.search(text, behind, found.start()) is not None
        open_entry, behind = starts, found.end()
    return entries


def _two(text: str, behind: int, found: re.Match[str]) -> bool:
    """Whether a title stands both before and behind a line TY, each up to the next TY or ER."""
    following = _ENTRY.search(text, found.end())
    end = following.start() if following else len(text)
    return bool(
        _TITLED.search(text, behind, found.start()) and _TITLED.search(text, found.end(), end)
    )


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A RIS file in UTF-8 with CRLF, one record after the other."""
    for record in records:
        lines = list(_lines(record))
        again = record_of(
            next(each for each in split("\n".join(lines)) if isinstance(each, RisEntry))
        )
        custom = [f"U5  - {line}" for line in extras.lines(record, again)]
        yield ("\r\n".join([*lines, *custom, "ER  - ", ""]) + "\r\n").encode("utf-8", "replace")


def _lines(record: Record) -> Iterator[str]:
    yield f"TY  - {_CODES.get(record.type, 'GEN')}"
    first, dash, last = record.pages.partition("-")
    single = not dash or "-" in last or not first or not last
    values: tuple[tuple[str, Iterable[str]], ...] = (
        ("TI", (record.title,)),
        ("TT", (record.title_translated,)),
        ("AU", entering.people(record.authors)),
        ("TA", entering.people(record.authors_translated)),
        # In EndNote and Zotero the second person of a book is the editor of its series.
        ("A3" if record.type == "book" else "A2", entering.people(record.editors)),
        ("A4", entering.people(record.translators)),
        ("PY", (entering.year(record),)),
        ("DA", (entering.numbered(record),)),
        ("T2", (record.journal,)),
        ("VL", (record.volume,)),
        ("IS", (record.issue,)),
        ("SP", (record.pages if single else first,)),
        ("EP", ("" if single else last,)),
        ("SN", (", ".join((*record.issn, *record.isbn)),)),
        ("DO", (record.doi,)),
        # EndNote has one accession number. M2, which Zotero takes for "Extra", is EndNote's start
        # page.
        ("AN", (record.pmid or entering.number(record, *ACCESSIONS),)),
        ("LB", (value for scheme, value in record.identifiers if scheme == entering.LABEL)),
        ("M3", (_KINDS.get(record.type, ""),)),
        ("LA", (record.language,)),
        ("AB", (record.abstract,)),
        ("KW", record.keywords),
        ("ET", (record.edition,)),
        ("PB", (record.publisher,)),
        ("CY", (record.place,)),
        ("UR", (record.url,)),
        ("Y2", (entering.slashed(record.accessed),)),
        ("DB", (record.source_database,)),
        ("N1", (*record.notes.split("\n"), *to_notes(record.decisions))),
    )
    for tag, texts in values:
        for text in texts:
            if text:
                yield f"{tag}  - {text}".replace("\n", " ").replace("\r", " ")


FORMAT = Tagged(
    key="ris",
    label="RIS",
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="ris",
    content_type="application/x-research-info-systems; charset=utf-8",
    seam=_SEAM,
)
