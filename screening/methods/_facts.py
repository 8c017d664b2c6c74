"""The facts of a snapshot as both languages tell them: sources joined by name,
terms of the strategies, numbers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from screening import PROGRAM
from screening.flow.boxes import LANES
from screening.flow.counts import Flow
from screening.methods._section import GAPS
from screening.methods._terms import language_of, terms
from screening.records.snapshot import Criterion, Searched, Snapshot, StageFacts
from screening.records.text import has_han
from screening.stages import judges_reports

_NAMED = re.compile(r"([^（(]+)[（(]([^（()）]+)[)）]")


@dataclass(frozen=True, slots=True)
class Source:
    """All searches of one source under one name, the first one first,
    and the raw records it brought.
    """

    name: str
    kind: str
    searches: tuple[Searched, ...]
    records: int


class Facts:
    """A snapshot read for the text."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.flow = Flow.from_snapshot(snapshot.flow)
        self.notes: Mapping[str, str] = snapshot.methods.notes
        self.searches = tuple(s for s in snapshot.searches if s.version == snapshot.version)

    def sources(self, lane: str) -> list[Source]:
        """The sources of a lane by name, in the order in which they were searched."""
        found: dict[str, list[Searched]] = {}
        for search in self.searches:
            if search.kind in LANES[lane]:
                found.setdefault(search.source, []).append(search)
        counts = self.flow.sources if lane == "dbr" else self.flow.other_sources
        by_hand: dict[str, list[Searched]] = {name: [] for name in counts if name not in found}
        return [
            Source(
                name, one[0].kind if one else self.flow.kinds[name], tuple(one), counts.get(name, 0)
            )
            for name, one in {**found, **by_hand}.items()
        ]

    @cached_property
    def days(self) -> list[date]:
        """The days of all searches, earliest first."""
        return sorted({search.date_run for search in self.searches if search.date_run})

    @cached_property
    def searchers(self) -> list[str]:
        """Who searched, each once."""
        return list(dict.fromkeys(search.ran_by for search in self.searches if search.ran_by))

    def terms(self, language: str) -> list[str]:
        """Search terms of the strategies in that language ("zh", "en", "" for others),
        in the order of the lines.
        """
        found = (
            term
            for search in self.searches
            if search.kind in LANES["dbr"]
            for term in terms(search.strategy)
        )
        once = {term.casefold(): term for term in reversed(list(found))}
        return [term for term in reversed(once.values()) if language_of(term) == language]

    def programs(self, step: str) -> list[str]:
        """Name and version of what did an automated step, each once;
        the running version where nothing tells.
        """
        return list(
            dict.fromkeys(tool.program for tool in self.snapshot.methods.tools if tool.step == step)
        ) or [PROGRAM]

    @cached_property
    def duplicates_by_hand(self) -> int:
        """Duplicates in the diagram that no record stands for."""
        methods = self.snapshot.methods
        return max(0, self.duplicates - methods.merged_by_program - methods.merged_by_people)

    @cached_property
    def graded(self) -> int:
        """The most reports graded by any kind of criterion."""
        return max(
            (sum(counts.values()) for counts in self.snapshot.methods.judgements.values()),
            default=0,
        )

    def criteria(self, *, inclusion: bool) -> list[Criterion]:
        """The criteria that hold now, each text once."""
        live = [c for c in self.snapshot.criteria if c.inclusion is inclusion and c.until is None]
        live.sort(key=lambda c: judges_reports(c.stage))
        return list({c.text: c for c in live}.values())

    def stage(self, key: str) -> StageFacts | None:
        """How that stage was run; None where the review does not have it."""
        return next((s for s in self.snapshot.methods.stages if s.stage == key), None)

    def both(self, name: str) -> int:
        """A number of both columns: `name` without the beginning "dbr_" or "other_"."""
        return self.flow[f"dbr_{name}"] + self.flow[f"other_{name}"]

    @cached_property
    def duplicates(self) -> int:
        """Duplicates of both columns."""
        return self.flow["duplicates"] + self.flow["other_duplicates"]

    @cached_property
    def found(self) -> int:
        """Raw records of databases and registers."""
        return self.flow["database_results"] + self.flow["register_results"]

    @cached_property
    def excluded_early(self) -> int:
        """Reports excluded on title and abstract, of either column."""
        return self.flow["records_excluded"] + self.flow["other_pre_excluded"]

    @cached_property
    def waiting(self) -> int:
        """Reports that still wait for a decision, those of the previous version among them."""
        return sum(
            number
            for key, number in self.flow.awaiting.items()
            if key != "previous_awaiting_studies"
        )

    @cached_property
    def reports(self) -> int:
        """Included reports."""
        return self.flow["new_reports"] + self.flow["new_reports_of_previous_studies"]

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        """Reasons at full text with their numbers, in the protocol's order."""
        found: dict[str, int] = {}
        for mapping in (self.flow.dbr_excluded, self.flow.other_excluded):
            for reason, number in mapping.items():
                found[reason] = found.get(reason, 0) + number
        order = self.snapshot.reasons
        return sorted(
            found.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)
        )


def in_language(text: str, *, chinese: bool) -> str:
    """Of a text in both languages the half in that one; other texts as they are.

    Both are "Reference lists / 参考文献追溯" and a name such as 中国知网（CNKI）,
    which is CNKI in English.
    """
    halves = [half.strip() for half in text.split(" / ")]
    if len(halves) == 2 and has_han(halves[0]) != has_han(halves[1]):
        return next(half for half in halves if has_han(half) is chinese)
    named = _NAMED.fullmatch(text.strip())
    if named and has_han(named[1]) != has_han(named[2]) and not chinese:
        return named[2].strip() if has_han(named[1]) else named[1].strip()
    return text


def strategy_lines(search: Searched, *, chinese: bool) -> list[str]:
    """The strategy of a search line by line: of a database exactly as it was run,
    of other methods in the language.
    """
    of_database = search.kind in LANES["dbr"]
    text = search.strategy if of_database else in_language(search.strategy, chinese=chinese)
    return text.splitlines() or [GAPS["zh-hans" if chinese else "en"]]


def short(name: str) -> str:
    """A Chinese name of a source without what stands in brackets behind it:
    中国知网 for 中国知网（CNKI）.
    """
    name = in_language(name, chinese=True)
    named = _NAMED.fullmatch(name.strip())
    return named[1].strip() if named and has_han(named[1]) else name
