"""Names of document types in many tools and two languages, brought to the keys of `record.TYPES`."""

import re
from functools import lru_cache

_PATTERNS = (
    ("other", r"book review|书评"),
    ("preprint", r"preprint|预印"),
    ("trial", r"trial registr|^clinical trial$|试验注册"),
    ("thesis", r"thes[ei]s|dissertation|学位|硕士|博士"),
    ("chapter", r"chapter|book,? section|book part|incollection|inbook|章节"),
    ("conference", r"conference|proceeding|meeting|congress|symposium|poster|会议|会議"),
    ("newspaper", r"newspaper|报纸|報紙"),
    ("patent", r"patent|专利|專利"),
    ("standard", r"standard|标准|標準"),
    (
        "review",
        r"^(?:systematic |literature |scoping |narrative )?review|综述|journal article; review|article; review",
    ),
    (
        "article",
        r"journal|case report|article|periodical|magazine|letter|editorial|note|short survey|erratum|期刊|论文|文章",
    ),
    ("report", r"report|working paper|government|科技成果|成果|报告"),
    ("dataset", r"data ?set|data base|database|数据"),
    ("book", r"book|monograph|edited|图书|专著|年鉴|yearbook"),
    ("web", r"web|online|electronic|blog|internet|网页|网络"),
    ("standard", r"legal rule"),
)
_COMPILED = tuple((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in _PATTERNS)


@lru_cache(maxsize=4096)
@lru_cache(maxsize=1000)
def key(name: str) -> str:
    """The type that a name means ("期刊论文", "Journal Article" -> "article"); "" for none."""
    name = name.strip()
    for found, pattern in _COMPILED:
        if pattern.search(name):
            return found
    return ""


#: What citation processors call our types.
CSL = {
    "article": "article-journal",
    "review": "article-journal",
    "preprint": "article",
    "newspaper": "article-newspaper",
    "conference": "paper-conference",
    "thesis": "thesis",
    "book": "book",
    "chapter": "chapter",
    "report": "report",
    "patent": "patent",
    "dataset": "dataset",
    "web": "webpage",
}
