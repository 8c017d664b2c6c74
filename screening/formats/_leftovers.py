"""What a file says that no field of a record holds: which tags or columns, in how many records, and an example."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from screening.records.record import Record
from screening.records.text import collapse

SHOWN = 120
"""Letters of an example that a person sees."""
_EMPTY = frozenset({"na", "n/a", "none", "null", "nan", "no abstract", "[no abstract available]", "-"})
_LONGEST_EMPTY = 30
_SHORT = 8
"""Below so many letters a text may stand in a longer one by chance: it must be the whole of a field."""


@dataclass(slots=True)
class Leftover:
    """One tag or column: in how many records it was not taken over, and the first such value with its line."""

    records: int = 0
    example: str = ""
    line: int = 0


@dataclass(slots=True)
class Leftovers:
    """Everything of one file that was not taken over, by the name it has in the file; its raw text keeps it."""

    found: dict[str, Leftover] = field(default_factory=dict)

    def add(self, name: str, value: str, line: int) -> None:
        """One more record in which this was left over."""
        known = self.found.get(name)
        if known is None:
            known = self.found[name] = Leftover(0, collapse(value)[:SHOWN], line)
        known.records += 1

    def judge(self, record: Record, values: Iterable[tuple[str, str]]) -> None:
        """Counts those of the (name, value) pairs that the record does not hold, each name once for a record."""
        said: str | None = None
        held: frozenset[str] = frozenset()
        told: set[str] = set()
        for name, value in values:
            text = collapse(value)
            if not text or name in told or (len(text) < _LONGEST_EMPTY and text.casefold() in _EMPTY):
                continue
            if said is None:
                said, held = _said(record)
            if text in held or (len(text) >= _SHORT and text.casefold() in said):
                continue
            told.add(name)
            self.add(name, text, record.line)

    def merge(self, other: "Leftovers") -> None:
        """Those of another file too."""
        for name, each in other.found.items():
            known = self.found.setdefault(name, Leftover(0, each.example, each.line))
            known.records += each.records


def _said(record: Record) -> tuple[str, frozenset[str]]:
    """All texts of a record as one, in small letters, and each by itself."""
    texts = [
        record.title, record.title_translated, record.journal, record.journal_translated, record.abstract,
        record.abstract_translated, record.notes, record.date, record.volume, record.issue, record.pages, record.doi,
        record.pmid, record.edition, record.accessed, record.language, record.publisher, record.place, record.url,
        record.source_database, record.type, str(record.year), *record.authors, *record.authors_translated,
        *record.keywords, *record.keywords_translated, *record.issn, *record.isbn, *record.editors,
        *record.translators, *record.notices,
        *(value for _scheme, value in record.identifiers),
    ]  # fmt: skip
    return "\n".join(texts).casefold(), frozenset(texts)
