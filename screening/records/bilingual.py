"""A report in each language its records know: title, authors, journal, abstract and keywords,
and who says so.

A PubMed record of a Chinese article knows its English title, the CNKI record of the same article
the Chinese one. What either says stands side by side here: first in the article's own language,
then in the other.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import name as name_of

from screening.records.record import Record
from screening.records.text import guess_language, han_share, title_key

FIELDS = ("title", "authors", "journal", "abstract", "keywords")
#: Field to the field that holds it in the other language.
OTHER = {name: f"{name}_translated" for name in FIELDS}
#: The fields of a record that `bilingual` answers for.
TOLD = (*FIELDS, *OTHER.values(), "language")

_KANA, _HANGUL, _HAN, _LATIN = "KANA", "HANGUL", "CJK", "LATIN"
#: Languages that are not written in Latin letters, and the scripts that write them.
_LETTERS = {
    "zh": (_HAN,),
    "ja": (_HAN, _KANA),
    "ko": (_HANGUL, _HAN),
    "ru": ("CYRILLIC",),
    "uk": ("CYRILLIC",),
    "bg": ("CYRILLIC",),
    "sr": ("CYRILLIC",),
    "mn": ("CYRILLIC", "MONGOLIAN"),
    "ar": ("ARABIC",),
    "fa": ("ARABIC",),
    "ur": ("ARABIC",),
    "ug": ("ARABIC",),
    "el": ("GREEK",),
    "he": ("HEBREW",),
    "th": ("THAI",),
    "hi": ("DEVANAGARI",),
    "bn": ("BENGALI",),
    "bo": ("TIBETAN",),
}
#: The language to take a script for where no record names one.
_WRITES = {
    _HAN: "zh",
    _KANA: "ja",
    _HANGUL: "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
}
#: Letters that tell the script of a text.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Said:
    """The value of one field in one language, the records (ids) that say so,
    and what others say in that language.
    """

    value: Any
    by: tuple[Hashable, ...]
    others: tuple[tuple[Hashable, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A value of one record; `second` where it stands in the record's field for the other language."""

    id: Hashable
    value: Any
    second: bool
    script: str


def bilingual(ranked: Sequence[Hashable], members: Mapping[Hashable, Record]) -> dict[str, Said]:
    """What the records of a report say in its own language (title, authors,
    …) and in another (title_translated, …).

    `ranked` names the members, best first: of equals its order decides, that of `members` never
    does. Of titles the first counts, of authors the first list that was not cut, of journals and
    abstracts the longest; keywords are united. A field that no record gives in the article's
    language is filled from the other. `language` is what records name, or what their letters tell;
    empty answers are left out.
    """
    own = _own_language(ranked, members)
    said: dict[str, Said] = {}
    for field in FIELDS:
        texts = _texts(field, ranked, members)
        mine = _in(own, field, texts, members)
        rest = [text for text in texts if text not in mine]
        other = _one_script(rest)
        if not mine:
            mine, other = other, []
        for name, found in ((field, mine), (OTHER[field], other)):
            if found:
                said[name] = _best(field, found, members)
    if own:
        named = tuple(id for id in ranked if _language(members[id]) == own)
        told = [
            (id, members[id].language) for id in ranked if members[id].language not in ("", own)
        ]
        said["language"] = Said(own, named, tuple(told))
    return said


def turned(joint: Record, primary: Record) -> bool:
    """Whether the joint record has the languages the other way round than its primary record."""
    if not joint.title_translated or not primary.title:
        return False
    key = title_key(primary.title)
    if key in (title_key(joint.title), title_key(joint.title_translated)):
        return key == title_key(joint.title_translated)
    return script(primary.title) != script(joint.title)


def script(text: str) -> str:
    """The script of most of the text's first letters ("LATIN", "CJK", "KANA", "HANGUL", …),
    "" without letters.

    Chinese and Japanese are told where three letters in ten are theirs:
    titles are full of names of genes.
    """
    if text.isascii():
        return _LATIN if any(map(str.isalpha, text)) else ""
    letters = [char for char in text[: 4 * _LOOKED_AT] if char.isalpha()][:_LOOKED_AT]
    if not letters:
        return ""
    found = Counter(_script_of(char) for char in letters)
    if found[_KANA]:
        return _KANA
    return (
        _HAN
        if han_share("".join(letters)) >= 0.3
        else max(found, key=lambda one: (found[one], one))
    )


def _script_of(char: str) -> str:
    known = name_of(char, "").replace("FULLWIDTH ", "").replace("HALFWIDTH ", "").split(" ")[0]
    return _KANA if known in {"HIRAGANA", "KATAKANA"} else known


