"""The automated steps as a table in both languages: software, version, dates, what it did,
and what people did.

Asked for by the position of Cochrane, the Campbell Collaboration, JBI and the Collaboration for
Environmental Evidence on artificial intelligence in evidence synthesis (November 2025) and by RAISE
(Responsible AI in Evidence Synthesis).
"""

from collections.abc import Callable
from datetime import date

from screening.methods._facts import Facts
from screening.methods._section import GAPS
from screening.records.snapshot import StageFacts, ToolFacts
from screening.stages import STAGES

HEADS = {
    "en": ("Step", "Software and version", "Dates of use", "What it did", "What people did"),
    "zh-hans": ("步骤", "软件及版本", "使用日期", "软件所做", "人工所做"),
}
STEPS = {
    "en": {
        "dedupe": "Deduplication",
        "order": "Ordering",
        "audit": "Random audit sample",
        "stop": "Stopping",
        "tools": "Exclusion by another tool",
        "ask_search": "Searching a service",
        "ask_update": "Searching again",
        "ask_complete": "Completing records",
        "ask_notices": "Looking for retractions and corrections",
        "ask_citations": "Citation searching",
        "ask_full_texts": "Fetching open full texts",
    },
    "zh-hans": {
        "dedupe": "去重",
        "order": "智能排序",
        "audit": "随机抽样核查",
        "stop": "停止筛选",
        "tools": "其他工具排除",
        "ask_search": "通过接口检索",
        "ask_update": "再次检索",
        "ask_complete": "补全题录",
        "ask_notices": "查找撤稿和更正",
        "ask_citations": "引文检索",
        "ask_full_texts": "获取开放全文",
    },
}


def table(facts: Facts, language: str) -> tuple[tuple[str, ...], ...]:
    """The head and one row for each step and version; nothing where no step was automated."""
    rows = [_row(facts, tool, language) for tool in facts.snapshot.methods.tools]
    return (HEADS[language], *dict.fromkeys(rows)) if rows else ()


def _row(facts: Facts, tool: ToolFacts, language: str) -> tuple[str, ...]:
    chinese = language == "zh-hans"
    step = STEPS[language][tool.step]
    if tool.stage in STAGES:
        where = STAGES[tool.stage].named[language]
        step += f"（{where}）" if chinese else f" ({where})"
    did, people = (_CHINESE if chinese else _ENGLISH)[tool.step](facts, facts.stage(tool.stage))
    if tool.requests:
        did += f"（请求{tool.requests}次）" if chinese else f" ({tool.requests:,} requests)"
    return step, _program(tool, language), _dates(tool, language), did, people


def _program(tool: ToolFacts, language: str) -> str:
    name = tool.program or GAPS[language]
    if tool.requests:  # a service has no version, only days
        return name
    if any(char.isdigit() for char in name):
        return name
    return (
        f"{name}（版本{GAPS[language]}）"
        if language == "zh-hans"
        else f"{name} (version {GAPS[language]})"
    )


def _dates(tool: ToolFacts, language: str) -> str:
    if tool.first is None or tool.last is None:
        return GAPS[language]
    first, last = (_day(day, language) for day in (tool.first, tool.last))
    if first == last:
        return first
    return f"{first}至{last}" if language == "zh-hans" else f"{first} to {last}"


def _day(day: date, language: str) -> str:
    return (
        f"{day.year}年{day.month}月{day.day}日"
        if language == "zh-hans"
        else f"{day.day} {day:%B} {day.year}"
    )


Told = Callable[[Facts, StageFacts | None], tuple[str, str]]


def _dedupe_en(facts: Facts, stage: StageFacts | None) -> tuple[str, str]:
    methods = facts.snapshot.methods
    return (
        f"merged {methods.merged_by_program:,} certain duplicates; put likely pairs to people",
        f"answered likely pairs ({methods.merged_by_people:,} merged); every merge can be seen and undone",
    )


def _dedupe_zh(facts: Facts, stage: StageFacts | None) -> tuple[str, str]:
    methods = facts.snapshot.methods
    return (
        f"自动合并确定的重复文献{methods.merged_by_program}篇，可能重复的文献对交人工判断",
        f"判断可能重复的文献对（合并{methods.merged_by_people}篇）；每次合并均可查看和撤销",
    )


def _stop_en(facts: Facts, stage: StageFacts | None) -> tuple[str, str]:
    if stage is None or stage.stop is None:
        return (
            "carried out a decision to stop, which was taken back",
            "decided, and took the decision back",
        )
    return (
        f"counted {stage.stop.excluded:,} records nobody had voted on as excluded",
        "wrote the rule and decided to stop",
    )


def _stop_zh(facts: Facts, stage: StageFacts | None) -> tuple[str, str]:
    if stage is None or stage.stop is None:
        return "执行停止筛选的决定，该决定后已撤销", "作出决定，后又撤销"
    return f"将{stage.stop.excluded}篇无人评审的文献计为排除", "制定停止规则并决定停止"


_ENGLISH: dict[str, Told] = {
    "dedupe": _dedupe_en,
    "order": lambda facts, stage: (
        "showed each reviewer likely relevant records first, learned from that reviewer’s votes and decided records; "
        "excluded nothing",
        "voted on the records",
    ),
    "audit": lambda facts, stage: (
        "drew records without votes at random, and computed the bound",
        "screened the sample",
    ),
    "stop": _stop_en,
    "tools": lambda facts, stage: (
        "excluded records before or while they were screened",
        "could overrule it",
    ),
    "ask_search": lambda facts, stage: (
        "returned the records that the search strategy finds",
        "wrote the strategy, looked at the count, and imported",
    ),
    "ask_update": lambda facts, stage: (
        "returned what has been added since the search before",
        "looked at what was new, and imported it",
    ),
    "ask_complete": lambda facts, stage: (
        "proposed abstracts, identifiers and other details that were missing",
        "accepted or declined the proposals",
    ),
    "ask_notices": lambda facts, stage: (
        "told of retractions, corrections and expressions of concern",
        "judged each notice",
    ),
    "ask_citations": lambda facts, stage: (
        "returned references of reports, and articles that cite them",
        "chose the reports, and screened what was found",
    ),
    "ask_full_texts": lambda facts, stage: ("returned open copies of reports", "checked the files"),
}
_CHINESE: dict[str, Told] = {
    "dedupe": _dedupe_zh,
    "order": lambda facts, stage: (
        "根据评审员本人的意见和已有结论的文献，把可能相关的文献排在前面；不排除任何文献",
        "逐篇评审",
    ),
    "audit": lambda facts, stage: ("从尚无评审意见的文献中随机抽样，并计算置信上限", "评审样本"),
    "stop": _stop_zh,
    "tools": lambda facts, stage: ("在筛选前或筛选中排除文献", "可推翻其结论"),
    "ask_search": lambda facts, stage: ("返回检索式命中的文献", "编写检索式，查看命中数后导入"),
    "ask_update": lambda facts, stage: ("返回上次检索后新增的文献", "查看新增文献后导入"),
    "ask_complete": lambda facts, stage: ("对缺失的摘要、标识符等信息提出建议", "逐项采纳或不采纳"),
    "ask_notices": lambda facts, stage: ("提供撤稿、更正和关注声明", "逐条判断"),
    "ask_citations": lambda facts, stage: (
        "返回文献的参考文献及施引文献",
        "选定起始文献，并筛选所得文献",
    ),
    "ask_full_texts": lambda facts, stage: ("返回文献的开放获取全文", "核对文件"),
}
