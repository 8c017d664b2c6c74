"""Other rules on the same votes: small histories by hand,
and a recount of whole reviews from the bare votes.
"""

from random import Random

import numpy as np
import pytest
from scipy.stats import hypergeom

from screening.ranking.stopping_rules import after_run, by_callaghan
from screening.replay.vectors import read
from screening.replay.what_if import (
    MAYBES,
    Change,
    other_maybe,
    screened,
    single,
    stopped_after,
    stopped_by_p,
)
from tests.benchmarks.ranking_sets import read as read_set
from tests.replay.test_fold import decide, imported, merge, source
from tests.shared import SHARED, needs_shared

SETS = ("Cohen_2006_Antihistamines", "Cohen_2006_Estrogens", "Hannousse_2022_Goulao_2016")


def reports(*events, policy=None, stage="TA"):
    numbered = [{"id": f"e{i + 1}", **event} for i, event in enumerate(events)]
    rules, history, _version = read({"policy": policy or {}, "events": numbered})
    return screened(history, rules, stage)


def vote(verdict, record, by, stage="TA"):
    return decide(verdict, record, by=[by], stage=stage)


def settle(verdict, record):
    return {"type": "resolve", "stage": "TA", "records": [record], "decision": verdict, "by": ["C"]}


def read_full_text(record, verdict="include"):
    return [
        {"type": "retrieval", "records": [record], "status": "retrieved"},
        decide(verdict, record, stage="FT"),
    ]


def test_single_screening_loses_what_the_first_vote_excluded():
    found = reports(
        source(),
        imported("a", "b", "c"),
        vote("exclude", "a", "A"),
        vote("include", "a", "B"),
        settle("include", "a"),
        *read_full_text("a"),
        vote("include", "b", "A"),
        vote("exclude", "b", "B"),
        settle("exclude", "b"),
        decide("include", "c"),
        *read_full_text("c"),
    )
    assert single(found) == Change(
        3, lost=("a",), studies=("a",), more=("b",), votes=3, settlements=2
    )
    assert single(found, last=True) == Change(3, votes=3, settlements=2)


def test_report_that_was_not_included_in_the_end_is_no_loss_of_the_review():
    found = reports(
        source(),
        imported("a", "b"),
        vote("exclude", "a", "A"),
        vote("include", "a", "B"),
        settle("include", "a"),
        *read_full_text("a", "exclude"),
        decide("exclude", "b"),
    )
    assert single(found) == Change(2, fewer=("a",), votes=2, settlements=1)


def test_study_lives_as_long_as_one_of_its_reports():
    linked = {"type": "study", "study": "S", "records": ["a", "b"]}
    found = reports(
        source(),
        imported("a", "b"),
        vote("exclude", "a", "A"),
        vote("include", "a", "B"),
        settle("include", "a"),
        *read_full_text("a"),
        decide("include", "b"),
        *read_full_text("b"),
        linked,
    )
    change = single(found)
    assert (change.lost, change.studies) == (("a",), ())


@pytest.mark.parametrize(
    ("maybe", "lost", "open_ones"),
    [("include", (), ()), ("conflict", (), ("a",)), ("exclude", ("b",), ("a",))],
)
def test_maybe_beside_an_include_and_two_of_them(maybe, lost, open_ones):
    found = reports(
        source(),
        imported("a", "b"),
        vote("include", "a", "A"),
        vote("maybe", "a", "B"),
        *read_full_text("a"),
        decide("maybe", "b"),
        *read_full_text("b"),
    )
    change = other_maybe(found, maybe)
    assert (change.lost, change.studies) == (lost, lost)
    assert set(open_ones) <= set(change.open)
    assert change.settlements == -len(change.open)


def test_settlement_answers_the_conflict_that_another_rule_would_have_made():
    policy = {"maybe_conflicts": True}
    events = (
        source(),
        imported("a"),
        vote("include", "a", "A"),
        vote("maybe", "a", "B"),
        settle("exclude", "a"),
    )
    found = reports(*events, policy=policy)
    assert other_maybe(found, "conflict") == Change(1)
    assert other_maybe(found, "include") == Change(1, more=("a",), settlements=1)


