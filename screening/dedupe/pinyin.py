"""Han characters in Latin letters, syllable by syllable."""

from collections.abc import Callable
from functools import cache


def syllables(text: str) -> list[str]:
    """The pinyin of each Han character without tones; runs of other characters stay as they are."""
    return _reader()(text)


@cache
def _reader() -> Callable[[str], list[str]]:
    # the dictionary takes a third of a second to load, and tables without a Han character never
    # need it
    from pypinyin import lazy_pinyin

    reader: Callable[[str], list[str]] = lazy_pinyin
    return reader
