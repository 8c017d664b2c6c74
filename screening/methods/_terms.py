"""The search terms in a strategy, read without the field names and operators of the databases it
was written for.

Read are the ways of writing of CNKI, Wanfang, VIP and SinoMed, of PubMed, Ovid, Embase.com, Scopus,
Web of Science, EBSCO and the Cochrane Library. Truncation stays: a stem without its mark is no
word. What limits a search (language, years, kinds of documents) is no term.
"""

import re
from collections.abc import Iterator

from screening.records.text import HAN, has_han

_LINE = re.compile(r"^\s*(?:#|S)?\d+\s*(?:[.、:：)]\s*|\s(?=\S))")
_LIMIT_LINE = re.compile(
    r"(?i)^\s*(?:limit\s+#?\d+\s+to\b|remove duplicates from\b|(?:检索)?(?:时间|年限|语种|文献类型)\s*[:：])"
)
_REFERENCES = re.compile(
    r"(?i)(?<![\w-])(?:#\d+|S\d+)(?!\w)|(?<!\w)(?:or|and)/\d+(?:\s*[-,]\s*\d+)*|(?<!\w)\d+\s*-\s*\d+/(?:or|and)\b"
)
#: A value with the field that makes it a limit.
_FIELD_LIMITS = (
    re.compile(
        r"(?i)(?:\"[^\"]*\"|[^\s()\[\]]+)\s*"
        r"\[(?:la|lang|language|dp|edat|pdat|pt|sb|filter|date[^\]]*|publication (?:type|date)[^\]]*|dcom|crdt)\]"
    ),
    re.compile(r"(?i)\[[^\[\]]*\]/(?:lim|py|la)\b"),
    re.compile(r"(?i)\b(?:LIMIT-TO|EXCLUDE|DOCTYPE|LANGUAGE|SRCTYPE|SUBJAREA)\s*\([^()]*\)"),
    re.compile(r"(?i)\bPUB(?:YEAR|DATETXT)\s*(?:[<>=]+|BEF|AFT|IS)\s*\S+"),
    re.compile(
        r"(?i)(?<![\w-])(?:PY|LA|DT|YR|YE|DOP)\s*[=＝]\s*\(?[^()]*?(?:\)|(?=\s+(?:AND|OR|NOT)\b)|$)"
    ),
    re.compile(r"(?:年|出版年|发表时间|发表年度|语种|文献类型)\s*[=＝:：]\s*[^\s()（）]+"),
    re.compile(r"(?i)\S+\.(?:la|pt|yr|lg)\."),
)
#: Subject headings, whose name is the term.
_HEADINGS = (
    re.compile(r"(?i)\[mh\s+(?:\^)?[\"“]?([^\]\"”]+)[\"”]?\]"),
    re.compile(r"(?i)mesh descriptor:?\s*\[([^\]]+)\](?:\s*(?:explode all trees|this term only))?"),
    re.compile(r"(?i)(?<!\w)\(?(?:MH|MM|MJ)\s*[\"“]([^\"”]+?)\+?[\"”]\)?"),
    re.compile(
        r"(?i)(?<![\w/])exp(?:lode)?\s+\*?[\"“]?([^/\n\"”()]+?)[\"”]?/(?:[a-z]{2}(?:,\s*[a-z]{2})*(?![\w/]))?"
    ),
    re.compile(
        r"(?<![\w/])\*?([A-Za-z][A-Za-z ,-]*?)/(?:[a-z]{2}(?:,\s*[a-z]{2})*(?=\s|$|\)))?(?=\s|$|\))"
    ),
)
_SUFFIXES = (
    re.compile(r"\[[^\]\[]*\]"),
    re.compile(
        r"(?i)(?<=[\w'\"”’*?$)）\x00])[:：](?:ti|ab|kw|tt|tn|de|mh)(?:,\s*(?:ti|ab|kw|tt|tn|de|mh))*(?!\w)"
    ),
    re.compile(r"(?i)(?<=[\w'\"”’*?$)）\x00])/(?:exp|de|mj|syn|br|ct)(?:/mj)?(?!\w)"),
    re.compile(r"(?i)(?<=[\w'\"”’*?$)）\x00])\.(?:[a-z]{2}(?:\s*,\s*[a-z]{2})*)\.?(?=[\s)）]|$)"),
    re.compile(r"(?i)(?<=[\w'\"”’*?$)）\x00])/(?:ti|ab|kw|tw)(?:,(?:ti|ab|kw|tw))*(?=[\s)）]|$)"),
)
_PREFIXES = (
    re.compile(
        r"(?i)(?<![\w-])(?:TITLE-ABS-KEY(?:-AUTH)?|TITLE-ABS|TITLE|ABS|KEY|AUTHKEY|INDEXTERMS|ALL)\s*(?=\()"
    ),
    re.compile(rf"[{HAN}]{{2,8}}\s*[%％]?[=＝]\s*"),
    re.compile(
        r"(?:主题词?|篇名|题名|标题|关键词|摘要|文摘|全文|篇关摘|任意字段|所有字段|全部字段|常用字段|题名或关键词|题名或摘要|"
        r"中文标题|英文标题|中文摘要|检索式|检索词)\s*[:：]\s*"
    ),
    re.compile(r"(?<![\w-])[A-Za-z]{1,8}\s*[%％]?[=＝]\s*"),
    re.compile(
        r"(?i)(?<![\w-])(?:ti|ab|kw|tw|all|title|abstract|topic|mesh|subject|keywords?)\s*[:：]\s*(?=[(\"“'‘\w])"
    ),
    re.compile(r"(?<![\w-])(?:TI|AB|TX|SU|KW|DE|MW|AF)\s+(?=[(\"“'‘A-Za-z])"),
)
_QUOTED_FIELD = re.compile(
    r"[\"“](?:Document Title|Abstract|All Metadata|Author Keywords|Index Terms|Mesh_Terms|Full Text[^\"”]*)"
    r"[\"”]\s*[:：]\s*"
)
_QUOTED = re.compile(r"\"([^\"\n]*)\"|“([^”\n]*)”|(?<![\w*])'([^'\n]*)'(?!\w)|‘([^’\n]*)’")
_OPERATORS = re.compile(
    r"(?i)(?<![A-Za-z0-9_-])"
    r"(?:AND|OR|NOT|XOR|ANDNOT|SAME|O?NEAR(?:/\d+)?|NEXT(?:/\d+)?|ADJ\d*|W/\d+|PRE/\d+)(?![A-Za-z0-9_-])"
    r"|(?<![\w-])(?-i:[NW]\d{1,2})(?![\w-])"
    r"|(?<=[\s)）])(?:与|或|非|并且|或者|并含|或含|不含)(?=[\s(（])"
    r"|[()（）\[\]{}+|&;；、<>]|\s-\s|\s[#%]\s|\s?/(?-i:SEN|NEAR|PREV|AFT|PEG|PRG|BEF)\s*\d*(?!\w)"
)
#: An asterisk that means AND: beside Han characters, phrases and brackets, or before a whole word.
_STAR = re.compile(
    rf"(?<=[{HAN}\x00])\*|\*(?=[{HAN}\x00(（])|(?<=[)）])\*|(?<=\w)\*(?=[A-Za-z]{{3}})"
)
_FREQUENCY = re.compile(r"\s+\$\s*\d+")
_MIXED = re.compile(rf"(?<=[{HAN}])\s+(?=[A-Za-z])|(?<=[A-Za-z*])\s+(?=[{HAN}])")
_NO_TERM = re.compile(r"(?i)^(?:[\W\d_]*|exp|all|english|chinese|humans?|\d{4}[-:/].*)$")
_OTHER_SCRIPT = re.compile("[\u0400-\u1dff\u3040-\u30ff\uac00-\ud7ff]")