def test_what_was_begun_is_finished_when_the_team_stops():
    found = reports(
        source(),
        imported("a", "b", "c", "d", "e"),
        decide("include", "a"),
        vote("include", "d", "A"),
        decide("exclude", "b"),
        decide("exclude", "c"),
        vote("include", "d", "B"),
        decide("include", "e"),
        *read_full_text("d"),
        *read_full_text("e"),
    )
    assert stopped_after(found, 2) == Change(5, lost=("e",), studies=("e",), votes=2, stopped=3)
    assert stopped_after(found, 3) == Change(5)


def test_stopping_by_p_reads_as_far_as_the_p_asks():
    names = [f"r{n}" for n in range(120)]
    found = reports(
        source(),
        imported(*names),
        decide("include", "r0", "r1"),
        *(decide("exclude", n) for n in names[2:]),
    )
    change = stopped_by_p(found, 120)
    assert change.stopped == by_callaghan([1, 1] + [0] * 118, 120)
    assert change.votes == 2 * (120 - change.stopped) > 0
    assert stopped_by_p(found, 10_000).stopped is None


def test_undone_votes_reopened_reports_and_merged_ones_count_as_they_stand():
    found = reports(
        source(),
        imported("a", "b", "c"),
        decide("exclude", "a"),
        {"type": "reopen", "stage": "TA", "records": ["a"]},
        decide("exclude", "b"),
        vote("exclude", "c", "A"),
        {"type": "clear", "stage": "TA", "by": ["A"], "records": ["c"]},
        vote("include", "c", "B"),
        vote("exclude", "c", "A"),
        settle("include", "c"),
        merge("c", "a"),
    )
    assert [one.report for one in found] == ["b", "c"]
    assert single(found).lost == single(found).fewer == ()
    assert single(found, last=True).fewer == ("c",)


def test_excluded_by_a_tool_was_decided_by_nobody():
    assert (
        reports(source(), imported("a"), {"type": "auto_decide", "records": ["a"], "tool": "t"})
        == []
    )


def test_run_waits_for_the_first_relevant_record():
    assert after_run([0] * 9 + [1] + [0] * 4, 3) == 13
    assert after_run([0] * 9, 3) is None
    with pytest.raises(ValueError, match="at least one"):
        after_run([1], 0)


@needs_shared
@pytest.mark.parametrize("name", SETS)
def test_whole_reviews_agree_with_a_recount_of_the_bare_votes(name):
    """Two people who err, an adjudicator who does not, on the labels of a real review;
    counted twice.
    """
    truth = read_set(SHARED / "data" / "ranking" / name)[1]
    rows = made_votes(truth, Random(name))
    found = reports(*events_of(rows, truth))
    assert len(found) == len(truth)
    for last in (False, True):
        check(single(found, last=last), recount_single(rows, truth, -1 if last else 0))
    for maybe in MAYBES:
        check(other_maybe(found, maybe), recount_maybe(rows, truth, maybe))
    for run in (5, 20, 50):
        check(stopped_after(found, run), recount_stop(rows, truth, run_of(run)))
    change = stopped_by_p(found, len(truth))
    check(change, recount_stop(rows, truth, small_p(len(truth))))
    assert change.stopped


def made_votes(truth, chance):
    """(record, first verdict, second verdict, how many records later the second came),
    in the order of the first.
    """

    def verdict(label):
        drawn = chance.random()
        said = "include" if label else "exclude"
        return (
            "maybe"
            if drawn < 0.1
            else ("exclude" if label else "include")
            if drawn < 0.18
            else said
        )

    order = chance.sample(range(len(truth)), len(truth))
    return [(n, verdict(truth[n]), verdict(truth[n]), chance.randrange(6)) for n in order]


def ends(first, second, label):
    """(outcome, whether it was settled) by the rule of title and abstract, written out."""
    if "exclude" not in (first, second):
        return "include", False
    if first == second:
        return "exclude", False
    return ("include" if label else "exclude"), True


