"""VIP (维普) text and 自定义 export: 【题　名】, 【作　者】, 【刊　名】 …"""

import re

from screening.formats import _labelled as labelled
from screening.formats._draft import Draft, isbn_of
from screening.formats._tagged import Entry, Tagged, Warnings, noted
from screening.records import types
from screening.records.messages import gettext_noop
from screening.records.record import Record

_STARTS = ("序号", "题名")


def sniff(head: str) -> float:
    """Sure where 题名 stands with 刊名 or 作者, or where VIP's 检索结果 header is."""
    found = labelled.labels(head)
    if "题名" in found and found & {"刊名", "作者", "文摘", "机构", "关键词"}:
        return 0.9
    return 0.0


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, labelled.values(entry.raw))
    place = labelled.citation(labelled.text_of(fields, "刊名", "出处", "来源", "文献来源"))
    issn = labelled.text_of(fields, "ISSN号", "ISSN", "国际标准刊号")
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=labelled.text_of(fields, "题名"),
        title_translated=labelled.text_of(fields, "英文题名", "英文标题"),
        authors=labelled.people(labelled.text_of(fields, "作者")),
        date=labelled.text_of(fields, "年", "年份", "出版年", "年代") or place["year"],
        journal=place["journal"],
        volume=labelled.text_of(fields, "卷") or place["volume"],
        issue=labelled.text_of(fields, "期") or place["issue"],
        pages=labelled.text_of(fields, "页码", "页") or place["pages"],
        doi=labelled.text_of(fields, "DOI", "DOI号"),
        issn=issn,
        isbn=isbn_of(issn),
        abstract=labelled.text_of(fields, "文摘", "摘要"),
        abstract_translated=labelled.text_of(fields, "英文文摘", "英文摘要"),
        keywords=labelled.words(labelled.text_of(fields, "关键词")),
        type=types.key(labelled.text_of(fields, "文献类型")) or "article",
        kinds=(labelled.text_of(fields, "文献类型"),),
        url=labelled.text_of(fields, "网址", "链接", "全文链接"),
        source_database="维普",
    )
    return draft.finish()


FORMAT = Tagged(
    key="vip_text",
    label=gettext_noop("VIP 维普 (text)"),
    sniff=sniff,
    read=labelled.reader(_STARTS, _build),
    count=labelled.counter(_STARTS),
    original=False,
    seam=re.compile(r"\n[ \t\u3000]*\n(?=【[序题])"),
)
