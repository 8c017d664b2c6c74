"""CSSCI (中文社会科学引文索引) text."""

import re

from screening.formats import _labelled as labelled
from screening.formats._draft import Draft
from screening.formats._tagged import Entry, Tagged, Warnings, noted
from screening.records.record import Record

_STARTS = ("来源篇名",)
_PLACE = re.compile(
    r"(\d{4})\s*[,，]\s*([^(（]*)(?:[(（]([^)）]*)[)）])?\s*(?:[:：]\s*(.*))?", re.DOTALL
)
_TENFOLD = re.compile(r"\d\d0")


def sniff(head: str) -> float:
    """Sure where the label 来源篇名 is."""
    return 0.95 if labelled.counted(head, _STARTS) else 0.0


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, labelled.values(entry.raw))
    place = _PLACE.match(labelled.text_of(fields, "年代卷期"))
    year, volume, issue, pages = (
        (part or "" for part in place.groups()) if place else ("", "", "", "")
    )
    return Draft(
        raw=entry.raw,
        line=entry.line,
        title=labelled.text_of(fields, "来源篇名"),
        title_translated=labelled.text_of(fields, "英文篇名"),
        authors=labelled.people(labelled.text_of(fields, "来源作者")),
        date=year or labelled.text_of(fields, "年代卷期"),
        journal=labelled.text_of(fields, "期刊"),
        volume=volume,
        issue=_issue(issue),
        pages=pages,
        abstract=labelled.text_of(fields, "摘要"),
        keywords=labelled.words(labelled.text_of(fields, "关键词")),
        type="article",
        source_database="CSSCI",
    ).finish()


def _issue(text: str) -> str:
    """CSSCI writes issue 4 as "040" and issue 12 as "120"."""
    return str(int(text) // 10) if _TENFOLD.fullmatch(text) else text


FORMAT = Tagged(
    key="cssci",
    label="CSSCI",
    sniff=sniff,
    read=labelled.reader(_STARTS, _build),
    count=labelled.counter(_STARTS),
    seam=re.compile(r"\n(?=【来源篇名】)"),
)
