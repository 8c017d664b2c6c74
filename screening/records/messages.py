"""Texts of the floors that know no Django: marked here for the catalogue,
translated when they are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(text: str) -> str:
    """The text itself; the name makes `makemessages` pick it up."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people: an English pattern in `%(name)s` style and the values to fill in.

    `str(message)` is the English sentence; the web floor translates `text` first.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text

    def to_json(self) -> dict[str, Any]:
        """`{"text", "values"}`, to be stored and read back with `Message(**stored)`."""
        return {"text": self.text, "values": dict(self.values)}
