"""Notices of retraction, concern and correction: how titles, types, notes and abstracts say so,
in both languages.
"""

import re
from collections.abc import Iterable, Iterator

RETRACTION, CONCERN, CORRECTION = "retraction", "concern", "correction"

_KINDS = (
    (
        CONCERN,
        re.compile(
            r"(?i)expressions? of (?:editorial )?concern|关注声明|关切声明|表达关切|存疑声明"
        ),
    ),
    (RETRACTION, re.compile(r"(?i)retract|withdrawn|withdrawal|撤稿|撤回|撤销|撤除|撤銷")),
    (
        CORRECTION,
        re.compile(
            r"(?i)errat(?:um|a)|corrigend|correct(?:ion|ed)|addendum|更正|勘误|勘誤|订正|訂正"
        ),
    ),
)
_HEADS = (
    r"retracted(?: article| paper| publication| chapter)?|withdrawn(?: article| paper)?|"
    r"article (?:retracted|withdrawn)|(?:partial )?retraction(?: note| notice)?|notice of retraction|"
    r"withdrawal(?: notice)?|addendum|(?:editorial )?expression of (?:editorial )?concern|errat(?:um|a)|"
    r"corrigend(?:um|a)|(?:author |publisher )?correction"
)
_OPEN, _SHUT = r"[\[(（【〔]", r"[\])）】〕]"
_TITLE = (
    # "RETRACTED: …", "[Retracted] …", "Retraction note to: …", "Erratum to “…”", and a notice that
    # says nothing else.
    re.compile(rf"(?i)^\W*?{_OPEN}?\s*(?P<said>{_HEADS})\s*(?:{_SHUT}|[:：—–]|\s-\s|\.\s)"),
    re.compile(
        rf"(?i)^\W*(?P<said>(?:{_HEADS}) (?:to|for|on|of|regarding))\s*(?:[:：“\"‘'«《]|the (?:article|paper)\b)"
    ),
    re.compile(
        r"(?i)^\W*(?P<said>(?:erratum|corrigendum|corrigenda|retraction (?:note|notice)) (?:to|for))\b"
    ),
    re.compile(rf"(?i)^\W*(?P<said>{_HEADS})\W*$"),
    # "… (Retracted article. See vol. 12, pg 3, 2020)", "… [Retracted]"
    re.compile(
        rf"(?i){_OPEN}\s*(?P<said>(?:retracted|withdrawn|retraction|expression of concern|erratum)\b[^\])）】〕]*)"
        rf"{_SHUT}\W*$"
    ),
    re.compile(
        rf"^\W*?{_OPEN}?\s*(?P<said>(?:已|全文|论文)?(?:撤稿|撤回|撤销)(?:声明|启事|通知|公告|论文|文章)?|"
        rf"(?:更正|勘误|订正)(?:声明|启事|说明|表)?|关注声明|关切声明)\s*(?:{_SHUT}|[:：—–]|$)"
    ),
    re.compile(
        rf"(?P<said>(?:撤稿|撤回|撤销)(?:声明|启事|通知|公告)|(?:更正|勘误|订正)(?:声明|启事|说明)|关注声明|关切声明)\W*$|"
        rf"的(?P<also>更正|勘误|撤稿|撤销|订正)\W*$|{_OPEN}\s*(?P<too>已?撤稿|已撤销|已撤回|更正|勘误)\s*{_SHUT}\W*$"
    ),
)
_TYPE = re.compile(
    r"(?i)retract|withdrawn|errat(?:um|a)\b|corrigend|^corrections?\b|corrected|expression of concern|撤稿|更正|勘误"
)
_NOTE = re.compile(
    r"(?i)^(?:(?:retracted publication|retraction of publication|published erratum|expression of concern)[.;]?$|"
    r"(?:(?:partial(?:ly)? )?retract(?:ed|ion)(?: and republished)? (?:in|of|from)|"
    r"errat(?:um|a)(?: published)? (?:in|for)|"
    r"expression of concern (?:in|for)|correct(?:ed and republished|ion) (?:in|for|from)|withdrawn in)\s*[:：]?\s+\S)"
)
_WORDS = frozenset(
    {
        "retracted publication",
        "retracted article",
        "retraction of publication",
        "retraction notice",
        "published erratum",
        "expression of concern",
        "撤稿",
        "撤销出版物",
        "撤稿声明",
    }
)
_ABSTRACT = re.compile(
    r"(?i)^\W*((?:this|the) (?:article|paper|study|publication) has been (?:retracted|withdrawn)[^.]*\.?|"
    r"this (?:retracts|corrects|expresses concern (?:about|over)) the article[^\]]*|本文已(?:被)?撤稿[^。]*。?)"
)
#: Letters of an abstract that may say so.
_HEAD = 200
#: One of these stands in whatever tells of a notice; most records hold none.
_TELLING = (
    "retract",
    "withdr",
    "concern",
    "errat",
    "corrig",
    "correct",
    "addend",
    "撤",
    "更正",
    "勘误",
    "勘誤",
    "订正",
    "訂正",
    "关注声明",
    "关切声明",
)
_LINK = re.compile(
    r"(?i)\b(?:(?:retraction|concern|republished|erratum)\s+(?:of|for|from)|this (?:retracts|corrects|expresses))\b"
)
_PMID = re.compile(r"(?i)\bPMID:?\s*(\d{1,8})")
_DOI = re.compile(r"(?i)\b10\.\d{4,9}/[^\s\"<>\]]+")


def kind(notice: str) -> str:
    """Gives "retraction", "concern" or "correction"; "" for other links, such as an update."""
    return next((key for key, pattern in _KINDS if pattern.search(notice)), "")


def read(
    *,
    titles: Iterable[str],
    kinds: Iterable[str] = (),
    notes: str = "",
    keywords: Iterable[str] = (),
    abstract: str = "",
) -> tuple[str, ...]:
    """What a record says of notices, in its own words, each once:
    kinds are names of publication types.
    """
    titles, kinds, keywords = tuple(titles), tuple(kinds), tuple(keywords)
    said = "\n".join((*titles, *kinds, *keywords, notes, abstract[:_HEAD])).lower()
    if not any(word in said for word in _TELLING):
        return ()
    return tuple(dict.fromkeys(_read(titles, kinds, notes, keywords, abstract)))


def of_title(title: str) -> str:
    """The words by which a title says so ("RETRACTED", 撤稿声明); "" for an ordinary title,
    whatever it is about.
    """
    for pattern in _TITLE:
        if found := pattern.search(title):
            said = next(text for text in found.groupdict().values() if text)
            return " ".join(said.split()).strip(" .")
    return ""


def speaks_of(notice: str, title: str = "") -> tuple[set[str], set[str]]:
    """PMIDs and DOIs of the articles that this record, itself a notice, speaks of;
    none for an article's own notice.
    """
    if not _LINK.search(notice):
        return set(), set()
    return set(_PMID.findall(notice)), {
        doi.rstrip(".,;)").casefold() for doi in _DOI.findall(notice)
    }


def _read(
    titles: Iterable[str], kinds: Iterable[str], notes: str, keywords: Iterable[str], abstract: str
) -> Iterator[str]:
    for name in kinds:
        yield from (part.strip() for part in re.split(r"[;；|\n]", name) if _TYPE.search(part))
    yield from (word for word in keywords if word.strip(" *").casefold() in _WORDS)
    yield from (line.strip() for line in notes.splitlines() if _NOTE.match(line.strip()))
    yield from filter(None, map(of_title, titles))
    if found := _ABSTRACT.match(abstract):
        yield found[1].strip()
