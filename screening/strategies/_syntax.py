"""What a database's search language is; one file of this package holds one `SYNTAX`."""

from dataclasses import dataclass
from enum import Enum

from screening.records.messages import gettext_noop


class Fields(Enum):
    """How a field is named beside a term."""

    BRACKETS = "term[field]"
    COLON = "term:field"
    DOTS = "term.field."
    PREFIX = "FIELD(term)"
    EQUALS = "FIELD=(term)"
    LETTER = "FIELD=term"
    NAMED = "term[字段]"


@dataclass(frozen=True, slots=True)
class Syntax:
    """The search language of one database.

    `free` is the field (or fields) in which a free word is looked for, `heading` the way a subject
    heading is written, with %s for its words; "" where there are no headings. `fields` are all
    field tags that are right, in lower case. `operators` are AND, OR, NOT as the database writes
    them, `near` the proximity operators. `line` is how an earlier line is named, with %s for its
    number.
    """

    key: str
    label: str
    form: Fields
    free: tuple[str, ...]
    fields: frozenset[str]
    heading: str = ""
    heading_exploded: str = ""
    operators: tuple[str, str, str] = ("AND", "OR", "NOT")
    near: tuple[str, ...] = ()
    line: str = "#%s"
    quotes: tuple[str, str] = ('"', '"')
    truncation: str = "*"
    #: Whether the database holds Chinese titles, so that Chinese synonyms come first.
    chinese: bool = False
    always_quoted: bool = False
    #: Whether words side by side are a phrase without quotation marks.
    bare_phrases: bool = False
    #: Whether the database takes no earlier lines by number: each line stands whole.
    one_line: bool = False
    note: str = ""


NO_LINES = gettext_noop("The page of this database takes one expression: paste the last line.")
