"""What an export is; one file of this package holds one `EXPORT`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot

#: A text marked with `gettext_noop` to the same in the reader's language.
Translate = Callable[[str], str]

#: The headings under which exports are offered, in order.
GROUPS = {
    "included": gettext_noop("Included reports"),
    "excluded": gettext_noop("Excluded and not retrieved"),
    "decisions": gettext_noop("Decisions"),
    "searches": gettext_noop("Searches and duplicates"),
    "references": gettext_noop("References"),
    "diagram": gettext_noop("PRISMA diagram"),
}

#: The group of the exports that the records page offers: they hold whatever list they are given.
LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Export:
    """One file to take away.

    `render(snapshot, translate)` yields the bytes of the file piece by piece. `filename` has no
    path and no name of the review. `group` is a key of GROUPS, or LISTED. `shows_votes`: single
    votes of people, held back until the stage is closed. `reads`: the places whose reports it goes
    through (empty: all), None when it needs no reports. `costly`: takes so long to draw or to set
    that a worker makes it, however short it is.
    """

    key: str
    label: str
    filename: str
    content_type: str
    render: Callable[[Snapshot, Translate], Iterator[bytes]]
    group: str = "included"
    shows_votes: bool = False
    reads: tuple[str, ...] | None = None
    costly: bool = False
