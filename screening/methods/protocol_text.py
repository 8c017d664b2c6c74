"""The protocol of a review as a text, in the order of PRISMA-P 2015 or of PROSPERO,
in English or Chinese.

Sources: Shamseer et al. 2015, BMJ 350:g7647 (PRISMA-P, 17 items); the form of PROSPERO for reviews
of human studies. What the review does not know is left as a gap to fill in; nothing is made up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from screening.methods._section import GAPS, Section

ORDERS = ("prisma-p", "prospero")


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """What is known of a protocol, every text in the language of the document.

    `elements`: name and text, in the order of the framework. `criteria`: stage → (inclusion,
    exclusion). `reasons`: stage → reasons in order. `searches`: name, date, coverage. `stages`:
    name, votes, whether judged. `team`: names.
    """

    title: str
    question: str = ""
    background: str = ""
    elements: tuple[tuple[str, str], ...] = ()
    element_texts: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    searches: tuple[str, ...] = ()
    stages: tuple[tuple[str, int], ...] = ()
    team: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    program: str = ""


WORDS = {
    "en": {
        "include": "Included if:",
        "exclude": "Excluded if:",
        "reasons": "Exclusion reasons, in this order:",
        "one": "%(stage)s: each record is screened by one reviewer.",
        "two": "%(stage)s: each record is screened independently by %(n)d reviewers, blinded to each other; "
        "disagreements are discussed or resolved by an adjudicator.",
        "data": "Records are managed, deduplicated and screened in %(program)s.",
    },
    "zh-hans": {
        "include": "纳入标准：",
        "exclude": "排除标准：",
        "reasons": "排除理由（按此顺序）：",
        "one": "%(stage)s：每条记录由一名评审员筛选。",
        "two": "%(stage)s：每条记录由 %(n)d 名评审员互盲、独立筛选；意见不一致时通过讨论或由仲裁者裁定。",
        "data": "文献管理、查重和筛选使用 %(program)s 完成。",
    },
}

#: Paragraphs and lines of one item.
Filled = Callable[[ProtocolFacts, Mapping[str, str]], tuple[tuple[str, ...], tuple[str, ...]]]


def _text(name: str) -> Filled:
    return lambda facts, words: ((getattr(facts, name),) if getattr(facts, name) else (), ())


def _note(stem: str) -> Filled:
    return lambda facts, words: ((facts.notes[stem],) if facts.notes.get(stem) else (), ())


def _element(*keys: str) -> Filled:
    def fill(
        facts: ProtocolFacts, words: Mapping[str, str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(facts.element_texts[key] for key in keys if facts.element_texts.get(key)), ()

    return fill


def _gap(facts: ProtocolFacts, words: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (), ()


def _question(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (facts.question,) if facts.question else (), tuple(
        f"{name}: {text}" for name, text in facts.elements
    )


def _criteria(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines: list[str] = []
    for stage, (inclusion, exclusion) in facts.criteria.items():
        if inclusion or exclusion:
            lines.append(stage)
        for head, texts in (("include", inclusion), ("exclude", exclusion)):
            if texts:
                lines += [words[head], *(f"– {text}" for text in texts)]
    return (), tuple(lines)


def _searches(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (), facts.searches


def _team(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (), facts.team


def _data(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (words["data"] % {"program": facts.program},), ()


def _selection(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    said = [
        words["two" if n > 1 else "one"] % {"stage": stage, "n": n} for stage, n in facts.stages
    ]
    lines = [
        f"{stage} – {words['reasons']} "
        + "; ".join(f"{i}. {text}" for i, text in enumerate(reasons, 1))
        for stage, reasons in facts.reasons.items()
        if reasons
    ]
    return tuple(said), tuple(lines)


def _selected(
    facts: ProtocolFacts, words: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    (said, lines), (data, _none) = _selection(facts, words), _data(facts, words)
    return (*data, *said), lines


#: Order → its items: heading in English and Chinese, and what fills it.
ITEMS: Mapping[str, tuple[tuple[str, str, Filled], ...]] = {
    "prisma-p": (
        ("Title", "标题", _text("title")),
        ("Registration", "注册", _gap),
        ("Authors and contributions", "作者及分工", _team),
        ("Amendments", "方案修订", _gap),
        ("Support", "资助", _gap),
        ("Rationale", "立题依据", _text("background")),
        ("Objectives", "目的", _question),
        ("Eligibility criteria", "纳入与排除标准", _criteria),
        ("Information sources", "信息来源", _searches),
        ("Search strategy", "检索策略", _gap),
        ("Data management", "数据管理", _data),
        ("Selection process", "筛选过程", _selection),
        ("Data collection process", "资料提取过程", _note("extraction_tool")),
        ("Data items", "资料条目", _gap),
        ("Outcomes and prioritization", "结局指标及优先次序", _element("outcome", "evaluation")),
        ("Risk of bias in individual studies", "单个研究的偏倚风险", _note("quality_tool")),
        ("Data synthesis", "资料综合", _gap),
        ("Meta-bias(es)", "研究间偏倚", _gap),
        ("Confidence in cumulative evidence", "证据体的可信度", _gap),
    ),
    "prospero": (
        ("Review title", "综述标题", _text("title")),
        ("Anticipated or actual start date", "预计或实际开始日期", _gap),
        ("Anticipated completion date", "预计完成日期", _gap),
        ("Named contact and team members", "联系人及团队成员", _team),
        ("Funding sources", "资助来源", _gap),
        ("Conflicts of interest", "利益冲突", _gap),
        ("Review question", "综述问题", _question),
        ("Searches", "检索", _searches),
        ("Condition or domain being studied", "所研究的疾病或领域", _text("background")),
        ("Participants or population", "研究对象", _element("population", "sample")),
        ("Intervention or exposure", "干预或暴露", _element("intervention", "exposure", "phenomenon", "concept")),
        ("Comparator or control", "对照", _element("comparator")),
        ("Types of study to be included", "纳入的研究类型", _element("design", "research")),
        ("Context", "背景", _element("context")),
        ("Eligibility criteria", "纳入与排除标准", _criteria),
        ("Main outcomes", "主要结局", _element("outcome", "evaluation")),
        ("Additional outcomes", "次要结局", _gap),
        ("Data extraction (selection and coding)", "资料提取（筛选与编码）", _selected),
        ("Risk of bias (quality) assessment", "偏倚风险（质量）评价", _note("quality_tool")),
        ("Strategy for data synthesis", "资料综合策略", _gap),
        ("Analysis of subgroups or subsets", "亚组分析", _gap),
    ),
}  # fmt: skip
TITLES = {"en": "Protocol", "zh-hans": "研究方案"}


def protocol_sections(facts: ProtocolFacts, order: str, language: str) -> tuple[Section, ...]:
    """The protocol in that order; an item of which nothing is known holds the mark of a gap.
    Raises KeyError.
    """
    words, sections = WORDS[language], []
    for english, chinese, fill in ITEMS[order]:
        paragraphs, lines = fill(facts, words)
        if not paragraphs and not lines:
            paragraphs = (GAPS[language],)
        sections.append(
            Section(english, chinese if language == "zh-hans" else english, paragraphs, lines)
        )
    return tuple(sections)
