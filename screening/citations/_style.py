"""What a reference style is; one file of this package holds one `STYLE`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from screening.records.record import Record

#: What stands in a journal.
JOURNAL = frozenset({"article", "review"})


@dataclass(frozen=True, slots=True)
class Options:
    """How the list is to look, beyond its style.

    `accessed`: when addresses were last seen; with it, entries that have an address count as read
    online. Without it an article stays a printed one, whether or not it has a DOI. `doi`: whether
    articles in journals end in their DOI; None as the style has it.
    """

    accessed: date | None = None
    doi: bool | None = None

    def shows_doi(self, record: Record, usual: bool) -> bool:
        """Whether this entry ends in its DOI, where its style `usual`ly does or does not."""
        return bool(record.doi) and (
            usual if self.doi is None or record.type not in JOURNAL else self.doi
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of an entry that is set in one way."""

    text: str
    italic: bool = False


Reference = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """One reference style.

    `format(record, options, suffix)` gives the entry without number; `suffix` ("a", "b") tells
    entries of one author and year apart. `numbered`: entries carry numbers in the order of the
    list, written like `mark`. `by_author`: the list is sorted by author and year, Chinese entries
    before others.
    """

    key: str
    label: str
    format: Callable[[Record, Options, str], Reference]
    numbered: bool
    by_author: bool
    mark: str = "{}."


def plain(reference: Reference) -> str:
    """The entry as one line of text."""
    return "".join(run.text for run in reference)
