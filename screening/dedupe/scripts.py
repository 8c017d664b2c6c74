"""Writing systems other than Chinese and plain Latin: recognised, named by language,
and read in Latin letters.

Letters are read by anyascii, Japanese by cutlet (MeCab with UniDic), as kanji have no one reading.
Names are compared by the consonants they are heard by, since vowels and doublings are spelt in many
ways ("Юрьев": Yuriev, Iur'ev).
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources

from anyascii import anyascii
from rapidfuzz import fuzz

from screening.records.text import HAN

LATIN, CHINESE, JAPANESE, KOREAN, VIETNAMESE = (
    "latin",
    "chinese",
    "japanese",
    "korean",
    "vietnamese",
)
CYRILLIC, GREEK, ARABIC, HEBREW, THAI, DEVANAGARI = (
    "cyrillic",
    "greek",
    "arabic",
    "hebrew",
    "thai",
    "devanagari",
)

_LETTERS = {
    CYRILLIC: re.compile("[\u0400-\u052f]"),
    ARABIC: re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    KOREAN: re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    GREEK: re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    THAI: re.compile("[\u0e00-\u0e7f]"),
    HEBREW: re.compile("[\u0590-\u05ff]"),
    DEVANAGARI: re.compile("[\u0900-\u097f]"),
}
_KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
_HAN = re.compile(f"[{HAN}]")
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
#: Share of the letters that make a text one of a script: a Greek letter in a title does not.
_LEAST_SHARE = 0.3

#: Scripts whose titles catalogues also write in plain Latin letters.
SPELT_OUT = frozenset({CYRILLIC, GREEK, VIETNAMESE})

_NAMES = {
    LATIN: "English",
    CHINESE: "Chinese",
    JAPANESE: "Japanese",
    KOREAN: "Korean",
    VIETNAMESE: "Vietnamese",
    CYRILLIC: "Russian",
    GREEK: "Greek",
    ARABIC: "Arabic",
    HEBREW: "Hebrew",
    THAI: "Thai",
    DEVANAGARI: "Hindi",
}
_PERSIAN = re.compile("[پچژگکی]")
_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


_ENGLISH = frozenset("the of and with for in to on from by at among an is are".split())  # noqa: SIM905
_SMALL_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "German": "der die das und von bei mit im zur zum nach eine einer des den auf für über",
        "French": "le la les des du et chez dans une aux au sur par pour l d",
        "Spanish": "el la los las del y en con para por una un de",
        "Portuguese": "o a os as do da dos das e em com para por uma um na no de",
        "Italian": "il lo gli la le della dei delle nel nella con per una un di e",
        "Polish": "w z na do u po oraz i się nad ze",
        "Czech": "v u na s pro při po a se ze",
        "Turkish": "ve ile bir olan için hastalarda",
        "Dutch": "het een van bij de en met voor op",
        "Swedish": "och av en ett på med hos för vid",
        "Hungarian": "és a az egy",
        "Indonesian": "dan pada di dengan yang untuk terhadap",
    }.items()
}


def latin_language(text: str) -> str:
    """The English name of the language of a title in Latin letters by its small words;
    "" where they do not tell.
    """
    if text.isascii() and (" of " in text or " in " in text or " and " in text or " for " in text):
        return "English"  # most titles: told without taking them to pieces
    words = set(text.casefold().split())
    english = len(words & _ENGLISH)
    if english > 1 or (english and text.isascii()):
        return "English"
    found = {name: len(words & small) for name, small in _SMALL_WORDS.items()}
    best = max(found, key=lambda name: found[name])
    if found[best] > english + (1 if text.isascii() else 0):
        return best
    return "English" if english else "" if text.isascii() else OTHER_LANGUAGE


OTHER_LANGUAGE = "another language"
#: In place of a script: Latin letters, but not English.
FOREIGN = "foreign"


def script_of(text: str) -> str:
    """The script of a text: LATIN for plain and accented Latin letters,
    and for a text without letters.
    """
    if text.isascii():
        return LATIN
    if _KANA.search(text):
        return JAPANESE
    letters = sum(map(str.isalpha, text)) or 1
    for script, pattern in _LETTERS.items():
        if len(pattern.findall(text)) >= _LEAST_SHARE * letters:
            return script
    if len(_HAN.findall(text)) >= 0.2 * letters:
        return CHINESE
    return VIETNAMESE if len(_VIETNAMESE.findall(text)) > 1 else LATIN


def language_of(script: str, text: str) -> str:
    """The English name of the language that a title in this script is most likely written in."""
    if script == FOREIGN:
        return latin_language(text)
    if script == CYRILLIC and _UKRAINIAN.search(text):
        return "Ukrainian"
    if script == ARABIC and _PERSIAN.search(text):
        return "Persian"
    return _NAMES[script]


#: Letters that Arabic and Persian keyboards and habits write in several ways.
_ARABIC_FORMS = str.maketrans("أإآٱةىيكؤئ", "ااااهییکوی", "ـًٌٍَُِّْٰء")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def evened_out(text: str, script: str) -> str:
    """An Arabic or Persian text with its letters written in one way; others as they are."""
    return text.translate(_ARABIC_FORMS).translate(_DIGITS) if script == ARABIC else text


def plain_digits(text: str) -> str:
    """The text with Arabic and Persian digits as the common ones."""
    return text if text.isascii() else text.translate(_DIGITS)


def in_latin_letters(text: str, script: str) -> str:
    """The text in Latin letters, "" for none."""
    if script == JAPANESE and _HAN.search(text):
        return _japanese()(text)
    return anyascii(text)


@cache
def _japanese() -> Callable[[str], str]:
    # the dictionary is large and only Japanese records need it
    from cutlet import Cutlet

    reader = Cutlet(ensure_ascii=True)
    reader.use_foreign_spelling = False
    read: Callable[[str], str] = reader.romaji
    return read


@cache
def _korean_surnames() -> dict[str, tuple[str, ...]]:
    source = resources.files("screening.dedupe") / "tables" / "surnames_korean.tsv"
    rows = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines()[1:])
    return {row[0]: tuple(row[1].split()) for row in rows}


def split_name(name: str, script: str) -> tuple[str, ...]:
    """The parts of a name in Latin letters, in the order written;
    a Korean one is cut behind its surname.
    """
    if script == KOREAN and " " not in name.strip():
        name = name.strip()
        size = 2 if name[:2] in _korean_surnames() and len(name) > 2 else 1
        return tuple(anyascii(part) for part in (name[:size], name[size:]) if part)
    if script == ARABIC:
        name = _ARTICLE.sub("", name)
    return tuple(in_latin_letters(name, script).replace(",", " ").replace(".", " ").split())


@lru_cache(maxsize=65536)
def sounds(name: str, script: str) -> frozenset[str]:
    """What the parts of a name are heard by; of a Korean surname every usual spelling."""
    parts = split_name(name, script)
    found = {sound(part) for part in parts if len(part) > 1 or script == KOREAN}
    if script == KOREAN:
        found.update(sound(spelling) for spelling in _korean_surnames().get(name.strip()[:1], ()))
        found.update(sound(spelling) for spelling in _korean_surnames().get(name.strip()[:2], ()))
    return frozenset(found - {""})


_ALIKE = (
    ("shch", "s"),
    ("sch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sh", "s"),
    ("zh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ts", "c"),
    ("tz", "c"),
    ("ks", "x"),
    ("mp", "b"),
)
_SOFT = str.maketrans("gbdvzjq", "kptfsck")
_HEARD_LITTLE = re.compile("[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The consonants of a word in Latin letters, voiced and unvoiced as one;
    a word of vowels alone stays as it is.
    """
    letters = "".join(c for c in anyascii(word).lower() if c.isalpha())
    text = letters.removeprefix("al") if len(letters) > 5 else letters
    for spelling, one in _ALIKE:
        text = text.replace(spelling, one)
    text = text.translate(_SOFT)
    head = "" if _HEARD_LITTLE.match(text) else text[:1]
    rest = _HEARD_LITTLE.sub("", text[1:] if head else text)
    return _DOUBLED.sub(r"\1", head + rest) or letters


def is_heard(surname: str, among: frozenset[str]) -> bool:
    """Whether a surname in Latin letters sounds like a part of a name."""
    heard = sound(surname)
    return heard in among or any(
        len(s) > 3 and len(heard) > 3 and fuzz.ratio(s, heard) >= 80 for s in among
    )
