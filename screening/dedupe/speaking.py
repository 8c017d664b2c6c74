"""Which words of the evidence speak for one report and which against it."""

from collections.abc import Iterable, Mapping
from typing import Any

from screening.dedupe.card import CARD
from screening.dedupe.rules import ASIDE, BRIDGE, DESPITE, LIKELY, RULES, VETO

_FOR = {text for levels in CARD.values() for weight, text in levels.values() if weight > 0} | {
    rule.label for rule in RULES.values() if rule.effect in (BRIDGE, LIKELY, DESPITE)
}
_AGAINST = {text for levels in CARD.values() for weight, text in levels.values() if weight < 0} | {
    rule.label for rule in RULES.values() if rule.effect not in (BRIDGE, LIKELY, DESPITE)
}


def objects(text: str) -> bool:
    """Whether a text of the card or of a rule speaks against one report; other words, as a person's, do not."""
    return text in _AGAINST and text not in _FOR


_KEEPING_APART = {rule.label for rule in RULES.values() if rule.effect in (VETO, ASIDE)}


def keeps_apart(evidence: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a stored text is that of a rule by which no sum would merge the two: a correction and its article."""
    return any(message["text"] in _KEEPING_APART for message in evidence)


def sorted_out(evidence: Iterable[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Stored messages in two lists, for and against one report, each text once."""
    once = {(message["text"], str(message.get("values"))): message for message in evidence}
    speaking = [message for message in once.values() if not objects(message["text"])]
    return speaking, [message for message in once.values() if objects(message["text"])]
