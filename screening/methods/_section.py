"""A part of the methods section, and how gaps in it are marked."""

from dataclasses import dataclass

#: What stands where a value is missing, by language.
GAPS = {"zh-hans": "【待填写】", "en": "[to fill in]"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, running paragraphs, lines that stand one below the other,
    such as a search strategy, and a table.

    The first row of `table` is its head; all rows have as many cells.
    """

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The part as plain text."""
        return "\n".join(
            (self.heading, *self.paragraphs, *self.lines, *("\t".join(row) for row in self.table))
        )
