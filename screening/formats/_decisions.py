"""Decisions that other screening tools write into the notes of their exports,
in the tools' own form.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from screening.records.record import ToolDecision

_RAYYAN = re.compile(
    r"RAYYAN-(INCLUSION|LABELS|EXCLUSION-REASONS)\s*:\s*(\{[^{}]*\}|[^|\n]*)(?:\s*\|\s*)?",
    re.IGNORECASE,
)
_VOTE = re.compile(r'"([^"]*)"\s*(?:=>|:)\s*"([^"]*)"')
_ASREVIEW = re.compile(r"ASReview_(relevant|irrelevant|not_seen|prior)\b\.?[ ]?", re.IGNORECASE)
_VERDICTS = {
    "included": "include",
    "include": "include",
    "yes": "include",
    "relevant": "include",
    "excluded": "exclude",
    "exclude": "exclude",
    "no": "exclude",
    "irrelevant": "exclude",
    "maybe": "maybe",
    "undecided": "",
}
_RAYYAN_WORDS = {"include": "Included", "exclude": "Excluded", "maybe": "Maybe", "": "Undecided"}
_ASREVIEW_WORDS = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}


def verdict(word: str) -> str:
    """include, exclude or maybe for a word as the tools write it; "" for anything else."""
    return _VERDICTS.get(word.strip().strip("\"'").casefold(), "")


def from_notes(notes: str) -> tuple[tuple[ToolDecision, ...], str]:
    """The decisions of Rayyan and ASReview in a note, and the note without them.

    Rayyan: `RAYYAN-INCLUSION: {"Ana"=>"Included"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS:
    x`, one decision for each person. ASReview: `ASReview_relevant`, `ASReview_irrelevant`,
    `ASReview_not_seen`, `ASReview_prior`.
    """
    if "RAYYAN-" not in notes.upper() and "asreview_" not in notes.lower():
        return (), notes
    found = (*_rayyan(notes), *_asreview(notes))
    rest = _ASREVIEW.sub("", _RAYYAN.sub("", notes))
    return found, "\n".join(line.strip() for line in rest.split("\n") if line.strip(" |"))


def _rayyan(notes: str) -> Iterable[ToolDecision]:
    parts: dict[str, list[str]] = {"INCLUSION": [], "LABELS": [], "EXCLUSION-REASONS": []}
    for kind, value in _RAYYAN.findall(notes):
        parts[kind.upper()].append(value)
    if not any(parts.values()):
        return ()
    labels = _listed(parts["LABELS"])
    reasons = _listed(parts["EXCLUSION-REASONS"])
    votes = [
        (who, verdict(what)) for text in parts["INCLUSION"] for who, what in _VOTE.findall(text)
    ]
    votes = [vote for vote in votes if vote[1]]
    if not votes:
        return (ToolDecision("rayyan", "", "", reasons, labels),) if labels or reasons else ()
    return tuple(
        ToolDecision("rayyan", who, what, reasons if what == "exclude" else (), labels)
        for who, what in votes
    )


def _listed(texts: list[str]) -> tuple[str, ...]:
    words = (word.strip(" {}\"'") for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _asreview(notes: str) -> Iterable[ToolDecision]:
    words = [word.lower() for word in _ASREVIEW.findall(notes)]
    what = next((verdict(word) for word in words if verdict(word)), "")
    if not what:
        return ()
    return (ToolDecision("asreview", "", what, (), ("prior",) if "prior" in words else ()),)


def to_json(decisions: Iterable[ToolDecision]) -> list[dict[str, Any]]:
    """The decisions as plain JSON values."""
    return [asdict(each) for each in decisions]


def from_json(values: Any) -> tuple[ToolDecision, ...]:
    """The decisions that `to_json` gave. Raises TypeError or KeyError for anything else."""
    return tuple(
        ToolDecision(
            str(value["tool"]),
            str(value["by"]),
            verdict(str(value["verdict"])),
            tuple(str(each) for each in value["reasons"]),
            tuple(str(each) for each in value["labels"]),
        )
        for value in values
    )


def to_notes(decisions: Iterable[ToolDecision]) -> list[str]:
    """The lines that `from_notes` reads the same decisions from; those of other tools are left out."""
    given = tuple(decisions)
    lines: list[str] = []
    for decision in given:
        if decision.tool == "asreview" and decision.verdict in _ASREVIEW_WORDS:
            lines.append(_ASREVIEW_WORDS[decision.verdict])
            lines.extend("ASReview_prior" for label in decision.labels if label == "prior")
    rayyan = [decision for decision in given if decision.tool == "rayyan"]
    if rayyan:
        votes = ", ".join(
            f'"{each.by}"=>"{_RAYYAN_WORDS[each.verdict]}"' for each in rayyan if each.verdict
        )
        parts = [f"RAYYAN-INCLUSION: {{{votes}}}"] if votes else []
        labels = dict.fromkeys(label for each in rayyan for label in each.labels)
        reasons = dict.fromkeys(reason for each in rayyan for reason in each.reasons)
        parts += [f"RAYYAN-LABELS: {','.join(labels)}"] if labels else []
        parts += [f"RAYYAN-EXCLUSION-REASONS: {','.join(reasons)}"] if reasons else []
        lines.append(" | ".join(parts))
    return lines
