"""What one verb of the history is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a value of an event is. All but the first two are ids, alone or in a list,
    of a row of that kind.
    """

    #: A text, a number, a date or a flag, in the words of its field.
    TOLD = "told"
    #: Fields of a row with their values, some of which may be ids: what was before, and after.
    VALUES = "values"
    ANSWER = "answer"
    AUDIT = "audit"
    COMMENT = "comment"
    CRITERION = "criterion"
    FILE = "file"
    HIGHLIGHTS = "highlights"
    LABEL = "label"
    MANUAL_NUMBER = "manual number"
    MARK = "mark"
    MEMBER = "member"
    MERGE = "merge"
    PUBLICATION = "publication"
    REASON = "reason"
    RECORD = "record"
    REOPENING = "reopening"
    REQUEST = "request"
    ROUND = "round"
    RUN = "run"
    SEARCH = "search"
    STOP = "stop"
    STUDY = "study"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Verb:
    """A thing that can happen in a review: its key in the history, its words,
    and what each event of it says.

    `words` go on from the name of whoever did it. `fields` are the values that such an event may
    have, beside person, time, record and stage, which every event can have.
    """

    key: str
    words: str
    fields: Mapping[str, Kind] = field(default_factory=dict)
