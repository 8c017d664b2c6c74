"""SinoMed (中国生物医学文献服务系统) text: a number, then 【标题】:, 【作者】:, 【出处】: …"""

import re

from screening.formats import _labelled as labelled
from screening.formats._draft import Draft
from screening.formats._tagged import Entry, Tagged, Warnings, noted
from screening.records import identifiers, types
from screening.records.record import Record

_STARTS = ("流水号", "标题", "中文标题", "中文题名")


def sniff(head: str) -> float:
    """Sure where 标题 stands with 出处, 作者 or 国省市名."""
    found = labelled.labels(head)
    if found & {"标题", "中文标题", "中文题名"} and found & {
        "出处",
        "国省市名",
        "作者单位",
        "流水号",
    }:
        return 0.92
    return 0.0


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, labelled.values(entry.raw))
    place = labelled.citation(labelled.text_of(fields, "出处", "来源"))
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=labelled.text_of(fields, "标题", "中文标题", "中文题名"),
        title_translated=labelled.text_of(fields, "英文标题", "英文题名"),
        authors=labelled.people(labelled.text_of(fields, "作者", "著者")),
        date=labelled.text_of(fields, "出版年", "年代", "年") or place["year"],
        journal=labelled.text_of(fields, "期刊", "刊名") or place["journal"],
        volume=labelled.text_of(fields, "卷") or place["volume"],
        issue=labelled.text_of(fields, "期") or place["issue"],
        pages=labelled.text_of(fields, "页码", "页") or place["pages"],
        doi=labelled.text_of(fields, "DOI"),
        pmid=identifiers.pmid(labelled.text_of(fields, "PMID")),
        issn=labelled.text_of(fields, "ISSN", "国际标准刊号"),
        language=labelled.text_of(fields, "语种", "语言"),
        abstract=labelled.text_of(fields, "摘要", "中文摘要", "著者文摘", "文摘"),
        abstract_translated=labelled.text_of(fields, "英文摘要", "英文文摘"),
        keywords=labelled.words(labelled.text_of(fields, "关键词")),
        type=types.key(labelled.text_of(fields, "文献类型")) or "article",
        kinds=(labelled.text_of(fields, "文献类型"),),
        source_database="SinoMed",
    )
    if number := labelled.text_of(fields, "流水号"):
        draft.identifiers.append(("sinomed", number))
    return draft.finish()


FORMAT = Tagged(
    key="sinomed",
    label="SinoMed",
    sniff=sniff,
    read=labelled.reader(_STARTS, _build),
    count=labelled.counter(_STARTS),
    original=False,
    seam=re.compile(r"\n[ \t\u3000]*\n(?=\d+[.、]?[ \t]*\n【|【流水号】|【标题】)"),
)
