"""Names of stages and record types in the reader's language."""

from django.utils.translation import gettext

from screening.queries.translation import PLACE_LABELS
from screening.records.record import TYPES
from screening.stages import STAGES


def stage_label(key: str) -> str:
    """The stage's name; the key itself for a stage this version does not know."""
    return gettext(STAGES[key].label) if key in STAGES else key


def stage_choices() -> list[tuple[str, str]]:
    """Key and name of every stage, for a form."""
    return [(key, gettext(stage.label)) for key, stage in STAGES.items()]


def place_words(name: str) -> str:
    """Where a report stands, in words; "await_ta/conflict" is a place of its own."""
    known, _slash, conflict = name.partition("/")
    label = str(PLACE_LABELS.get(known, known))
    return gettext("%(place)s, in conflict") % {"place": label} if conflict else label


def type_choices() -> list[tuple[str, str]]:
    """Key and name of every record type, for a form."""
    return [(key, gettext(label)) for key, label in TYPES.items()]
