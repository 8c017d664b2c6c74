"""资料和方法: the ten parts that Chinese journals ask for."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from screening.methods._duplicates import errors_in_chinese
from screening.methods._facts import Facts, Source, in_language, short, strategy_lines
from screening.methods._section import GAPS, Section
from screening.methods._stopping import in_chinese
from screening.methods._tools import table
from screening.records.snapshot import STOPPING_TOOL, Searched, Snapshot, StageFacts
from screening.records.text import has_han
from screening.stages import STAGES

GAP = GAPS["zh-hans"]
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
KINDS = {"relevance": "相关性", "quality": "质量", "suitability": "内容适宜性"}
OTHER = {
    "website": "网站检索",
    "organisation": "机构检索",
    "citation": "引文检索",
    "other": "其他途径检索",
}


def write(snapshot: Snapshot) -> tuple[Section, ...]:
    """The ten parts; a value that is missing is marked 【待填写】."""
    facts = Facts(snapshot)
    return (
        Section("who", "检索人及检索时间", (_who(facts),)),
        Section("sources", "检索数据库", (_sources(facts),)),
        Section("terms", "检索词", (_terms(facts),)),
        Section("strategy", "检索策略", (_strategy_lead(facts),), tuple(_strategy(facts))),
        Section("limits", "检索文献类型、语种与手工检索", tuple(_limits(facts))),
        Section("yield", "检索文献量", (_yield(facts),)),
        Section("criteria", "纳入标准与排除标准", tuple(_criteria(facts))),
        Section("screening", "文献筛选", tuple(_screening(facts)), table=table(facts, "zh-hans")),
        Section("quality", "文献质量评估与数据提取", tuple(_quality(facts))),
        Section("result", "筛选结果", (f"文献筛选流程见图1。{result(facts)}",)),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _list(items: Iterable[str], last: str = "和") -> str:
    """甲、乙和丙"""
    found = list(items)
    return "、".join(found[:-1]) + last + found[-1] if len(found) > 1 else "".join(found)


def _pad(name: str) -> str:
    """A name before a Chinese word: Latin letters keep a space from the number after them."""
    return name if has_han(name[-1:]) or name.endswith("）") else f"{name} "


def _names(facts: Facts, field: str) -> str:
    return facts.notes.get(field, "").replace(", ", "、").replace("，", "、")


def _who(facts: Facts) -> str:
    who = _names(facts, "searchers") or _list(facts.searchers) or GAP
    if not facts.days:
        return f"由{who}进行检索，检索时间为{GAP}。"
    if len(facts.days) == 1:
        return f"由{who}于{_day(facts.days[0])}进行检索。"
    days = _list(map(_day, facts.days))
    return f"由{who}分别于{days}进行检索，末次检索时间为{_day(facts.days[-1])}。"


def _sources(facts: Facts) -> str:
    found = [_source(source) for source in facts.sources("dbr") if source.searches]
    text = f"检索数据库包括{_list(found, '，以及')}。" if found else f"检索数据库包括{GAP}。"
    others = [
        f"{OTHER[s.kind]}（{in_language(s.name, chinese=True)}）" for s in facts.sources("oth")
    ]
    return text + (f"此外还通过{_list(others)}补充文献。" if others else "")


def _source(source: Source) -> str:
    platform = source.searches[0].platform
    spans = [coverage(search.coverage) for search in source.searches]
    told = f"检索时限为{spans[0] or GAP}"
    if later := [span for span in spans[1:] if span]:
        told += f"，补充检索时限为{_list(later)}"
    return f"{source.name}（{f'平台：{platform}；' if platform else ''}{told}）"


def coverage(text: str) -> str:
    """A span in Chinese: "inception to 2024-11" becomes 建库至2024-11."""
    text = re.sub(
        r"(?:from\s+)?inception\s+(?:to|until|-|–)\s+", "建库至", text.strip(), flags=re.IGNORECASE
    )
    return re.sub(r"(?<=\d)\s*(?:至|\bto\b|–)\s*(?=\d)", "至", text)


def _terms(facts: Facts) -> str:
    own, foreign = facts.notes.get("terms_zh", ""), facts.notes.get("terms_en", "")
    chinese = own or "，".join(facts.terms("zh")) or GAP
    english = foreign or ", ".join(facts.terms("en")) or GAP
    others = ", ".join(facts.terms(""))
    more = f"其他语种检索词：“{others}”。" if others else ""
    return f"中文检索词：“{chinese}”。英文检索词：“{english}”。{more}".replace(f"“{GAP}”", GAP)


def _strategy_lead(facts: Facts) -> str:
    return "各数据库的完整检索策略如下，按实际运行的检索式逐行列出。" if facts.searches else GAP


def _strategy(facts: Facts) -> Iterable[str]:
    told: dict[tuple[str, str], str] = {}
    for search in facts.searches:
        hits = f"检出{search.hits}篇" if search.hits is not None else f"检出数{GAP}"
        day = _day(search.date_run) if search.date_run else GAP
        lead = f"{in_language(search.source, chinese=True)}（{day}，{hits}）"
        if earlier := told.get((search.source, search.strategy)):
            yield f"{lead}：检索式同{earlier}。"
            continue
        if search.strategy and search.date_run:
            told[search.source, search.strategy] = day
        yield f"{lead}："
        yield from strategy_lines(search, chinese=True)


def _limits(facts: Facts) -> Iterable[str]:
    shown: dict[str, str] = {}
    for source in facts.sources("dbr"):
        if source.searches:
            told = dict.fromkeys(_limit(s) for s in source.searches)
            first, *later = told
            shown[short(source.name)] = first + "".join(f"（补充检索：{text}）" for text in later)
    if shown:
        yield (
            "文献类型与语种限定："
            + "；".join(f"{name}：{text}" for name, text in shown.items())
            + "。"
        )
    else:
        yield f"文献类型与语种限定：{GAP}。"
    if filters := [f"{s.source}：{s.filters}" for s in facts.searches if s.filters]:
        yield f"检索过滤器：{'；'.join(filters)}。"
    by_hand = facts.notes.get("hand_search_zh") or facts.notes.get("hand_search_en")
    others = [_other(s) for source in facts.sources("oth") for s in source.searches]
    yield f"手工检索：{by_hand.rstrip('。.') if by_hand else _list(others, '；') or '未进行手工检索'}。"


def _limit(search: Searched) -> str:
    return in_language(search.limits, chinese=True).replace("；", "，") or GAP


def _other(search: Searched) -> str:
    how = in_language(search.strategy.splitlines()[0], chinese=True) if search.strategy else ""
    name = in_language(search.source, chinese=True)
    return f"{name}（{how.rstrip('。.')}）" if has_han(how) else name


def _counted(sources: Sequence[Source]) -> str:
    return "，".join(f"{_pad(short(s.name))}{s.records}篇" for s in sources)


def _yield(facts: Facts) -> str:
    flow = facts.flow
    text = (
        f"数据库检索共获得文献{facts.found}篇（{_counted(facts.sources('dbr'))}）"
        if facts.found
        else GAP
    )
    net = flow["other_raw"] - flow["other_duplicates"]
    if net:
        text += f"，另通过其他途径获得{net}篇（去重后）"
    left = facts.found + net - flow["duplicates"]
    removed = flow["excluded_automatic"] + flow["excluded_other"]
    rest = f"，筛选前因其他原因移除{removed}篇" if removed else ""
    return f"{text}；剔除重复文献{flow['duplicates']}篇后，剩余{left}篇{rest}。"


def _numbered(texts: Sequence[str]) -> str:
    marks = [CIRCLED[i] if i < len(CIRCLED) else f"({i + 1})" for i in range(len(texts))]
    return (
        "；".join(f"{mark}{text.rstrip('。；.;')}" for mark, text in zip(marks, texts, strict=True))
        + "。"
    )


def _criteria(facts: Facts) -> Iterable[str]:
    for inclusion, heading in ((True, "纳入标准"), (False, "排除标准")):
        texts = [c.text for c in facts.criteria(inclusion=inclusion)]
        yield f"{heading}：{_numbered(texts) if texts else GAP}"
    version = facts.snapshot.methods.criteria_version
    if version > 1:
        yield f"以上为研究方案第{version}版的标准。"
    for change in facts.snapshot.methods.amendments:
        came = f"新增“{'”“'.join(change.came)}”" if change.came else ""
        went = f"停用“{'”“'.join(change.went)}”" if change.went else ""
        yield f"筛选开始后于{_day(change.at)}修订（第{change.version}版）：{'，'.join(filter(None, (came, went)))}。"


def _screening(facts: Facts) -> Iterable[str]:
    methods = facts.snapshot.methods
    yield (
        f"检索结果导入文献筛选软件{_list(facts.programs('dedupe'))}后去重，软件自动合并{methods.merged_by_program}篇，"
        f"人工核对后合并{methods.merged_by_people}篇。{_bridge(facts)}"
    )
    yield from errors_in_chinese(methods.duplicate_errors)
    yield from (_stage(one, STAGES[one.stage].named_fully["zh-hans"]) for one in methods.stages)
    for one in methods.stages:
        yield from in_chinese(one)
    tools = sorted({tool for one in methods.stages for tool in one.tool_excluded} - {STOPPING_TOOL})
    if tools:
        number = facts.flow["records_excluded_automation"]
        yield f"初筛中由自动化工具（{_list(tools)}）排除{number}篇。"
    elif not facts.flow["excluded_automatic"] and not facts.flow["records_excluded_automation"]:
        others = "其余" if any(one.cutoff_excluded for one in methods.stages) else "所有"
        yield f"{others}排除决定均由评审员作出，未使用自动化工具排除文献。"


def _bridge(facts: Facts) -> str:
    """From the duplicates of all sources to those of the databases, which the diagram shows."""
    other, by_hand = facts.flow["other_duplicates"], facts.duplicates_by_hand
    if not other and not by_hand:
        return ""
    entered = f"，其中{by_hand}篇为人工填报" if by_hand else ""
    return (
        f"重复文献合计{facts.duplicates}篇{entered}：来自数据库和注册平台{facts.flow['duplicates']}篇（即流程图所示），"
        f"来自其他途径{other}篇。"
    )


def _calibrated(stage: StageFacts) -> str:
    told = [
        f"{_day(one.at)}随机抽取{one.records}篇（{one.voters}名评审员）"
        for one in stage.calibrations
    ]
    return f"正式筛选前进行预筛选以统一标准：{_list(told, '，以及')}。" if told else ""


def _cut_off(stage: StageFacts) -> str:
    if stage.cutoff is None:
        return ""
    below = "" if stage.cutoff_excluded is None else f"；低于此界而排除{stage.cutoff_excluded}篇"
    return f"一致纳入的文献，其评分均值须不低于满分的{stage.cutoff}%{below}。"


def _disagreements(stage: StageFacts) -> str:
    text = ""
    if stage.discussed:
        text += f"；{stage.discussed}篇意见不一致的文献退回评审员讨论，其中{stage.talked_out}篇经讨论达成一致"
    if stage.settled:
        which = "其余意见不一致者" if stage.discussed else "意见不一致时"
        text += f"；{which}由仲裁者（{_list(stage.settlers)}）裁定，共裁定{stage.settled}篇"
    elif stage.needed > 1 and stage.people and stage.open_conflicts == 0:
        text += "；未出现其他需要裁定的分歧" if text else "；未出现需要裁定的分歧"
    if stage.open_conflicts:
        text += f"；尚有{stage.open_conflicts}篇分歧待处理"
    return text


def _stage(stage: StageFacts, name: str) -> str:
    people = (
        f"{len(stage.people)}名评审员（{_list(stage.people)}）"
        if stage.people
        else f"评审员（{GAP}）"
    )
    if stage.needed < 2:
        text = f"{name}由{people}进行，每篇文献由1人判断"
    else:
        judged = f"每篇文献须由{stage.needed}人判断"
        if stage.double_share != 100:
            judged = f"{stage.double_share}%的文献须由{stage.needed}人判断，其余由1人判断"
        whose = "双方" if stage.needed == 2 else "各人"
        blind = f"{whose}意见在裁定前互不可见" if not stage.unblinded else "后期取消盲法"
        text = f"{name}由{people}独立进行，{judged}，{blind}"
    return f"{text}{_disagreements(stage)}。{_calibrated(stage)}{_cut_off(stage)}"


def _quality(facts: Facts) -> Iterable[str]:
    notes = facts.notes
    tool = notes.get("quality_tool_zh") or notes.get("quality_tool_en")
    yield f"文献质量评估：{tool.rstrip('。.') if tool else GAP}，评估者：{_names(facts, 'quality_by') or GAP}。"
    judged = [(KINDS[k], v) for k, v in facts.snapshot.methods.judgements.items() if k in KINDS]
    if judged:
        told = "；".join(
            f"{name}符合{n.get('met', 0)}篇、不明确{n.get('unclear', 0)}篇、不符合{n.get('not_met', 0)}篇"
            for name, n in judged
        )
        yield (
            f"复筛评估的{facts.both('assessed')}篇文献中，对{facts.graded}篇评价了"
            f"{_list(name for name, _n in judged)}（以评审员中较低的评价计）：{told}。"
        )
    extraction = notes.get("extraction_tool_zh") or notes.get("extraction_tool_en")
    how = extraction.rstrip("。.") if extraction else GAP
    yield f"数据提取：{how}，提取者：{_names(facts, 'extraction_by') or GAP}。"


def result(facts: Facts) -> str:
    """The result in one sentence, whose numbers are those of the diagram."""
    flow = facts.flow
    text = f"初检获得文献{facts.found}篇"
    if sources := facts.sources("dbr"):
        text += f"（{_counted(sources)}）"
    if net := flow["other_raw"] - flow["other_duplicates"]:
        kinds = {OTHER[s.kind] for s in facts.sources("oth")}
        text += f"，另通过{_list(sorted(kinds))}获得{net}篇（去重后）"
    if flow["other_reassessed"]:
        text += f"，重新评估上一版综述未纳入的文献{flow['other_reassessed']}篇"
    text += f"，剔除重复文献{flow['duplicates']}篇"
    for key, words in (
        ("excluded_automatic", "自动化工具标记为不合格"),
        ("excluded_other", "因其他原因移除"),
    ):
        if flow[key]:
            text += f"，{words}{flow[key]}篇"
    text += f"，阅读题名和摘要后排除{facts.excluded_early}篇，未获取全文{facts.both('notretrieved_reports')}篇"
    excluded = facts.both("excluded")
    reasons = "，".join(f"{reason or '未注明理由'}{number}篇" for reason, number in facts.reasons)
    text += f"，阅读全文后排除{excluded}篇" + (f"（{reasons}）" if reasons else "")
    if facts.waiting:
        text += f"，尚待处理{facts.waiting}篇"
    return f"{text}，{_included(facts)}。"


def _included(facts: Facts) -> str:
    flow, reports = facts.flow, facts.reports
    text = f"最终纳入{reports}篇文献"
    if facts.snapshot.counts_studies and flow["new_studies"] != reports:
        text += f"（{flow['new_studies']}项研究）"
    if flow["previous_reports"]:
        text += f"{_since(facts)}，加上前一版综述共{flow['total_reports']}篇"
    return text


def _since(facts: Facts) -> str:
    """What became of the reports of the version before."""
    flow = facts.flow
    told = (
        ("previous_removed_reports", "本版剔除"),
        ("previous_awaiting_reports", "待重新判定"),
        ("previous_joined_reports", "合并"),
    )
    parts = [f"{words}{flow[key]}篇" for key, words in told if flow[key] > 0]
    return (
        f"，前一版综述纳入{flow['previous_reports']}篇（其中{'，'.join(parts)}）" if parts else ""
    )
