"""How much one import may ask for, and the sentence when it asks for more."""

import time
from dataclasses import dataclass, field

from screening.records.messages import Message, gettext_noop


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one import: sizes in bytes, `seconds` of wall time.
    A long field is no reason to refuse a file.
    """

    bytes: int = 2 << 30
    unpacked_bytes: int = 2 << 30
    records: int = 2_000_000
    seconds: float = 3600.0
    files: int = 500
    #: The largest file of a format that has to be read as a whole (tables, XML, JSON, BibTeX).
    whole_bytes: int = 256 << 20


@dataclass(slots=True)
class Watch:
    """Keeps the clock and the count of one import."""

    limits: Limits
    started: float = field(default_factory=time.monotonic)

    def excess(self, records: int) -> Message | None:
        """The message when there are too many records or too much time has gone; else None."""
        if records > self.limits.records:
            text = gettext_noop(
                "The file holds more than %(limit)s records. Split it and import the parts."
            )
            return Message(text, {"limit": self.limits.records})
        if time.monotonic() - self.started > self.limits.seconds:
            text = gettext_noop(
                "Reading was stopped after %(limit)s seconds. Split the file and import the parts."
            )
            return Message(text, {"limit": round(self.limits.seconds)})
        return None


def too_large(name: str, size: int, limit: int) -> Message:
    """The message for a file above a size limit, in megabytes."""
    text = gettext_noop(
        "%(name)s is %(size)s MB, more than the limit of %(limit)s MB. Split it and import the parts."
    )
    return Message(
        text, {"name": name, "size": round(size / 1e6, 1), "limit": round(limit / 1e6, 1)}
    )
