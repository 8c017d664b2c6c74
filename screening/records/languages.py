"""Names and codes of languages, brought to BCP 47 primary tags."""

import re
from functools import lru_cache

_NAMES = {
    "zh": "zh zho chi cmn chinese mandarin 中文 汉语 漢語 中国语 中國語 简体中文 繁体中文 chs cht zh-cn zh-tw",
    "en": "en eng english american british usenglish ukenglish 英文 英语 英語",
    "fr": "fr fre fra french francais français acadian canadien 法文 法语",
    "de": "de ger deu german ngerman deutsch 德文 德语",
    "es": "es spa spanish espanol español castilian 西班牙文 西班牙语",
    "pt": "pt por portuguese português portugues 葡萄牙文 葡萄牙语", "it": "it ita italian italiano 意大利文 意大利语",
    "ru": "ru rus russian русский 俄文 俄语", "ja": "ja jpn japanese 日文 日语 日本語",
    "ko": "ko kor korean 韩文 韩语 朝鲜语 한국어", "nl": "nl dut nld dutch nederlands", "pl": "pl pol polish polski",
    "cs": "cs cze ces czech", "sk": "sk slo slk slovak", "hu": "hu hun hungarian", "tr": "tr tur turkish türkçe",
    "sv": "sv swe swedish svenska", "da": "da dan danish dansk", "no": "no nor norwegian nb nob nn",
    "fi": "fi fin finnish suomi", "el": "el gre ell greek", "he": "he heb hebrew",
    "ar": "ar ara arabic 阿拉伯文 阿拉伯语", "fa": "fa per fas persian farsi",
    "uk": "uk ukr ukrainian", "ro": "ro rum ron romanian", "bg": "bg bul bulgarian",
    "hr": "hr hrv scr croatian", "sr": "sr srp scc serbian", "sl": "sl slv slovenian slovene", "ca": "ca cat catalan",
    "th": "th tha thai", "vi": "vi vie vietnamese", "id": "id ind indonesian", "ms": "ms may msa malay",
    "hi": "hi hin hindi", "lt": "lt lit lithuanian", "lv": "lv lav latvian", "et": "et est estonian",
    "is": "is ice isl icelandic", "la": "la lat latin", "af": "af afr afrikaans", "eu": "eu baq eus basque",
    "gl": "gl glg galician", "ur": "ur urd urdu", "bn": "bn ben bengali",
    "mn": "mn mon mongolian", "bo": "bo tib bod tibetan", "ug": "ug uig uighur uyghur",
}  # fmt: skip
_TAGS = {name: tag for tag, names in _NAMES.items() for name in names.split()}
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(r"[A-Za-z]{2}(?=$|[-_;,/ ])")


@lru_cache(maxsize=1000)
def tag(text: str) -> str:
    """The primary tag of the first language named in the text: "中文;" and "chi" give "zh";
    "" if none is known.

    Two-letter codes count only at the start,
    so that "in" or "is" inside a sentence is no language.
    """
    short = _SHORT.match(text.strip())
    if short:
        return _TAGS.get(short.group().lower(), "")
    for word in _WORD.findall(text):
        found = _TAGS.get(word.casefold()) if len(word) > 2 or not word.isascii() else None
        if found:
            return found
    return ""
