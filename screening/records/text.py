"""Text rules, right in Chinese and in English: fold a copy to compare, never the original."""

import html
import re
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise

#: The Han ranges, for use inside a character class.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_TOKEN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_ASCII_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
#: Embeddings, overrides and isolates of the bidirectional algorithm; plain Arabic or Hebrew needs
#: none of them.
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")


def plain_name(text: str) -> str:
    """A name in one line, without the marks that turn the direction of what stands around it."""
    return collapse(TURNING.sub("", text))


def collapse(text: str) -> str:
    """The text with every run of white space as one blank, trimmed,
    and without marks that nobody sees.

    Those are zero-width blanks, word joiners, soft hyphens and byte order marks, which web pages
    leave inside words, so that neither a search nor a highlight finds 外泌体. Joiners that shape
    Persian or Indic letters stay.
    """
    if (
        text.isprintable() and "  " not in text
    ):  # the only white space is single blanks; most texts are like that
        return text.strip(" ")
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


def has_han(text: str) -> bool:
    """Whether any character is a Han character."""
    return not text.isascii() and bool(_HAN.search(text))


def han_share(text: str) -> float:
    """Share of the letters that are Han, in [0, 1]; 0 for a text without letters."""
    letters = sum(map(str.isalpha, text))
    return len(_HAN.findall(text)) / letters if letters else 0.0


def only_han(text: str) -> bool:
    """Whether the text has letters and all of them are Han (blanks and the name dot · do not
    count).
    """
    kept = text.replace("·", "").replace("•", "").replace(" ", "").replace("\u3000", "")
    return bool(kept) and _HAN_RUN.fullmatch(kept) is not None


@cache
def simplified_table() -> dict[int, str]:
    """A `str.translate` table from traditional to simplified characters (OpenCC's TSCharacters)."""
    source = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    table: dict[int, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.strip().partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split()[0]
    return table


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, simplified_table()))


def strip_tags(text: str) -> str:
    """The text without markup such as `<i>` and with entities decoded; `p < 0.05` stays."""
    return html.unescape(_TAG.sub("", text))


def fold(text: str) -> str:
    """A copy to compare by: width, case, accents, markup,
    punctuation and script variant evened out.

    NFKC, tags off, lower case, combining marks off, traditional to simplified Chinese; what is
    neither a letter nor a digit becomes one blank. Han characters stay. Empty in, empty out: an
    empty key never matches anything, which the caller has to see to.
    """
    return " ".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    """The words of the folded text; a run of Han characters is one."""
    if text.isascii():
        plain = strip_tags(text).casefold() if ("<" in text or "&" in text) else text.casefold()
        if plain.isascii():  # an entity may have brought other letters in
            return plain.translate(_ASCII_BLANKS).split()
    else:
        plain = unicodedata.normalize("NFKC", strip_tags(text))
        if _HAN.search(plain) and not _traditional().isdisjoint(plain):
            plain = plain.translate(simplified_table())
        plain = plain.casefold()
        if not plain.isascii():
            plain = unicodedata.normalize("NFKD", plain)
            for mark in filter(unicodedata.combining, set(plain)):
                plain = plain.replace(mark, "")
    return _TOKEN.findall(plain)


def title_key(text: str) -> str:
    """The folded text without blanks: equal keys mean the same title but for spacing and
    punctuation.
    """
    return fold(text).replace(" ", "")


def word_tokens(word: str) -> list[str]:
    """The tokens of one folded word: itself, or for Han characters each of them and each pair of
    neighbours.
    """
    if word.isascii() or not _HAN.match(word):
        return [word]
    return [*word, *map("".join, pairwise(word))]


def query_tokens(text: str) -> list[str]:
    """Tokens that a search for this text must find: words, pairs of Han characters,
    a lone character alone.
    """
    tokens: list[str] = []
    for word in fold(text).split():
        if _HAN.match(word) and len(word) > 1:
            tokens.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            tokens.append(word)
    return tokens


def guess_language(*texts: str) -> str:
    """ "zh" when Han characters lead in the first text that has letters, "" for kana or hangul, else "en".

    A fallback for records that name no language; "" when there is no letter at all.
    """
    for text in texts:
        if text.isascii():
            if text.lower() != text.upper():
                return "en"
            continue
        if not any(map(str.isalpha, text)):
            continue
        if _KANA_HANGUL.search(text):
            return ""
        return "zh" if han_share(text) >= 0.3 else "en"
    return ""
