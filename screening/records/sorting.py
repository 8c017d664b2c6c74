"""Orders that are the same on every database: titles by sound and alphabet, and a shuffle that a seed repeats."""

from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from screening.records.text import fold, has_han

LARGEST = 0x7FFFFFFF


def sort_key(title: str) -> str:
    """What to sort a title by: folded, Chinese as pinyin with the characters behind it; the whole title, never cut."""
    folded = fold(title)
    if not has_han(folded):
        return folded
    return f"{' '.join(sound for word in _seg()(folded) for sound in _sounds(word))} {folded}"


def shuffle_key(seed: int, key: str) -> int:
    """A number from 0 to 2^31 - 1 that looks random, and is the same for the same seed and key."""
    return int.from_bytes(blake2b(f"{seed}:{key}".encode(), digest_size=4).digest()) & LARGEST


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
