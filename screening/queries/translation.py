"""Texts of the floors that know no Django, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from screening.records.messages import Message
from screening.stages import STAGES

LANGUAGES = {
    "zh": _("Chinese"),
    "en": _("English"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "pt": _("Portuguese"),
    "it": _("Italian"),
    "ru": _("Russian"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
}
#: Names of the places a record can have, for filters and tables.
PLACE_LABELS = {
    **{stage.waits: gettext_lazy(stage.waits_label) for stage in STAGES.values()},
    **{stage.excluded: gettext_lazy(stage.excluded_label) for stage in STAGES.values()},
    "await_retrieval": _("Full text not yet found"),
    "not_retrieved": _("Full text not retrieved"),
    "included": _("Included"),
    "duplicate": _("Duplicate"),
    "previous": _("Known from an earlier version"),
    "auto": _("Excluded by automation"),
    "other": _("Removed for other reasons"),
}


def say(message: Any) -> str:
    """A text of the lower floors in the reader's language: a Message, a stored one,
    or a marked string.
    """
    if not message:
        return ""
    if isinstance(message, Message):
        text, values = message.text, message.values
    elif isinstance(message, Mapping):
        text, values = message["text"], message.get("values") or {}
    else:
        text, values = str(message), {}
    translated = gettext(text)
    return (
        translated % {name: _part(value) for name, value in values.items()}
        if values
        else translated
    )


def _part(value: Any) -> Any:
    stored = isinstance(value, Mapping) and "text" in value
    return say(value) if stored or isinstance(value, Message) else value


def language_label(tag: str) -> str:
    """The language's name in the reader's language; the tag itself for one that is not named here."""
    return str(LANGUAGES.get(tag, tag))