def _own_language(ranked: Sequence[Hashable], members: Mapping[Hashable, Record]) -> str:
    """The language most records name beside English,
    which databases also name where they show a translation only.
    """
    named = Counter(_language(members[id]) for id in ranked)
    foreign = {language: n for language, n in named.items() if language not in ("", "en")}
    if not foreign:
        return "en" if named["en"] else ""
    # A title in kanji alone is taken for Chinese where no language is named, a Chinese one never
    # for Japanese.
    return "ja" if "ja" in foreign else max(foreign, key=lambda one: (foreign[one], one))


def _language(record: Record) -> str:
    if record.language:
        return record.language
    return _WRITES.get(script(record.title), "") or guess_language(record.title)


def _texts(
    field: str, ranked: Sequence[Hashable], members: Mapping[Hashable, Record]
) -> list[_Text]:
    found = []
    for id in ranked:
        for second, name in enumerate((field, OTHER[field])):
            if value := getattr(members[id], name):
                found.append(_Text(id, value, bool(second), script(_plain(value))))
    return found


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _in(
    own: str, field: str, texts: Sequence[_Text], members: Mapping[Hashable, Record]
) -> list[_Text]:
    """Those of the texts that are in the article's own language."""
    if own in _LETTERS:
        return [text for text in texts if text.script in _LETTERS[own]]
    latin = [text for text in texts if text.script in (_LATIN, "")]
    if field in ("authors", "journal"):
        return [text for text in latin if not text.second] or latin
    both = {text.id for text in latin if text.second}
    sure = [text for text in latin if _is_own(own, text, members[text.id], text.id in both)]
    known = {title_key(_plain(text.value)) for text in sure}
    return [text for text in latin if text in sure or title_key(_plain(text.value)) in known]


def _is_own(own: str, text: _Text, record: Record, both: bool) -> bool:
    """For two languages in Latin letters: the first title is the article's,
    unless it stands in brackets.
    """
    translated = str(record.title).startswith("[") and both
    first = text.second if translated else not text.second
    return first and (record.language in (own, "") or own == "")


def _one_script(texts: Sequence[_Text]) -> list[_Text]:
    """The texts of one script: Latin before any other, then Chinese."""
    scripts = {text.script for text in texts}
    if not scripts:
        return []
    chosen = min(scripts, key=lambda one: (one != _LATIN, one != _HAN, one))
    return [text for text in texts if text.script == chosen]


def _best(field: str, texts: Sequence[_Text], members: Mapping[Hashable, Record]) -> Said:
    if field == "keywords":
        ids = tuple(dict.fromkeys(text.id for text in texts))
        return Said(tuple(dict.fromkeys(word for text in texts for word in text.value)), ids)
    order: dict[str, Callable[[_Text], Any]] = {
        "authors": lambda text: members[text.id].authors_incomplete,
        "journal": lambda text: -len(text.value),
        "abstract": lambda text: -len(text.value),
    }
    ordered = sorted(texts, key=order[field]) if field in order else list(texts)
    value = ordered[0].value
    by = tuple(dict.fromkeys(text.id for text in texts if text.value == value))
    others = {text.id: text.value for text in reversed(texts) if text.id not in by}
    return Said(
        value,
        by,
        tuple((id, others[id]) for id in dict.fromkeys(t.id for t in texts) if id in others),
    )


class Shown:
    """A report, or a record by itself, as a reader sees it:
    `title` leads and `title_translated` stands below.

    To a reader of Chinese the article's own language leads, to any other that of the primary
    record. `of` has the fields as attributes; they are read when asked for, so that a list may
    leave out long texts.
    """

    def __init__(self, of: Any, joint: Mapping[str, Any] | None, *, chinese: bool) -> None:
        self._of, self._joint = of, joint
        self._turned = bool(joint and joint.get("turned")) and not chinese
        if joint is None and chinese:
            self._turned = leads_with_translation(of.title, of.title_translated, of.language)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        field = name.removesuffix("_translated")
        if field not in OTHER:
            return self._value(name)
        first, second = self._value(field), self._value(OTHER[field])
        if self._turned and second:
            first, second = second, first
        return first if name == field else second

    def _value(self, name: str) -> Any:
        if self._joint is not None and name in self._joint:
            return self._joint[name]
        return getattr(self._of, name)

    @property
    def title_language(self) -> str:
        """The language of the title that leads."""
        return (
            guess_language(self.title) if self._turned else language_of(self.title, self.language)
        )


def language_of(text: str, language: str) -> str:
    """The language of a text in a record of that language: its own where the letters fit,
    else what they tell.
    """
    letters = _LETTERS.get(language, (_LATIN, ""))
    return language if script(text) in letters else guess_language(text)


def leads_with_translation(title: str, other: str, language: str) -> bool:
    """Whether the second of two titles is in the language of the work and the first is not."""
    return (
        bool(other)
        and language in _LETTERS
        and script(other) in _LETTERS[language]
        and bool(title and script(title) not in _LETTERS[language])
    )
