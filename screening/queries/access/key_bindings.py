"""Single keys: which key does what for a person."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from screening.models import User

#: Action → label, by the pages on which the action exists; within one of them no key has two
#: meanings.
ACTIONS: dict[str, dict[str, "str | _StrPromise"]] = {
    "screening": {
        "include": _("Include"),
        "maybe": _("Maybe"),
        "exclude": _("Exclude"),
        "undo": _("Undo my last vote"),
        "redo": _("Redo"),
        "next": _("Next record"),
        "previous": _("Previous record"),
        "note": _("Note"),
        "labels": _("Labels"),
        "highlights": _("Highlights on or off"),
        "criteria": _("Criteria"),
    },
    "duplicates": {
        "same": _("Same report"),
        "different": _("Different reports"),
        "later": _("Decide later"),
    },
}

RAYYAN = {
    "include": "KeyI",
    "maybe": "KeyM",
    "exclude": "KeyE",
    "undo": "KeyZ",
    "redo": "Shift+KeyZ",
    "next": "KeyJ",
    "previous": "KeyK",
    "note": "KeyN",
    "labels": "KeyL",
    "highlights": "KeyH",
    "criteria": "KeyC",
    "same": "KeyS",
    "different": "KeyD",
    "later": "KeyK",
}
PRESETS: dict[str, dict[str, str]] = {
    "rayyan": RAYYAN,
    "asreview": RAYYAN | {"include": "KeyR", "exclude": "KeyI"},
    "laser": RAYYAN | {"include": "KeyA"},
    "ymn": RAYYAN | {"include": "KeyY", "exclude": "KeyN", "note": "KeyT"},
    "off": {},
}
PRESET_LABELS = {
    "rayyan": _("Rayyan: i include, m maybe, e exclude"),
    "asreview": _("ASReview: r include, m maybe, i exclude"),
    "laser": _("Laser AI: a include, m maybe, 1–9 exclude with a reason"),
    "ymn": _("y include, m maybe, n exclude"),
    "off": _("Disable shortcuts"),
}
#: Exclude with reason n, in the protocol's order; not remappable.
REASON_KEYS = tuple(f"Digit{n}" for n in range(1, 10))
SHIFT = "Shift+"


def key_map(user: "User | AnonymousUser") -> dict[str, str]:
    """Action → key of the person, as `KeyboardEvent.code` with "Shift+" before it if need be;
    {} when keys are off.
    """
    preset: str = getattr(user, "keys", "rayyan")
    if preset == "off":
        return {}
    own: dict[str, Any] = getattr(user, "own_keys", {}) or {}
    return PRESETS.get(preset, RAYYAN) | {
        action: code for action, code in own.items() if action in RAYYAN
    }


def key_cap(code: str) -> str:
    """What is printed on the key: "KeyI" → "I", "Shift+KeyZ" → "Shift Z", "Digit1" → "1"."""
    shift = "Shift " if code.startswith(SHIFT) else ""
    return shift + code.removeprefix(SHIFT).removeprefix("Key").removeprefix("Digit")


def clashes(keys: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of actions of one page that would share a key."""
    found = []
    for actions in ACTIONS.values():
        taken: dict[str, str] = {}
        for action in actions:
            code = keys.get(action, "")
            if code in taken:
                found.append((taken[code], action))
            elif code:
                taken[code] = action
    return found