def terms(strategy: str) -> list[str]:
    """The terms in the strategy's order, each once; without quotes, which still hold together."""
    found: list[str] = []
    for line in strategy.splitlines():
        if not _LIMIT_LINE.match(bare := _LINE.sub("", line)):
            found += _of_line(bare)
    return [term for term in dict.fromkeys(found) if not _NO_TERM.match(term)]


def language_of(term: str) -> str:
    """Gives "zh" for a term in Chinese, "" for one in Russian, Japanese, Korean and the like,
    else "en".
    """
    if _OTHER_SCRIPT.search(term):
        return ""
    return "zh" if has_han(term) else "en"


def _of_line(line: str) -> Iterator[str]:
    line, phrases = line.replace("\x00", ""), list[str]()

    def keep(text: str) -> str:
        phrases.append(text)
        return f"\x00{len(phrases) - 1}\x00"

    for pattern in _FIELD_LIMITS:
        line = pattern.sub(" ", line)
    line = _QUOTED_FIELD.sub(" ", line)
    for pattern in _HEADINGS[:3]:
        line = pattern.sub(lambda m: f" {keep(m[1])} ", line)
    line = _QUOTED.sub(lambda m: keep(next(text for text in m.groups() if text is not None)), line)
    for pattern in _HEADINGS[3:]:
        line = pattern.sub(lambda m: f" {keep(m[1])} ", line)
    line = _REFERENCES.sub(" ; ", line)
    for pattern in (*_SUFFIXES, *_PREFIXES):
        line = pattern.sub(" ", line)
    line = _OPERATORS.sub("\n", _STAR.sub("\n", line))
    for piece in re.sub("(\x00\\d+\x00)", "\n\\1\n", line).splitlines():
        held = re.fullmatch("\\s*\x00(\\d+)\x00\\s*", piece)
        yield from _of_phrase(phrases[int(held[1])]) if held else _clean(piece)


def _of_phrase(phrase: str) -> Iterator[str]:
    """A quoted phrase is one term, unless operators of proximity stand in the quotation marks."""
    for piece in re.split(
        r"\s?/(?:SEN|NEAR|PREV|AFT|PEG|PRG|BEF)\s*\d*(?!\w)|\s[#%]\s|\\n", phrase
    ):
        yield from _clean(_FREQUENCY.sub("", piece).rstrip("+"))


def _clean(piece: str) -> Iterator[str]:
    for part in _MIXED.split(piece):
        text = re.sub(r"\s+", " ", part).strip(" ,，.。:：/\"“”'‘’~^=＝")
        if text:
            yield text
