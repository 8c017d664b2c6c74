"""The year in a date as exports write it."""

import re
import unicodedata
from functools import lru_cache

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?(?!\d)")
_HAN_YEAR = re.compile("[一二][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
_HAN_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


@lru_cache(maxsize=4000)
def year(text: str) -> int | None:
    """The first year from 1500 to 2099 in the text; None if there is none.

    Reads "2024/08//", "2018 Jan-Feb", "2020年", "２０２０", "二〇二〇年", "20200113", "4-8 Aug.
    2020"; "99" is no year.
    """
    if not text:
        return None
    if not text.isascii():
        han = _HAN_YEAR.search(text)
        if han:
            text = han.group().translate(_HAN_DIGITS)
        text = unicodedata.normalize("NFKC", text)
    found = _YEAR.search(text) or _COMPACT.search(text)
    return int(found.group(1)) if found else None