def cast(rows):
    """The votes in the order in which they were cast: (record, person, verdict)."""
    placed = [(2 * at, n, "A", first) for at, (n, first, _second, _late) in enumerate(rows)]
    placed += [
        (2 * (at + late) + 1, n, "B", second) for at, (n, _first, second, late) in enumerate(rows)
    ]
    return [(n, person, verdict) for _at, n, person, verdict in sorted(placed)]


def events_of(rows, truth):
    of = {n: (first, second) for n, first, second, _late in rows}
    events = [source(), imported(*(f"r{n}" for n in range(len(truth))))]
    for n, person, verdict in cast(rows):
        events.append(vote(verdict, f"r{n}", person))
        if person == "B" and ends(*of[n], truth[n])[1]:
            events.append(settle("include" if truth[n] else "exclude", f"r{n}"))
    for n, (first, second) in of.items():
        if ends(first, second, truth[n])[0] == "include":
            events += read_full_text(f"r{n}", "include" if truth[n] else "exclude")
    return events


def check(change, wanted):
    """`wanted`: (lost, fewer, more, votes, settlements, open), sets of record numbers."""
    got = (change.lost, change.fewer, change.more, change.votes, change.settlements, change.open)
    assert (
        tuple({int(name[1:]) for name in one} if isinstance(one, tuple) else one for one in got)
        == wanted
    )
    assert set(change.studies) == set(change.lost)


def recount_single(rows, truth, which):
    lost, fewer, more, settlements = set(), set(), set(), 0
    for n, *verdicts, _late in rows:
        outcome, settled = ends(*verdicts, truth[n])
        alone = "exclude" if verdicts[which] == "exclude" else "include"
        settlements += settled
        if outcome == "include" and alone == "exclude":
            (lost if truth[n] else fewer).add(n)
        elif outcome == "exclude" and alone == "include":
            more.add(n)
    return lost, fewer, more, len(rows), settlements, set()


def recount_maybe(rows, truth, maybe):
    lost, fewer, more, settlements, unsettled = set(), set(), set(), 0, set()
    for n, first, second, _late in rows:
        outcome, settled = ends(first, second, truth[n])
        pair = (
            {first, second}
            if maybe == "conflict"
            else {maybe if v == "maybe" else v for v in (first, second)}
        )
        conflict = len(pair) > 1
        now = outcome if conflict else "exclude" if pair == {"exclude"} else "include"
        if maybe == "conflict" and pair == {
            "maybe"
        }:  # two who are unsure are still a conflict for the strict
            conflict, now = True, outcome
        settlements += settled - conflict
        if conflict and not settled:
            unsettled.add(n)
        elif outcome == "include" and now == "exclude":
            (lost if truth[n] else fewer).add(n)
        elif outcome == "exclude" and now == "include":
            more.add(n)
    return lost, fewer, more, 0, settlements, unsettled


def run_of(run):
    """Stops after so many irrelevant reports in a row, once one was relevant."""
    return lambda labels: 1 in labels[:-run] and len(labels) > run and 1 not in labels[-run:]


def small_p(total):
    """Stops when the p of Callaghan and Müller-Hansen for 95 % is small, by the published formula;
    looked at after each two-hundredth of all, where the last report was irrelevant.
    """
    every = max(1, total // 200)

    def stops(labels):
        if len(labels) % every or labels[-1]:
            return False
        ones = np.cumsum(labels[::-1])
        drawn = np.arange(1, len(labels) + 1)
        missing = np.floor(ones[-1] / 0.95 + 1 - (ones[-1] - ones))
        return hypergeom.cdf(ones, total - len(labels) + drawn, missing, drawn).min() < 0.05

    return stops


def recount_stop(rows, truth, stops):
    of = {n: (first, second) for n, first, second, _late in rows}
    seen, labels, over = set(), [], False
    lost, fewer, votes, settlements = set(), set(), 0, 0
    for n, person, _verdict in cast(rows):
        outcome, settled = ends(*of[n], truth[n])
        if over and n not in seen:
            if person == "A":
                votes += 2
                settlements += settled
                if outcome == "include":
                    (lost if truth[n] else fewer).add(n)
            continue
        seen.add(n)
        if person == "B" and not over:
            labels.append(int(outcome == "include"))
            over = stops(labels)
    return lost, fewer, set(), votes, settlements, set()
