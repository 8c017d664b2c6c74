"""What a file format is to the rest of the program; one file of this package holds one `FORMAT`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from screening.formats._leftovers import Leftovers
from screening.records.messages import Message
from screening.records.record import Record


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its bytes, and its text where it is a text (decoded, line ends as "\\n", no byte order mark)."""

    data: bytes
    text: str = ""
    name: str = ""
    #: What a person chose for this file, such as a column mapping.
    options: dict[str, object] = field(default_factory=dict)
    #: Where a reader tells what it has not taken over; the portions of one file share it.
    leftovers: Leftovers = field(default_factory=Leftovers)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell about a file, at a line counted from 1 (0: the whole file).

    `rejected` marks an entry that was found but could not become a record; `raw` is its text, for
    the list of records not imported and for mending it. `times` is how often the file gives reason
    to say it; `line` and `raw` are of the first time.
    """

    message: Message
    line: int = 0
    raw: str = ""
    rejected: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    `sniff(head)` says from the first 64 kB of content how sure it is, in [0, 1]; never from a file
    name. Text formats get decoded text, binary ones bytes as latin-1 text of the same length.
    `read(source)` yields records in file order, and problems; entries found = records + rejected
    problems. `count(source)` counts entries by a second, simpler means, so that a loss cannot stay
    hidden. `write(records)` yields the bytes of a file, or is None for a format we only read.
    """

    key: str
    label: str
    sniff: Callable[[str], float]
    read: Callable[[Source], Iterator[Record | Problem]]
    count: Callable[[Source], int]
    write: Callable[[Iterable[Record]], Iterator[bytes]] | None = None
    binary: bool = False
    #: Whether a file that a database really wrote was at hand when this reader was built; if not,
    #: look twice.
    original: bool = True
    extension: str = "txt"
    content_type: str = "text/plain; charset=utf-8"
