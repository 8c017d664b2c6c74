"""Ovid's Source line, which holds journal, volume, issue, pages and date in one text."""

import re

from screening.records import dates

_WHERE = re.compile(
    r"(?:Vol\.?\s*)?(\d+[A-Za-z]?)?\s*\(([^()]{1,30})\)"
    r"(?:\s*[:,]\s*(?!(?:19|20)\d\d[.,;]?\s)(?:pp?\.\s*)?([A-Za-z]?\d+[-\d+, A-Za-z]*))?"
)
_PAGES = re.compile(r"\bpp?\.\s*([A-Za-z]?\d+[-–\d]*)")
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter"
_CUT = re.compile(
    rf"\.?\s+(?:(?:{_MONTH})[a-z]*\b|(?:19|20)\d\d|Vol\b|\d+[A-Za-z]?\s*\()|\.\s{{2,}}|\.\s+\d"
)
_NUMBER = re.compile(r"[A-Za-z]?\d+(?:[-–+]\d+)*")


class Place:
    """What a line like "Nursing Science Quarterly.   28(2):103-106, April 2015." tells; what is not there is ""."""

    text: str
    journal: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: str = ""

    def __init__(self, text: str) -> None:
        self.text = text
        if found := _WHERE.search(text):
            self.volume, self.issue, self.pages = (part or "" for part in found.groups())
        if not self.pages and (pages := _PAGES.search(text)):
            self.pages = pages.group(1)
        number = _NUMBER.match(self.pages)
        self.pages = number.group() if number else ""
        year = dates.year(text)
        self.date = str(year) if year else ""
        cut = _CUT.search(text)
        self.journal = (text[: cut.start()] if cut else text).strip(" .,")
