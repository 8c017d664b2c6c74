"""The parts of a structured abstract: headings such as METHODS:
or 【方法】 and the text under each.
"""

import re
from dataclasses import dataclass

_ENGLISH = (
    "background|introduction|context|aims?|objectives?|purpose|rationale|hypothesis|methods?|materials and methods|"
    "methods and materials|study design|design|setting|participants|patients|subjects|interventions?|exposures?|"
    "main outcome measures?|outcomes?|measurements?|data sources?|study selection|data extraction|data synthesis|"
    "eligibility criteria|search methods|selection criteria|results?|findings|main results|discussion|limitations?|"
    "conclusions?|interpretation|significance|implications|trial registration|registration|funding|"
    "background and (?:aims?|objectives?|purpose)|aims? and objectives?|results and (?:discussion|conclusions?)"
)
_CHINESE = (
    "目的|背景|方法|材料与方法|资料与方法|对象与方法|设计|研究设计|对象|干预措施|主要结局指标|主要指标|资料来源|文献来源|"
    "纳入标准|结果|结果与结论|结果和结论|发现|讨论|结论|局限性|意义|关键词|目的/意义|方法/过程|结果/结论"
)
_HEADING = re.compile(
    rf"(?:(?<=[.。！？!?;；)）])\s*|^\s*|(?<=\s))"
    rf"(?:[【\[〔（(]\s*(?P<boxed>{_CHINESE}|{_ENGLISH})\s*[】\]〕）)]\s*[:：]?"
    rf"|(?P<colon>{_CHINESE}|{_ENGLISH}|[A-Z][A-Z/&, -]{{3,48}}[A-Z])\s*[:：]"
    rf"|(?P<bare>{_CHINESE})\s+(?=\S))\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an abstract; `heading` is "" for text before the first heading."""

    heading: str
    text: str


def sections(abstract: str) -> list[Section]:
    """The abstract in its parts, headings as written;
    one part without a heading when it has no structure.

    Nothing is lost: headings and texts together are the abstract, apart from white space and the
    marks round headings. A heading counts at the beginning, after the end of a sentence or after a
    blank, and only in the wordings journals use, or in capitals before a colon.
    """
    found = [m for m in _HEADING.finditer(abstract) if _plausible(m)]
    if not found:
        return [Section("", abstract.strip())] if abstract.strip() else []
    parts = []
    if lead := abstract[: found[0].start()].strip():
        parts.append(Section("", lead))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(abstract)
        heading = match["boxed"] or match["colon"] or match["bare"]
        parts.append(Section(heading.strip(), abstract[match.end() : end].strip()))
    return parts


def _plausible(match: re.Match[str]) -> bool:
    """A lower-case English word before a colon in mid-sentence is no heading ("the following
    results: …").
    """
    heading = match["colon"]
    if not heading or not heading.isascii():
        return True
    before = match.string[: match.start()].rstrip()
    begins = not before or before[-1] in ".。!?！？;；)）"
    return heading.isupper() or (heading[0].isupper() and begins)
