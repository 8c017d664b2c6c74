"""The 16 items of PRISMA-S (Rethlefsen et al., Syst Rev 2021;10:39), answered from the data."""

from collections.abc import Iterable

from screening.methods._facts import Facts, in_language
from screening.methods._section import GAPS
from screening.records.snapshot import Searched

GAP = GAPS["en"]


def checklist(facts: Facts) -> Iterable[str]:
    """One line for each item: its number, name and answer."""
    answers = {
        "Database name": _names(facts, "database") or GAP,
        "Multi-database searching": _platforms(facts)
        or "no platform searched several databases at once",
        "Study registries": _names(facts, "register") or "none searched",
        "Online resources and browsing": _names(facts, "website", "organisation") or "none",
        "Citation searching": _names(facts, "citation") or "none",
        "Contacts": _note(facts, "contacts"),
        "Other methods": _names(facts, "other") or "none",
        "Full search strategies": "given above for every source" if _complete(facts) else GAP,
        "Limits and restrictions": _each(facts, "limits"),
        "Search filters": _each(facts, "filters", "none used"),
        "Prior work": _note(facts, "prior_work"),
        "Updates": _updates(facts),
        "Dates of searches": _dates(facts) or GAP,
        "Peer review": _reviewed(facts),
        "Total records": _total(facts),
        "Deduplication": f"{', '.join(facts.programs('dedupe'))}, then by people; {facts.duplicates:,} removed",
    }
    return [f"{n}. {name}: {answer}" for n, (name, answer) in enumerate(answers.items(), 1)]


def _names(facts: Facts, *kinds: str) -> str:
    found = (_name(s) for s in facts.searches if s.kind in kinds)
    return "; ".join(dict.fromkeys(found))


def _name(search: Searched) -> str:
    name = in_language(search.source, chinese=False)
    return f"{name} ({search.platform})" if search.platform else name


def _platforms(facts: Facts) -> str:
    found: dict[str, set[str]] = {}
    for search in facts.searches:
        if search.platform:
            found.setdefault(search.platform, set()).add(search.source)
    return "; ".join(
        f"{platform}: {', '.join(sorted(of))}" for platform, of in found.items() if len(of) > 1
    )


def _note(facts: Facts, name: str) -> str:
    return in_language(
        facts.notes.get(f"{name}_en") or facts.notes.get(f"{name}_zh") or GAP, chinese=False
    )


def _complete(facts: Facts) -> bool:
    return bool(facts.searches) and all(search.strategy for search in facts.searches)


def _each(facts: Facts, field: str, empty: str = GAP) -> str:
    found: dict[str, list[str]] = {}
    for search in facts.searches:
        if text := in_language(getattr(search, field), chinese=False):
            found.setdefault(in_language(search.source, chinese=False), []).append(text)
    return (
        "; ".join(f"{name}: {' / '.join(dict.fromkeys(texts))}" for name, texts in found.items())
        or empty
    )


def _updates(facts: Facts) -> str:
    again = [source.name for source in facts.sources("dbr") if len(source.searches) > 1]
    if not again:
        return "no search was run again"
    return f"run again before submission: {', '.join(in_language(name, chinese=False) for name in again)}"


def _dates(facts: Facts) -> str:
    return "; ".join(
        f"{in_language(s.source, chinese=False)}: {s.date_run.isoformat()}"
        for s in facts.searches
        if s.date_run
    )


def _reviewed(facts: Facts) -> str:
    told = facts.snapshot.methods.peer_review
    return "; ".join(f"{in_language(name, chinese=False)}: {text}" for name, text in told) or _note(
        facts, "peer_review"
    )


def _total(facts: Facts) -> str:
    total = facts.found + facts.flow["other_raw"]
    each = [*facts.sources("dbr"), *facts.sources("oth")]
    named = "; ".join(f"{in_language(s.name, chinese=False)} {s.records:,}" for s in each)
    return f"{total:,} ({named})" if each else GAP
