"""Which edition of a book or report a record speaks of."""

import re

from screening.records.text import has_han

_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
_LATIN = re.compile(
    rf"(?i)(?<![^\W_])(?:(\d{{1,2}}) ?(?:st|nd|rd|th)|({'|'.join(_WORDS)}))[ -](?:\w+ )?(?:ed\.|edn|edition|"
    r"ed(?![^\W_]))|(?<![^\W_])(?:edition|edn|ed\.)[ :]*(?:no\.? ?)?(\d{1,2})(?!\d)"
)
_HAN = re.compile(r"第 ?([一二三四五六七八九十\d]{1,3}) ?版")
_HAN_DIGITS = {c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)}


def read_editions(*texts: str) -> frozenset[str]:
    """The numbers of all editions that the texts name: "2nd ed.", "third edition", 第二版."""
    found: set[str] = set()
    for text in texts:
        if _may_name_one(text):
            for digits, word, after in _LATIN.findall(text):
                found.add((digits or after).lstrip("0") or str(_WORDS.index(word.lower()) + 1))
        if "版" in text and has_han(text):
            found.update(_HAN_DIGITS.get(n, n) for n in _HAN.findall(text))
    return frozenset(found) if found else _NONE


_NONE: frozenset[str] = frozenset()


def _may_name_one(text: str) -> bool:
    """A look that costs less than the pattern; a long text has to spell the word out."""
    if "dition" in text or "DITION" in text:
        return True
    return (
        len(text) < 90
        and ("ed" in text or "ED" in text or "Ed" in text)
        and bool(_SHORT.search(text))
    )


_SHORT = re.compile(r"(?i)(?<![^\W_])ed(?:n(?![^\W_])|\.|(?![^\W_]))")
