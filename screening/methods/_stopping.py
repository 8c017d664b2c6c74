"""How the order was made and why screening stopped, in both languages;
what is not guaranteed is said as well.
"""

import math
from collections.abc import Iterable
from datetime import date

from screening.records.snapshot import AuditFacts, StageFacts, StopFacts


def share(value: float) -> str:
    """A share in percent with one place, rounded down, as it is a lower bound."""
    return f"{math.floor(value * 1000) / 10:g} %"


def _sure(confidence: float) -> str:
    return f"{confidence * 100:.4g} %"


def in_english(stage: StageFacts) -> Iterable[str]:
    """Sentences about one stage; none when nothing of the kind was used."""
    if stage.learned:
        yield (
            "Each reviewer could see likely relevant records first, in an order learned from that reviewer's own "
            "votes and from decided records only; the order by itself excluded nothing."
        )
    for audit in stage.audits:
        yield _audit_en(audit)
    if stage.stop:
        yield _stop_en(stage.stop, _bound(stage))


def _audit_en(audit: AuditFacts) -> str:
    drawn = (
        f"On {_day_en(audit.at)}, {audit.size:,} of {audit.unscreened:,} records without any vote were drawn at random "
        "to be screened by two reviewers, mixed with other records so that nobody could tell them apart"
    )
    if audit.given_up:
        return f"{drawn}; this audit was given up without a result ({audit.given_up})."
    left = audit.bound - audit.relevant
    return (
        f"{drawn}; {audit.relevant:,} of them {'was' if audit.relevant == 1 else 'were'} relevant. "
        f"With {_sure(audit.confidence)} confidence (exact one-sided hypergeometric bound) at most {left:,} further "
        f"relevant records were among those {audit.unscreened:,}, so that at least {share(audit.recall)} of all "
        "relevant records had been found."
    )


def _bound(stage: StageFacts) -> int | None:
    """How many relevant records can be among those never screened, by the last audit;
    None without one.
    """
    ended = [audit for audit in stage.audits if not audit.given_up]
    return (
        min(ended[-1].bound - ended[-1].relevant, stage.stop.excluded)
        if ended and stage.stop
        else None
    )


def _stop_en(stop: StopFacts, bound: int | None) -> str:
    when = "before the first vote" if stop.rule_first else "after screening had begun"
    text = (
        f"Screening was stopped on {_day_en(stop.at)} under the rule “{stop.rule.rstrip('.。')}”, written down on "
        f"{_day_en(stop.rule_set)}, {when}. {stop.excluded:,} records were never screened; they are counted as "
        "excluded by automation tools."
    )
    if bound is None:
        return f"{text} No audit was made, so how many relevant records they hold is not known."
    return f"{text} By the audit they hold at most {bound:,} relevant records, with its confidence."


def _day_en(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def in_chinese(stage: StageFacts) -> Iterable[str]:
    """The same in Chinese."""
    if stage.learned:
        yield (
            "评审员可按智能排序优先阅读可能相关的文献，该排序仅根据评审员本人的评审意见和已有结论的文献学习得到，"
            "排序本身不排除任何文献。"
        )
    for audit in stage.audits:
        yield _audit_zh(audit)
    if stage.stop:
        yield _stop_zh(stage.stop, _bound(stage))


def _audit_zh(audit: AuditFacts) -> str:
    drawn = (
        f"{_day_zh(audit.at)}从{audit.unscreened}篇尚无评审意见的文献中随机抽取{audit.size}篇，"
        "混入其他文献由两名评审员筛选，评审员无法区分"
    )
    if audit.given_up:
        return f"{drawn}；该次抽样核查未完成（{audit.given_up}）。"
    left = audit.bound - audit.relevant
    return (
        f"{drawn}；其中相关文献{audit.relevant}篇。按单侧精确超几何分布置信上限（置信度{_sure(audit.confidence)}），"
        f"这{audit.unscreened}篇中至多还有{left}篇相关文献，即已找到全部相关文献的至少{share(audit.recall)}。"
    )


def _stop_zh(stop: StopFacts, bound: int | None) -> str:
    when = "早于首条评审意见" if stop.rule_first else "晚于筛选开始"
    text = (
        f"{_day_zh(stop.at)}按停止规则“{stop.rule.rstrip('。.')}”（制定于{_day_zh(stop.rule_set)}，{when}）停止筛选，"
        f"{stop.excluded}篇文献未经筛选，计为由自动化工具排除。"
    )
    if bound is None:
        return f"{text}未做抽样核查，其中有多少相关文献不得而知。"
    return f"{text}按上述核查及其置信度，其中至多有{bound}篇相关文献。"


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
