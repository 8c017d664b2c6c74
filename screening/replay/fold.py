"""Folds a history into the state of the review, and the state into the numbers of the diagram.

Source of the rules: docs/counts.md (P1-P17), after the words of PRISMA 2020, BMJ 2021;372:n71.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatch

from screening.decisions.outcome import Ballot
from screening.replay import events as ev
from screening.replay.counting import Result, note_moved, report, snapshot
from screening.replay.reports import Report
from screening.replay.state import Policy, State
from screening.replay.studies import Baseline


def replay(
    history: Sequence[ev.Event], policy: Policy | None = None, version: int | None = None
) -> Result:
    """The numbers of a version after this history; by default of the one being worked on."""
    state = fold(history, policy or Policy())
    return report(state, version or state.version)


def fold(
    history: Sequence[ev.Event], policy: Policy, snapshots: Mapping[str, Baseline] | None = None
) -> State:
    """The state after every event that counts, in order; undone ones leave no trace.

    A version that was published stays what it was then, whatever is undone later: `snapshots` has
    it by the id of the event where it is known, otherwise it is made from the history up to that
    event.
    """
    known = dict(snapshots or {})
    # Only an undoing can change what was there when a version was published, so only then is the
    # past played once more, up to each publication.
    if any(isinstance(event, ev.Undo) for event in history):
        for position, event in enumerate(history):
            if isinstance(event, ev.Publish) and event.id not in known:
                known[event.id] = snapshot(_fold(history[:position], policy, known), event.version)
    return _fold(history, policy, known)


def _fold(history: Sequence[ev.Event], policy: Policy, snapshots: Mapping[str, Baseline]) -> State:
    live = ev.standing(history)
    sources = {e.source: e for e in live if isinstance(e, ev.Source)}
    state = State(policy, sources, snapshots=snapshots)
    for event in live:
        # A version notes what moved at the very moment it moved, as a report may come back later
        # (P13).
        state.touched.clear()
        apply(event, state)
        note_moved(
            state,
            {id(found): found for r in state.touched if (found := state.reports.get(r))}.values(),
        )
    # An event that undoes nothing is no fault of the history, but verification should hear of it.
    there = {event.id for event in history}
    state.strays += [(e.id, e.of) for e in history if isinstance(e, ev.Undo) and e.of not in there]
    return state


@singledispatch
def apply(event: ev.Event, state: State) -> None:
    """Changes the state as the event says."""


@apply.register
def _(event: ev.Import, state: State) -> None:
    # The source was undone: what came from it is nowhere, and cannot be counted anywhere.
    if event.source not in state.sources:
        state.strays.append((event.id, event.source))
        return
    version = event.version
    if not event.known:
        # Histories that were written by hand say nothing of versions: what comes after a
        # publication is of the next one.
        version = max(version, 1 + max(base.version for base in state.baselines))
    state.version = max(state.version, version)
    for record in event.records:
        if record not in state.records:
            state.order[record] = len(state.records)
            state.records[record] = event
            state.versions[record] = version
            state.reports[record] = Report([record])
            state.touched.add(record)


@apply.register
def _(event: ev.Merge, state: State) -> None:
    names = state.present(event, event.records)
    if not names:
        return
    reports = list({id(state.reports[name]): state.reports[name] for name in names}.values())
    # Merges of before did not look at versions; they are played as they were made (P16).
    kept = reports[0] if event.as_named else min(reports, key=state.version_of)
    first = next(name for name in names if state.reports[name] is kept)
    for other in reports:
        if other is not kept:
            kept.absorb(other, state.policy.rule, ev.STAGES, own_news=event.as_named)
            state.reports.update(dict.fromkeys(other.records, kept))
    if event.as_named:
        kept.lead_with(names[0])
    else:
        # A record named of another report leads as little as its votes stand.
        state.lead(kept, [first])


@apply.register
def _(event: ev.Unmerge, state: State) -> None:
    for record in state.present(event, [event.record]):
        whole = state.reports[record]
        # A record that is alone already cannot be taken out of anything.
        if len(whole.records) > 1:
            state.reports[record] = whole.split(record, event.copy_decisions)
            state.lead(whole)
            state.touched.add(whole.primary)


@apply.register
def _(event: ev.AutoRemove, state: State) -> None:
    for record in state.present(event, event.records):
        state.automation[record].append(event.id)


@apply.register
def _(event: ev.OtherRemove, state: State) -> None:
    for record in state.present(event, event.records):
        state.removed[record].append((event.id, event.reason))


@apply.register
def _(event: ev.Decide, state: State) -> None:
    for found in state.named(event, event.records):
        ballot = Ballot(event.decision, event.reason, event.grade)
        found.at(event.stage).votes.update(dict.fromkeys(event.by, ballot))


@apply.register
def _(event: ev.Clear, state: State) -> None:
    for found in state.named(event, event.records):
        for person in event.by:
            found.at(event.stage).votes.pop(person, None)


@apply.register
def _(event: ev.AutoDecide, state: State) -> None:
    for found in state.named(event, event.records):
        decisions = found.at(event.stage)
        # The later word counts: a clash that was there before the tool spoke is answered by it
        # (P8).
        decisions.tool, decisions.tool_after = event.tool or "tool", len(decisions.clashes)


@apply.register
def _(event: ev.AutoRelease, state: State) -> None:
    for found in state.named(event, event.records):
        found.at(event.stage).tool = ""


@apply.register
def _(event: ev.Resolve, state: State) -> None:
    for found in state.named(event, event.records):
        decisions = found.at(event.stage)
        decisions.settled, decisions.settled_after = (
            Ballot(event.decision, event.reason),
            len(decisions.clashes),
        )


@apply.register
def _(event: ev.Unresolve, state: State) -> None:
    for found in state.named(event, event.records):
        found.at(event.stage).settled = None


@apply.register
def _(event: ev.Retrieval, state: State) -> None:
    for found in state.named(event, event.records):
        found.retrieval = event.status


@apply.register
def _(event: ev.Reopen, state: State) -> None:
    for found in state.named(event, event.records):
        # Later stages judged what this one let through, so they fall with it (P10).
        found.reopen(ev.STAGES[ev.STAGES.index(event.stage) :])


@apply.register
def _(event: ev.MergeReasons, state: State) -> None:
    # Each report stands there once for each of its records.
    for one in {id(one): one for one in state.reports.values()}.values():
        one.rename_reason(event.reason, event.into)
    for base in state.baselines:
        base.rename_reason(event.reason, event.into)


@apply.register
def _(event: ev.Study, state: State) -> None:
    state.links[event.study].update(state.present(event, event.records))


@apply.register
def _(event: ev.UnlinkStudy, state: State) -> None:
    # Without records the study itself is ended.
    if not event.records:
        state.links.pop(event.study, None)
        return
    for found in state.named(event, event.records):
        state.links[event.study].difference_update(found.records)


@apply.register
def _(event: ev.Previous, state: State) -> None:
    state.baselines[-1].declare(event.studies)


@apply.register
def _(event: ev.Publish, state: State) -> None:
    base = state.snapshots.get(event.id)
    # A state notes what moved since in a baseline of its own.
    state.baselines.append(
        replace(base, removed=set(), moved=set()) if base else snapshot(state, event.version)
    )
    state.version = max(state.version, event.version + 1)
    state.touched.update(state.records)


@apply.register
def _(event: ev.PrevRemove, state: State) -> None:
    state.baselines[-1].removed.add(event.study)
    state.dropped.add(event.study)
