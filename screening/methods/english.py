"""The methods section after PRISMA 2020 (items 5-8, 16a, 16b, 24) and PRISMA-S."""

from collections.abc import Iterable, Sequence
from datetime import date

from screening.flow.boxes import LANES
from screening.flow.counts import Flow
from screening.methods._duplicates import errors_in_english
from screening.methods._facts import Facts, Source, in_language, strategy_lines
from screening.methods._section import GAPS, Section
from screening.methods._stopping import in_english
from screening.methods._tools import table
from screening.methods.prisma_s import checklist
from screening.records.snapshot import STOPPING_TOOL, Snapshot, StageFacts
from screening.stages import STAGES, judges_reports

GAP = GAPS["en"]
KINDS = {"relevance": "relevance", "quality": "quality", "suitability": "suitability of content"}
OTHER = {
    "website": "websites",
    "organisation": "organisations",
    "citation": "citation searching",
    "other": "other methods",
}


def write(snapshot: Snapshot) -> tuple[Section, ...]:
    """Its parts in the order of PRISMA; a value that is missing is marked [to fill in]."""
    facts = Facts(snapshot)
    return (
        Section("criteria", "Eligibility criteria (PRISMA item 5)", (), tuple(_criteria(facts))),
        Section("sources", "Information sources (PRISMA item 6)", tuple(_sources(facts))),
        Section(
            "strategy", "Search strategy (PRISMA item 7)", (_terms(facts),), tuple(_strategy(facts))
        ),
        Section("screening", "Selection process (PRISMA item 8)", tuple(_screening(facts))),
        Section(
            "tools",
            "Automated steps (PRISMA item 8)",
            tuple(_tools(facts)),
            table=table(facts, "en"),
        ),
        Section(
            "quality",
            "Data collection and quality assessment (PRISMA items 9 and 11)",
            tuple(_quality(facts)),
        ),
        Section("result", "Study selection (PRISMA item 16a)", (result(facts),)),
        Section(
            "excluded", "Reports excluded at full text (PRISMA item 16b)", tuple(_excluded(facts))
        ),
        Section("amendments", "Amendments (PRISMA item 24c)", tuple(_amendments(facts))),
        Section("prisma-s", "PRISMA-S", (), tuple(checklist(facts))),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _list(items: Iterable[str]) -> str:
    found = list(items)
    return ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _names(facts: Facts, field: str) -> str:
    return facts.notes.get(field, "").replace("、", ", ")


def _criteria(facts: Facts) -> Iterable[str]:
    for inclusion, heading in ((True, "Inclusion criteria:"), (False, "Exclusion criteria:")):
        texts = [c.text for c in facts.criteria(inclusion=inclusion)]
        yield heading if texts else f"{heading} {GAP}"
        yield from (f"({i}) {text.rstrip('.')}." for i, text in enumerate(texts, 1))


def _sources(facts: Facts) -> Iterable[str]:
    found = [_source(source) for source in facts.sources("dbr") if source.searches]
    who = _names(facts, "searchers") or _list(facts.searchers) or GAP
    yield f"We searched {_list(found)}." if found else f"We searched {GAP}."
    if others := [
        f"{OTHER[s.kind]} ({in_language(s.name, chinese=False)})" for s in facts.sources("oth")
    ]:
        yield f"Further records were sought by {_list(others)}."
    last = _day(facts.days[-1]) if facts.days else GAP
    yield f"The searches were run by {who}; the last one was run on {last}."


def _source(source: Source) -> str:
    parts = [source.searches[0].platform] if source.searches[0].platform else []
    spans = [span for search in source.searches if (span := coverage(search.coverage))]
    days = [_day(search.date_run) for search in source.searches if search.date_run]
    parts += [
        f"covering {_list(spans)}" if spans else f"covering {GAP}",
        f"searched on {_list(days) or GAP}",
    ]
    return f"{in_language(source.name, chinese=False)} ({'; '.join(parts)})"


def coverage(text: str) -> str:
    """A span in English: 建库至2024-11 becomes "inception to 2024-11"."""
    return " ".join(text.replace("建库至", "inception to ").replace("至", " to ").split())


def _terms(facts: Facts) -> str:
    chinese = facts.notes.get("terms_zh") or ", ".join(facts.terms("zh")) or GAP
    english = facts.notes.get("terms_en") or ", ".join(facts.terms("en")) or GAP
    others = ", ".join(facts.terms(""))
    more = f" Terms in other languages: {others}." if others else ""
    return f"Chinese terms: {chinese}. English terms: {english}.{more} The strategies as they were run:"


def _strategy(facts: Facts) -> Iterable[str]:
    for search in facts.searches:
        day = _day(search.date_run) if search.date_run else GAP
        hits = GAP if search.hits is None else f"{search.hits:,}"
        limits = in_language(search.limits, chinese=False) or (
            GAP if search.kind in LANES["dbr"] else "none"
        )
        yield f"{in_language(search.source, chinese=False)} ({day}; hits: {hits}; limits: {limits})"
        yield from strategy_lines(search, chinese=False)


def _screening(facts: Facts) -> Iterable[str]:
    methods = facts.snapshot.methods
    text = (
        f"Records were imported into {_list(facts.programs('dedupe'))}; "
        f"it merged {_count(methods.merged_by_program, 'certain duplicate')} by itself, and reviewers merged "
        f"{_count(methods.merged_by_people, 'further duplicate')} after comparing the records."
    )
    yield text + _bridge(facts)
    yield from errors_in_english(methods.duplicate_errors)
    yield from (_stage(one, STAGES[one.stage].named_fully["en"]) for one in methods.stages)
    for one in methods.stages:
        yield from in_english(one)
    if tools := sorted(
        {tool for one in methods.stages for tool in one.tool_excluded} - {STOPPING_TOOL}
    ):
        excluded = _count(facts.flow["records_excluded_automation"], "record")
        yield f"Automation tools ({_list(tools)}) excluded {excluded} on title and abstract."
    elif not facts.flow["excluded_automatic"] and not facts.flow["records_excluded_automation"]:
        by_rule = any(one.cutoff_excluded for one in methods.stages)
        decided = "Every other exclusion" if by_rule else "Every exclusion"
        yield f"{decided} was decided by people; no automation tool excluded records."


def _bridge(facts: Facts) -> str:
    """From the duplicates of all sources to those of the databases, which the diagram shows."""
    other, by_hand = facts.flow["other_duplicates"], facts.duplicates_by_hand
    if not other and not by_hand:
        return ""
    entered = (
        f"; {by_hand:,} of them {'was' if by_hand == 1 else 'were'} entered by hand"
        if by_hand
        else ""
    )
    return (
        f" Of {_count(facts.duplicates, 'duplicate')} in all, {facts.flow['duplicates']:,} are records of databases "
        f"and registers, as the diagram shows, and {other:,} of other methods{entered}."
    )


def _tools(facts: Facts) -> Iterable[str]:
    if not facts.snapshot.methods.tools:
        yield "No step was automated."


def _calibrated(stage: StageFacts) -> str:
    told = [
        f"{_count(one.records, 'record')} drawn at random on {_day(one.at)} ({_count(one.voters, 'reviewer')})"
        for one in stage.calibrations
    ]
    return (
        f" Before that, the reviewers calibrated their judgements on {_list(told)}." if told else ""
    )


def _cut_off(stage: StageFacts) -> str:
    if stage.cutoff is None:
        return ""
    unit, below = "report" if judges_reports(stage.stage) else "record", ""
    if (number := stage.cutoff_excluded) is not None:
        below = f"; {_count(number, unit)} below that {'was' if number == 1 else 'were'} excluded"
    text = f" An agreed inclusion stood only if the mean of its grades was at least {stage.cutoff} % of the highest"
    return f"{text}{below}."


def _disagreements(stage: StageFacts, unit: str) -> str:
    told = []
    if stage.discussed:
        told.append(
            f"{_count(stage.discussed, 'disagreement')} {'was' if stage.discussed == 1 else 'were'} sent back to be "
            f"talked about, and {stage.talked_out:,} solved by that"
        )
    if stage.settled:
        which = "other disagreements" if stage.discussed else "disagreements"
        told.append(
            f"{which} were settled by {_list(stage.settlers)} ({_count(stage.settled, unit)})"
        )
    elif stage.needed > 1 and stage.people and stage.open_conflicts == 0:
        told.append(
            "no other disagreement had to be settled"
            if told
            else "no disagreement had to be settled"
        )
    if stage.open_conflicts:
        told.append(
            f"{_count(stage.open_conflicts, 'disagreement')} still wait{'s' if stage.open_conflicts == 1 else ''}"
        )
    return "".join(f"; {one}" for one in told)


def _stage(stage: StageFacts, name: str) -> str:
    people = (
        f"{_count(len(stage.people), 'reviewer')} ({_list(stage.people)})" if stage.people else GAP
    )
    # In the words of PRISMA: titles and abstracts are those of records, full texts are reports.
    unit = "report" if judges_reports(stage.stage) else "record"
    if stage.needed < 2:
        text = f"{name} were screened by {people}, each {unit} by one of them"
    else:
        blind = (
            "blinded to each other's decisions"
            if not stage.unblinded
            else "without blinding in the end"
        )
        each = "two votes" if stage.needed == 2 else f"{stage.needed} votes"
        share = f"each {unit}"
        if stage.double_share != 100:
            share = f"{stage.double_share} % of the {unit}s and one on each of the others"
        text = f"{name} were screened independently by {people}, {each} on {share}, {blind}"
    return f"{text}{_disagreements(stage, unit)}.{_calibrated(stage)}{_cut_off(stage)}"


def _quality(facts: Facts) -> Iterable[str]:
    notes = facts.notes
    tool = (notes.get("quality_tool_en") or notes.get("quality_tool_zh") or GAP).rstrip("。.")
    yield f"Quality was assessed with: {tool}; by {_names(facts, 'quality_by') or GAP}."
    for kind, counts in facts.snapshot.methods.judgements.items():
        met, unclear, not_met = (counts.get(key, 0) for key in ("met", "unclear", "not_met"))
        of = f"{met + unclear + not_met:,} of {_count(facts.both('assessed'), 'report')} assessed"
        yield (
            f"Judged on {KINDS.get(kind, kind)} at full text (the lower judgement of the reviewers), {of}: "
            f"met {met:,}, unclear {unclear:,}, not met {not_met:,}."
        )
    how = (notes.get("extraction_tool_en") or notes.get("extraction_tool_zh") or GAP).rstrip("。.")
    yield f"Data were extracted with: {how}; by {_names(facts, 'extraction_by') or GAP}."


def _counted(sources: Sequence[Source]) -> str:
    return "; ".join(f"{in_language(s.name, chinese=False)}, {s.records:,}" for s in sources)


def result(facts: Facts) -> str:
    """The result in one sentence, whose numbers are those of the diagram."""
    flow = facts.flow
    text = f"The searches identified {_count(facts.found, 'record')}"
    if sources := facts.sources("dbr"):
        text += f" ({_counted(sources)})"
    if net := flow["other_raw"] - flow["other_duplicates"]:
        text += f", and other methods {_count(net, 'further record')}"
    if flow["other_reassessed"]:
        reports = _count(flow["other_reassessed"], "report")
        text += f"; {reports} that the previous version of this review had not included {_verb(flow)} re-assessed"
    steps = [_were(flow["duplicates"], "duplicates" if flow["duplicates"] != 1 else "a duplicate")]
    if removed := flow["excluded_automatic"] + flow["excluded_other"]:
        steps.append(_were(removed, "removed before screening for other reasons"))
    steps += [
        _were(facts.excluded_early, "excluded on title and abstract"),
        _were(facts.both("notretrieved_reports"), "not retrieved"),
        _were(facts.both("excluded"), "excluded at full text"),
    ]
    if facts.waiting:
        steps.append(f"{facts.waiting:,} still wait" if facts.waiting > 1 else "1 still waits")
    text += f". Of these, {_list(steps)}. We included {_count(facts.reports, 'report')}"
    if facts.snapshot.counts_studies and flow["new_studies"] != facts.reports:
        text += f" of {_count(flow['new_studies'], 'study', 'studies')}"
    return f"{text} (Figure 1).{_since(facts)}"


def _verb(flow: Flow) -> str:
    return "was" if flow["other_reassessed"] == 1 else "were"


def _since(facts: Facts) -> str:
    """What became of the reports of the version before, and all there are now."""
    flow = facts.flow
    if not flow["previous_reports"]:
        return ""
    told = (
        ("previous_removed_reports", "removed"),
        ("previous_awaiting_reports", "awaiting a decision"),
        ("previous_joined_reports", "merged with others"),
    )
    parts = [_were(flow[key], words) for key, words in told if flow[key] > 0]
    since = f", of which {_list(parts)}" if parts else ""
    return (
        f" The previous version had included {_count(flow['previous_reports'], 'report')}{since}; the review now has"
        f" {_count(flow['total_reports'], 'report')}."
    )


def _were(number: int, what: str) -> str:
    return f"{number:,} {'was' if number == 1 else 'were'} {what}"


def _excluded(facts: Facts) -> Iterable[str]:
    number = facts.both("excluded")
    if not number:
        yield "No report was excluded at full text."
        return
    reasons = _list(f"{reason or 'no reason given'} (n = {n:,})" for reason, n in facts.reasons)
    were = "was" if number == 1 else "were"
    yield f"{_count(number, 'report')} {were} excluded at full text: {reasons}."
    yield "Each of them is listed with its reason in the supplement."


def _amendments(facts: Facts) -> Iterable[str]:
    changes = facts.snapshot.methods.amendments
    if not changes:
        yield "The criteria were not changed after screening had begun."
    for change in changes:
        came = f" added: {'; '.join(change.came)}." if change.came else ""
        went = f" withdrawn: {'; '.join(change.went)}." if change.went else ""
        yield f"On {_day(change.at)} (version {change.version} of the criteria):{came}{went}"
    yield from (f"Entered by hand: {line}" for line in facts.snapshot.methods.by_hand)
