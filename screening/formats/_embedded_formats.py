"""Entries of another format inside a file: somebody has put two exports into one,
and only one of them is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from screening.formats._format import Format, Problem, Source
from screening.formats._registry import FORMATS
from screening.records.messages import Message, gettext_noop

#: Format to what its entries begin with, and to a pattern of the whole beginning, at the start of a
#: line.
_STARTS = {
    "ris": ("TY  - ", r"TY  - [A-Z]{3,10}\s*$"),
    "pubmed_nbib": ("PMID- ", r"PMID- \d{1,9}\s*$"),
    "endnote_tagged": (
        "%0 ",
        r"%0 (?:Journal|Book|Thesis|Conference|Report|Generic|Newspaper|Patent|Electronic|Web) ?",
    ),
    "noteexpress": ("{Reference Type}: ", r"\{Reference Type\}: \S"),
    "refworks": (
        "RT ",
        r"RT (?:Journal Article|Journal|Dissertation/Thesis|Conference Proceedings|Book)\s*$",
    ),
    "bibtex": (
        "@",
        r"@(?i:article|book|inproceedings|incollection|phdthesis|mastersthesis|misc|techreport)\s*\{[^\s,{}]*,",
    ),
    "pubmed_xml": ("<PubmedArticle", r"<PubmedArticle(?:Set)?>"),
}
_PATTERNS = {
    key: re.compile(rf"^{pattern}", re.MULTILINE) for key, (_plain, pattern) in _STARTS.items()
}


#: Formats whose files begin with an entry; what stands before it comes from a program or a person.
_ALONE = ("noteexpress", "refworks")


@dataclass(slots=True)
class Strangers:
    """Looks for them while a file is read as `chosen`, and tells each other format once."""

    chosen: Format
    told: set[str] = field(default_factory=set)

    def problems(self, source: Source, lines: int) -> Iterator[Problem]:
        """One for each other format that begins in this portion, and one for text before the first
        entry of all; `lines` stand before the portion.
        """
        if not lines and self.chosen.key in _ALONE:
            yield from _before(source.text, _PATTERNS[self.chosen.key])
        for key, (plain, _pattern) in _STARTS.items():
            # The plain beginning is looked for first: it costs next to nothing where it does not
            # occur.
            if key == self.chosen.key or key in self.told:
                continue
            if f"\n{plain}" not in source.text and not source.text.startswith(plain):
                continue
            if found := _PATTERNS[key].search(source.text):
                self.told.add(key)
                line = lines + source.text.count("\n", 0, found.start()) + 1
                text = gettext_noop(
                    "Here %(other)s begins in a file that is read as %(format)s, so it was not read. Put it into a "
                    "file of its own."
                )
                values = {"other": FORMATS[key].label, "format": self.chosen.label}
                yield Problem(
                    Message(text, values), line, source.text[found.start() : found.start() + 2000]
                )


def _before(text: str, start: re.Pattern[str]) -> Iterator[Problem]:
    found = start.search(text)
    stray = text[: found.start()] if found else ""
    lines = [
        line for line in stray.split("\n") if line.strip(" \t.0123456789")
    ]  # a number belongs to its record
    if lines:
        told = gettext_noop(
            "Text before the first record was not read (lines: %(count)s): “%(first)s”"
        )
        yield Problem(
            Message(told, {"count": len(lines), "first": lines[0].strip()[:80]}), 1, stray[:2000]
        )
