"""What an outside reader gives back of a record, field for field: kept,
lost (nothing there) or damaged (another value).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from screening.records.record import Record
from tests.readers.outside import Read

#: The fields that are compared.
FIELDS = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "issn",
    "isbn",
    "language",
    "abstract",
    "keywords",
    "publisher",
    "place",
    "url",
    "editors",
    "translators",
    "edition",
    "accessed",
    "authors_incomplete",
)


@dataclass(slots=True)
class Outcome:
    """Counts of one reader by field, and of the first damage of each field what was written and
    what came back.
    """

    kept: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    damaged: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def failing(self) -> set[str]:
        """The fields that did not come back in every record."""
        return {name for name in FIELDS if self.lost[name] or self.damaged[name]}


def compare(
    records: Sequence[Record], found: Sequence[Read], fields: Iterable[str] = FIELDS
) -> Outcome:
    """Both lists side by side; where their lengths differ,
    every field of every record counts as lost.
    """
    outcome = Outcome()
    reads: Sequence[Read] = found if len(found) == len(records) else [{}] * len(records)
    for record, read in zip(records, reads, strict=True):
        for name in fields:
            wanted = getattr(record, name, None)
            given = read.get(name)
            if name == "authors" and "groups" in read:
                given = [*(given or []), *read["groups"]]
            if not wanted:
                if given and name not in ("year", "accessed"):
                    _tell(outcome.damaged, outcome, name, wanted, given)
                continue
            if not given:
                _tell(outcome.lost, outcome, name, wanted, given)
            elif _plain(name, wanted) == _plain(name, given):
                outcome.kept[name] += 1
            else:
                _tell(outcome.damaged, outcome, name, wanted, given)
    return outcome


def _tell(counter: Counter[str], outcome: Outcome, name: str, wanted: Any, given: Any) -> None:
    counter[name] += 1
    outcome.examples.setdefault(name, (wanted, given))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        parts = [_plain(name, each) for each in value]
        return sorted(parts) if name == "authors" else parts
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(value))).strip()
    if name in ("authors", "editors", "translators"):
        return _name(text)
    if name in ("accessed",):
        return text.replace("/", "-").strip("-")
    return text


def _name(text: str) -> str:
    """A name as all agree on it: "World Health Organization," ends in the comma that EndNote needs;
    "Anne M" and "Anne M." are one, and so are O'Neil and O’Neil.
    """
    return re.sub(r"[.\s]+", " ", text.replace("’", "'").rstrip(", ")).strip()
