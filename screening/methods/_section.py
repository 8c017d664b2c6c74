"""A part of the methods section, and how gaps in it are marked."""

from dataclasses import dataclass

GAPS = {"zh-hans": "【待填写】", "en": "[to fill in]"}
"""What stands where a value is missing, by language."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, running paragraphs, and lines that stand one below the other, such as a search strategy."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The part as plain text."""
        return "\n".join((self.heading, *self.paragraphs, *self.lines))
