"""Names of people and groups as bibliographic exports give them; a Chinese name is one string,
never split.
"""

import re
from collections.abc import Sequence

from screening.records.text import HAN, collapse, only_han

_COMPOUND = (
    "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 夏侯 轩辕 端木 呼延 南宫 独孤 申屠 "
    "歐陽 司馬 諸葛 尉遲 公孫 長孫 東方 夏侯"
)
#: Family names of two characters, which tell "欧阳, 修文" (one person) from "张三, 李四" (two).
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())

_PRINTED = re.compile(r"""\[(?:\s*(?:'[^']*'|"[^"]*")\s*,?)+\s*\]""")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_SEPARATOR = re.compile(r"[;；]+|\s*\|\s*|\s//\s")
_COMMA = re.compile(r"[,，、]")
_FOOTNOTE = re.compile(
    r"\[[^\[\]]*@[^\[\]]*\]?|\[[\d,，、*]*\]?|(?<![\d-])\d{1,2}\]|<sup>[^<]*</sup>|[¹²³⁰-⁹†‡*＊]+"
    r"|[(（]\s*(?:\d{1,2}(?:\s*[,，、]\s*\d{1,2})*|综述|审校|编译|整理|通[讯信]作者)\s*[)）]",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z.'-]+)*(?:, [A-Za-z.'-]+(?: [A-Za-z.'-]+)*)?")
_TRAILING_DIGITS = re.compile(
    rf"(?:(?<=[\s,.])|(?<=[{HAN}]))\d{{1,2}}(?:\s*[,，]\s*\d{{1,2}}){{0,30}}$"
)
#: The footnotes of 张三1,2, 李四2, which have to go before the commas part the names.
_INNER_DIGITS = re.compile(rf"(?<=[{HAN}])\d{{1,2}}(?:[,，]\d{{1,2}})*[*＊]?(?=\s*(?:[,，、]|$))")
_CLOSING_OTHERS = re.compile(r"(?<![\s,，、])[\s,，、]+等人?$")
_AND_OTHERS = frozenset({"等", "等人", "et al", "et al.", "others", "and others", "...", "…"})
#: Stands at the end of a list of names that the file cut short ("et al.", 等, "and others").
OTHERS = "et al."
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:[·•][{HAN}]+)+")
_HAN_TURNED = re.compile(rf"\s*[{HAN}]{{1,4}}[,，]\s*[{HAN}]{{1,4}}\s*")
_HAN_WITH_MARK = re.compile(f"([{HAN}·]+?)(?:主编|编著|主审|编|著|译)")


def tidy(name: str) -> str:
    """One name without footnote marks, stray separators and doubled blanks;
    "" when nothing is left.

    "杨, 育伟" and "余 敏" become one unit ("杨育伟", "余敏"); "Smith,John" becomes "Smith,
    John".
    """
    if _PLAIN.fullmatch(name) or name.isalpha():
        return name
    name = collapse(name)
    if not name.isascii() or "[" in name or "]" in name or "*" in name or "<" in name:
        name = _FOOTNOTE.sub("", name)
    name = name.strip(" ;；,，、:")
    if "," in name or not name.isascii():
        # "Kohler, Lars 1" has a footnote, "Author 1" is a name.
        name = _TRAILING_DIGITS.sub("", name).strip(" ;；,，、")
    if not name.isascii():
        family, comma, given = name.partition(",") if "," in name else name.partition("，")
        if only_han(family + given) and (
            not comma or (len(family) <= 2 and len(given.strip()) <= 4)
        ):
            return (family + given).replace(" ", "").replace("\u3000", "")
    family, comma, given = name.partition(",")
    return f"{family.rstrip()}, {given.lstrip()}" if comma and given.strip() else family


def split_authors(text: str) -> tuple[str, ...]:
    """Every name in a field that may hold several, in order, tidied.

    Splits at ; ； ;; and |, and at commas only when every part is a Chinese name (of 2 to 4
    characters, or with a dot as in 买买提·艾力), at blanks only when three such names or more stand
    there. "等" and "et al." are no names: where the list is cut, OTHERS is its last part.
    """
    if text.isascii():
        if len(text) > 6 and _PLAIN.fullmatch(text):
            return (text,)
    elif len(text) < 5 and text.isalpha() and text not in _AND_OTHERS:
        return (text,)
    names: list[str] = []
    for part in _SEPARATOR.split(collapse(text)):
        for piece in _at_commas(part):
            name = tidy(piece)
            if name:
                names.append(OTHERS if name.casefold() in _AND_OTHERS else name)
    return tuple(names)


def without_others(names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The names without the words that stand for those left out, and whether there were such words."""
    if not names or (OTHERS not in names and names[-1].casefold() not in _AND_OTHERS):
        return names, False
    kept = tuple(name for name in names if name != OTHERS)
    return (kept[:-1] if kept and kept[-1].casefold() in _AND_OTHERS else kept), True


def split_fields(fields: Sequence[str]) -> tuple[str, ...]:
    """The names of all fields of an entry, each split as `split_authors` does; but where every one
    of several fields is "family, given" in Han characters (山田, 太郎), each is one person.
    """
    filled = [
        name
        for field in fields
        if field and not field.isspace()
        for name in (listed(field) if field[0] == "[" else (field,))
    ]
    if len(filled) > 1 and all(map(_HAN_TURNED.fullmatch, filled)):
        return tuple(_COMMA.sub("", "".join(field.split())) for field in filled)
    return tuple(name for field in filled for name in split_authors(field))


def listed(field: str) -> list[str]:
    """The texts of a list as Python prints it (['Li, Wei', 'Smith, J.']);
    any other field is one by itself.
    """
    if field[:1] != "[" or not _PRINTED.fullmatch(field.strip()):
        return [field]
    return [one or other for one, other in _QUOTED.findall(field)]


def _at_commas(part: str) -> list[str]:
    if part.isascii():
        return [part]
    part, cut = _CLOSING_OTHERS.subn("", _INNER_DIGITS.sub("", part))
    if cut:
        return [*_at_commas(part), OTHERS]
    pieces = [piece.strip() for piece in _COMMA.split(part) if piece.strip()]
    if len(pieces) == 1:
        return _at_blanks(part)
    if not all(
        _HAN_NAME.fullmatch(piece.replace(" ", "").replace("\u3000", "")) for piece in pieces
    ):
        return [part]
    if len(pieces) == 2 and pieces[0] in COMPOUND_SURNAMES:
        return [part]
    return pieces


def _at_blanks(part: str) -> list[str]:
    """Three names or more: 张三 李四 王　五. Two words may be one Japanese name (佐藤 花子)."""
    words: list[str] = []
    for word in part.split():
        if words and len(words[-1]) == 1:
            words[-1] += word  # a name of two characters, set as wide as its neighbours of three
        else:
            words.append(word)
    return words if len(words) > 2 and all(map(_HAN_NAME.fullmatch, words)) else [part]


def without_role(name: str) -> str:
    """A Chinese name without a closing 主编, 编 or 著, as lists of references write it."""
    found = _HAN_WITH_MARK.fullmatch(name)
    return found.group(1) if found and len(found.group(1)) >= 2 else name
