"""Two versions of a review, record by record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

Change = Literal["added", "gone", "moved"]


class Placed(Protocol):
    """A record and where it stands; rows of a replay are such."""

    @property
    def record(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that stands elsewhere: place and reason before and after,
    "" where it was not there.
    """

    record: str
    change: Change
    before: tuple[str, str]
    after: tuple[str, str]


def differences(old: Iterable[Placed], new: Iterable[Placed]) -> Iterator[Difference]:
    """Every record that is in one of the two only or stands elsewhere; first those of the new,
    then what is gone.
    """
    before = _standing(old)
    after = _standing(new)
    for record, stands in after.items():
        if record not in before:
            yield Difference(record, "added", ("", ""), stands)
        elif before[record] != stands:
            yield Difference(record, "moved", before[record], stands)
    for record, stood in before.items():
        if record not in after:
            yield Difference(record, "gone", stood, ("", ""))


def _standing(rows: Iterable[Placed]) -> Mapping[str, tuple[str, str]]:
    return {row.record: (row.place, row.reason) for row in rows}
