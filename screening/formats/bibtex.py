"""BibTeX and BibLaTeX, read through bibtexparser: Scopus, Web of Science, ACM, EBSCO, Zotero,
JabRef and others.
"""

import re
from collections.abc import Iterator, Mapping

from screening.formats._bibtex_entries import COMMANDS, RawEntry, split, starts
from screening.formats._bibtex_mapping import record
from screening.formats._bibtex_writing import write
from screening.formats._format import Format, Problem, Source
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

_ENTRY = re.compile(
    r"^[ \t]*@[ \t]*(\w+)[ \t]*[{(][^@={}]{0,200},\s*[^\W\d][\w .:+-]{0,60}?\s*=", re.MULTILINE
)
_ANY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)


def sniff(head: str) -> float:
    """0.95 when an entry with a field is in sight, 0.5 for the bare beginning of one."""
    found = _ENTRY.search(head)
    if found and found.group(1).lower() not in COMMANDS:
        return 0.95
    return 0.5 if _ANY.search(head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; entries take from the one they name in `crossref` what
    they lack.
    """
    entries = list(split(source.text))
    by_key: dict[str, Mapping[str, str]] = {}
    for entry in entries:
        by_key.setdefault(entry.key.lower(), entry.fields)
    seen: set[str] = set()
    for entry in entries:
        yield from _problems(entry, seen)
        if entry.fields or not entry.broken:
            reference = entry.fields.get("crossref") or entry.fields.get("xdata") or ""
            yield record(
                entry,
                by_key.get(reference.strip().lower()) if reference else None,
                source.leftovers,
            )


def _problems(entry: RawEntry, seen: set[str]) -> Iterator[Problem]:
    name = f"“{entry.key}”" if entry.key else gettext_noop("(no key)")
    if entry.broken and not entry.fields:
        text = gettext_noop(
            "The entry %(key)s is not closed: a brace or quotation mark is missing. Correct it here."
        )
        yield Problem(Message(text, {"key": name}), entry.line, entry.raw, rejected=True)
    elif entry.broken:
        text = gettext_noop(
            "The entry %(key)s is damaged; what could be recognised was read. Please check it."
        )
        yield Problem(Message(text, {"key": name}), entry.line, entry.raw)
    if entry.key and entry.key in seen:
        text = gettext_noop(
            "The key %(key)s is used by more than one entry; all of them were kept."
        )
        yield Problem(Message(text, {"key": name}), entry.line)
    seen.add(entry.key)


def count(source: Source) -> int:
    """Lines (or closing braces) followed by "@type{", less comments,
    preambles and string definitions.
    """
    return sum(found.group(1).lower() not in COMMANDS for found in starts(source.text))


FORMAT = Format(
    key="bibtex",
    label="BibTeX",
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="bib",
    content_type="application/x-bibtex; charset=utf-8",
)
