"""What a person should know about the records of a file:
fields that are missing or cannot be right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.formats._format import Problem
from screening.records import markup
from screening.records.messages import Message, gettext_noop
from screening.records.mojibake import twice_encoded
from screening.records.record import Record
from screening.records.text import has_han

#: What CNKI puts before the first words of an article that has no abstract.
_BODY_MARKS = ("<正>", "〈正〉", "＜正＞", "《正》", "&lt;正&gt;")
_DAY = re.compile(r"^\d{4}[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")


def doubts(record: Record) -> Iterator[Problem]:
    """What is odd about one record: no title, a year that is none, a day that does not exist."""
    if not record.title:
        text = gettext_noop("This record has no title.")
        yield Problem(Message(text), record.line, record.raw)
    if record.abstract and (text := _abstract_doubt(record)):
        yield Problem(Message(text), record.line, record.raw)
    if not record.raw.isascii() and (
        twice := twice_encoded(
            f"{' '.join(record.authors)} {record.title} {record.journal} {record.abstract}"
        )
    ):
        text = gettext_noop(
            "“%(seen)s” was “%(meant)s” once: this text was read in a wrong encoding before it was saved, and other "
            "letters may be damaged too. Export it again from the database, as UTF-8."
        )
        yield Problem(
            Message(text, {"seen": twice[0][:80], "meant": twice[1][:80]}), record.line, record.raw
        )
    date = record.date
    if record.year is None:
        if date and any(char.isalnum() for char in date):
            text = gettext_noop("“%(date)s” is not a usable year; the record has none.")
            yield Problem(Message(text, {"date": date[:80]}), record.line, record.raw)
    elif len(date) > 4 and (found := _DAY.match(date)):
        month, day = int(found.group(1)), int(found.group(2) or 0)
        if month > 12 or day > 31:
            text = gettext_noop("“%(date)s” is not a date; only the year %(year)s was used.")
            yield Problem(
                Message(text, {"date": date[:80], "year": record.year}), record.line, record.raw
            )


def _abstract_doubt(record: Record) -> str:
    """What is odd about an abstract that was copied from a page; "" if nothing is."""
    text, taken, cut = markup.polluted(record.abstract, record.title)
    if cut:
        return gettext_noop(
            "This abstract was cut short by the database (it ends in “…” or “更多”). Export the full abstract, or "
            "complete the record."
        )
    if taken:
        return gettext_noop(
            "Words of the web page, the title or the keywords stand in this abstract (展开, 还原, 关键词, …). "
            "Please check it."
        )
    if has_han(text) and any(mark in record.raw for mark in _BODY_MARKS):
        return gettext_noop(
            "This “abstract” is the beginning of the article (<正>), not an abstract. Please check it."
        )
    return ""


@dataclass(slots=True)
class Tally:
    """Counts what is missing over a whole file."""

    records: int = 0
    rejected: int = 0
    counted: int = 0
    no_abstract: int = 0
    no_year: int = 0
    no_author: int = 0

    def add(self, record: Record) -> None:
        """One more record."""
        self.records += 1
        self.no_abstract += not (record.abstract or record.abstract_translated)
        self.no_year += record.year is None
        self.no_author += not record.authors

    def problems(self) -> Iterator[Problem]:
        """The sentences about the whole file, to be asked at its end."""
        found = self.records + self.rejected
        if self.counted != found:
            text = gettext_noop(
                "A second, simpler count finds %(counted)s entries in this file, but %(found)s were read. Please "
                "compare with the number of hits the database reported."
            )
            yield Problem(Message(text, {"counted": self.counted, "found": found}))
        missing = (
            (self.no_abstract, gettext_noop("No abstract: %(count)s of %(total)s records.")),
            (self.no_year, gettext_noop("No year: %(count)s of %(total)s records.")),
            (self.no_author, gettext_noop("No author: %(count)s of %(total)s records.")),
        )
        for count, text in missing:
            if count:
                yield Problem(Message(text, {"count": count, "total": self.records}))
