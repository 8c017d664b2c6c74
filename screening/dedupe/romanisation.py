"""Chinese names in Latin letters: pinyin with surname readings,
Wade–Giles and common Cantonese spellings.
"""

from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from screening.dedupe.pinyin import syllables
from screening.records.text import simplified_table

_WADE_INITIALS = (
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("z", "ts"),
    ("c", "ts"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("r", "j"),
)
_WADE_FINALS = (
    ("iong", "iung"),
    ("ong", "ung"),
    ("ian", "ien"),
    ("ie", "ieh"),
    ("ue", "ueh"),
    ("uo", "o"),
    ("yan", "yen"),
    ("ye", "yeh"),
    ("you", "yu"),
)


class Surnames(NamedTuple):
    """What tables/surnames.tsv says: readings of characters that pypinyin reads otherwise,
    and other spellings.
    """

    readings: dict[str, str]
    spellings: dict[str, frozenset[str]]


@cache
def surnames() -> Surnames:
    """The table of surnames; its pinyin column lists the commonest ones,
    to tell surname from given name.
    """
    readings: dict[str, str] = {}
    spellings: dict[str, frozenset[str]] = {}
    source = resources.files("screening.dedupe") / "tables" / "surnames.tsv"
    for line in source.read_text(encoding="utf-8").splitlines()[1:]:
        pinyin, characters, others = (*line.split("\t"), "", "")[:3]
        readings.update(dict.fromkeys(characters.split(), pinyin))
        spellings[pinyin] = frozenset(others.split())
    return Surnames(readings, spellings)


def is_surname(word: str) -> bool:
    """Whether a word in Latin letters is a common Chinese surname in pinyin."""
    return word.lower() in surnames().spellings


def split_chinese(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name in Han characters, compound surnames kept whole."""
    plain = name.translate(simplified_table()).replace("·", "").replace(" ", "")
    size = 2 if len(plain) > 2 and plain[:2] in surnames().readings else 1
    return plain[:size], plain[size:]


@lru_cache(maxsize=65536)
def romanise(name: str) -> tuple[str, str]:
    """Surname in pinyin and the initials of the given name: "欧阳修" gives ("ouyang", "x")."""
    family, given = split_chinese(name)
    surname = surnames().readings.get(family) or "".join(syllables(family))
    return surname, "".join(s[:1] for s in syllables(given))


def wade_giles(pinyin: str) -> str:
    """A pinyin syllable in Wade–Giles letters without marks: "xu" gives "hsu", "zhang" "chang"."""
    for pinyin_initial, wade_initial in _WADE_INITIALS:
        if pinyin.startswith(pinyin_initial):
            initial, rest = wade_initial, pinyin[len(pinyin_initial) :]
            break
    else:
        initial, rest = "", pinyin
    for pinyin_final, wade_final in _WADE_FINALS:
        if rest.endswith(pinyin_final) and not (pinyin_final == "uo" and pinyin[:1] in "gkhs"):
            return initial + rest[: -len(pinyin_final)] + wade_final
    if rest == "e" and pinyin[:1] in "gkh":
        rest = "o"
    return initial + rest


@lru_cache(maxsize=8192)
def spellings(surname: str) -> frozenset[str]:
    """The other ways a pinyin surname is written in Latin letters, itself included."""
    return surnames().spellings.get(surname, frozenset()) | {surname, wade_giles(surname)}
