"""Evidence: what was found, by key, and the words for it, looked up when it is shown.

A key is `feature.level` of the card, `rule.key` of a rule, or PERSON. Stored evidence is `{"key",
"values"}`; what was stored as a sentence before is read by tables/stored_sentences.tsv.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from screening.dedupe.rules import ASIDE, BRIDGE, DESPITE, LIKELY, RULES, VETO
from screening.dedupe.weights import CARD
from screening.records.messages import Message, gettext_noop

#: The key of a person's answer.
PERSON = "person"

SAID = gettext_noop("decided by a person")
#: Values that are words themselves.
LANGUAGES = frozenset(
    [
        gettext_noop("Arabic"),
        gettext_noop("Chinese"),
        gettext_noop("Czech"),
        gettext_noop("Dutch"),
        gettext_noop("English"),
        gettext_noop("French"),
        gettext_noop("German"),
        gettext_noop("Greek"),
        gettext_noop("Hebrew"),
        gettext_noop("Hindi"),
        gettext_noop("Hungarian"),
        gettext_noop("Indonesian"),
        gettext_noop("Italian"),
        gettext_noop("Japanese"),
        gettext_noop("Korean"),
        gettext_noop("Persian"),
        gettext_noop("Polish"),
        gettext_noop("Portuguese"),
        gettext_noop("Russian"),
        gettext_noop("Spanish"),
        gettext_noop("Swedish"),
        gettext_noop("Thai"),
        gettext_noop("Turkish"),
        gettext_noop("Ukrainian"),
        gettext_noop("Vietnamese"),
        gettext_noop("another language"),
    ]
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was found about a pair: its key, and the values its words need."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(Message(words_of(self.key), self.values))

    def to_json(self) -> dict[str, Any]:
        """`{"key", "values"}`, to be stored."""
        return {"key": self.key, "values": dict(self.values)}


def words_of(key: str) -> str:
    """The English words of a key, "" for one that is not known any more."""
    kind, _, name = key.partition(".")
    if key == PERSON:
        return SAID
    if kind == "rule":
        return RULES[name].label if name in RULES else ""
    return CARD.get(kind, {}).get(name, (0.0, ""))[1]


def objects(key: str) -> bool:
    """Whether a level or a rule speaks against one report; a person's answer does not."""
    kind, _, name = key.partition(".")
    if kind == "rule":
        return name in RULES and RULES[name].effect not in (BRIDGE, LIKELY, DESPITE)
    return CARD.get(kind, {}).get(name, (0.0, ""))[0] < 0


def keeps_apart(evidence: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no sum would merge two under this stored rule: a correction and its article."""
    named = (as_key(stored)["key"].partition(".") for stored in evidence)
    return any(
        kind == "rule" and name in RULES and RULES[name].effect in (VETO, ASIDE)
        for kind, _, name in named
    )


def sorted_out(
    evidence: Iterable[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Stored evidence as stored messages in two lists, for and against one report, each text once."""
    speaking: dict[str, Mapping[str, Any]] = {}
    objecting: dict[str, Mapping[str, Any]] = {}
    for stored in map(as_key, evidence):
        text = words_of(stored["key"]) or stored.get("text", "")
        if text:
            side = objecting if objects(stored["key"]) else speaking
            side[f"{text} {stored['values']}"] = {"text": text, "values": _told(stored["values"])}
    return list(speaking.values()), list(objecting.values())


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with names of languages as messages of their own,
    to be said in the reader's language.
    """
    return {
        name: {"text": value} if value in LANGUAGES else value for name, value in values.items()
    }


def as_key(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored evidence by key, also where it was stored as a sentence;
    what else it holds (`of`) stays.
    """
    if "key" in stored:
        return {"values": {}, **stored}
    text, values = str(stored.get("text", "")), dict(stored.get("values") or {})
    rest = {name: value for name, value in stored.items() if name not in ("text", "values")}
    if text in _BEFORE_LANGUAGES:
        text, values = _BEFORE_LANGUAGES[text], {"one": "Chinese", "two": "English"}
    if text == "titles %(likeness).2f alike":
        key = "title.near" if values.get("likeness", 0) >= 0.95 else "title.close"
    else:
        key = _stored_sentences().get(text, "")
    return (
        {"key": key, "values": values, **rest}
        if key
        else {"key": "", "values": values, "text": text, **rest}
    )


_BEFORE_LANGUAGES = {
    "Chinese–English pair of one article": "one article in two languages: %(one)s and %(two)s",
    "perhaps a Chinese–English pair of one article": "possibly one article in two languages: %(one)s and %(two)s",
}


@cache
def _stored_sentences() -> dict[str, str]:
    source = resources.files("screening.dedupe") / "tables" / "stored_sentences.tsv"
    rows = (line.partition("\t") for line in source.read_text(encoding="utf-8").splitlines()[1:])
    return {sentence: key for sentence, _, key in rows}
