"""Orders that are the same on every database: titles by sound and alphabet,
and a shuffle that a seed repeats.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from screening.records.names import COMPOUND_SURNAMES
from screening.records.text import fold, has_han, only_han

LARGEST = 0x7FFFFFFF
_AT_ONCE = 2_000
_READINGS = (
    "秘bi 薄bo 卜bu 长chang 种chong 盖ge 黑he 缪miao 区ou 朴piao 覃qin 仇qiu 单shan 召shao 折she 隗wei 洗xian "
    "解xie 乐yue 员yun 曾zeng 查zha 祭zhai 翟zhai"
)
#: Characters that sound otherwise as a surname than in a word.
_SURNAMES = {reading[0]: reading[1:] for reading in _READINGS.split()}


def sort_key(title: str) -> str:
    """What to sort a title by: folded, Chinese as pinyin before its characters; never cut."""
    folded = fold(title)
    if not has_han(folded):
        return folded
    return f"{' '.join(sound for word in _cut(folded) for sound in _sounds(word))} {folded}"


def name_key(name: str) -> str:
    """What to sort a person by: as a title, but with the sound that 曾 (zeng),
    翟 (zhai) or 单 (shan) has as a surname.

    Groups such as 解放军总医院 keep the sound of the word.
    """
    folded = fold(name)
    surname = _SURNAMES.get(folded[:1], "")
    if (
        not surname
        or not only_han(folded)
        or not 1 < len(folded) < 4
        or folded[:2] in COMPOUND_SURNAMES
    ):
        return sort_key(name)
    return f"{surname} {' '.join(sound for char in folded[1:] for sound in _sounds(char))} {folded}"


def shuffle_key(seed: int, key: str) -> int:
    """A number from 0 to 2^31 - 1 that looks random, and is the same for the same seed and key."""
    return int.from_bytes(blake2b(f"{seed}:{key}".encode(), digest_size=4).digest()) & LARGEST


def _cut(text: str) -> Iterator[str]:
    """The words of the text. One longer than any title is cut in parts:
    the time for each grows with its square.
    """
    for start in range(0, len(text), _AT_ONCE):
        yield from _seg()(text[start : start + _AT_ONCE])


def _words(text: str) -> list[str]:
    return text.split()


@cache
def _seg() -> Any:
    """Cuts a text into words, by which a character with several readings gets the right one."""
    from pypinyin.core import Pinyin

    return Pinyin().seg


@lru_cache(maxsize=50_000)
def _sounds(word: str) -> tuple[str, ...]:
    """The pinyin of one word; the words of titles come again and again."""
    return tuple(_pinyin()([word], errors=_words))


@cache
def _pinyin() -> Any:
    from pypinyin import lazy_pinyin

    return lazy_pinyin
