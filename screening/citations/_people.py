"""Names as references need them: family name and initials for Western ones,
whole for Chinese ones and groups.
"""

import re
from dataclasses import dataclass

from screening.records.names import without_role
from screening.records.text import HAN, collapse, only_han

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z](?:[-. ]*[A-Z]){0,3}\.?")
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GROUP = re.compile(
    r"\b(?:group|team|committee|consortium|association|society|organi[sz]ation|university|institute|collaborat\w*|"
    r"department|ministry|network|investigators|center|centre|council|federation|agency|collaboration|panel)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A Western name in parts; a Chinese name or a group has only `whole`."""

    family: str = ""
    given: tuple[tuple[str, ...], ...] = ()
    suffix: str = ""
    whole: str = ""

    def initials(self, between: str = "", hyphen: str = "", stop: str = "") -> str:
        """The initials of the given names: with `between` words and `hyphen` inside a hyphenated
        one.

        "Jean-Luc Marie" gives "JLM", or "J.-L. M." with between " ", hyphen "-" and stop ".".
        """
        return between.join(
            hyphen.join(part[0].upper() + stop for part in word) for word in self.given
        )


def person(name: str) -> Person:
    """The parts of one name as records hold it: "Page, Matthew J", "Page MJ", "高亚",
    "World Health Organization".
    """
    name = collapse(name)
    solid = re.sub(r"[,，]\s*", "", name)
    if only_han(solid):
        return Person(whole=without_role(solid.replace(" ", "")))
    if re.search(f"[{HAN}]", name) or _GROUP.search(name):
        return Person(whole=name)
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) >= 2:
        suffixes = [p for p in parts[1:] if _SUFFIX.fullmatch(p)]
        given = " ".join(p for p in parts[1:] if not _SUFFIX.fullmatch(p))
        given, inner = _without_suffix(given)
        return Person(parts[0], _given(given), (suffixes or [inner])[0].rstrip("."))
    return _without_comma(name)


def _without_comma(name: str) -> Person:
    """ "Page MJ" and "Page MJ Jr" are people; "World Health Organization" and "WHO" are groups."""
    name, suffix = _without_suffix(name)
    words = name.split(" ")
    end = len(words)
    while end > 1 and _INITIALS.fullmatch(words[end - 1]):
        end -= 1
    family = " ".join(words[:end])
    if end == len(words) or family.isupper():
        return Person(whole=f"{name} {suffix}".strip())
    return Person(family, _given(" ".join(words[end:])), suffix)


def _without_suffix(text: str) -> tuple[str, str]:
    head, _, last = text.rpartition(" ")
    return (head, last.rstrip(".")) if head and _SUFFIX.fullmatch(last) else (text, "")


def _given(text: str) -> tuple[tuple[str, ...], ...]:
    """Each given name as its hyphenated parts;
    capitals that stand together ("MJ") are initials of their own.
    """
    words: list[tuple[str, ...]] = []
    for word in re.split(r"[\s.]+(?!-)", text):
        parts = [part for piece in re.split(r"[-‐.]+", word) for part in _PART.findall(piece)]
        if len(parts) == 1 and parts[0].isupper() and 1 < len(parts[0]) <= 3 and parts[0].isascii():
            words.extend((letter,) for letter in parts[0])
        elif parts:
            words.append(tuple(parts))
    return tuple(words)
