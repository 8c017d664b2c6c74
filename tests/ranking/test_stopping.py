"""Bounds, prices and signals against published and hand-made numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from screening.ranking import stopping
from screening.ranking.features import build
from screening.ranking.simulation import replay
from screening.ranking.stopping import (
    callaghan_p,
    price,
    recall_at_least,
    signals,
    split_confidence,
    upper_bound,
)
from tests.benchmarks.audit_bound import coverage
from tests.ranking.bilingual import protocol, review


@pytest.mark.parametrize(
    ("drawn", "bound"), [(50, 289), (100, 146), (200, 72), (300, 48), (500, 28), (1000, 13)]
)
def test_bound_of_a_clean_audit_of_five_thousand(drawn, bound):
    assert upper_bound(5000, drawn, 0) == bound


def test_price_of_a_claim_is_told_before():
    assert price(81, 9000, 0.95) == 4056
    assert [
        round(100 * recall_at_least(81, upper_bound(5000, n, 0))) for n in (100, 500, 1000)
    ] == [36, 74, 86]
    assert price(0, 10, 0.95) is None or price(0, 10, 0.95) <= 10


@pytest.mark.parametrize(
    ("labels", "total", "target", "p"),
    [
        # By hand: 2 relevant at least would remain among the 180 that follow, and none is in the 80
        # drawn of them. The .307270 often seen for it is off in the fifth digit; scipy's hypergeom
        # gives the fraction below.
        ([1] * 20 + [0] * 80, 200, 0.95, 100 * 99 / (180 * 179)),
        ([1] * 20 + [0] * 150, 200, 0.95, 0.0270019),
        ([1, 0] * 20 + [0] * 400, 1000, 0.9, 0.197433),
        ([1] * 50 + [0] * 450, 1000, 0.8, 0.000220646),
    ],
)
def test_callaghan_p(labels, total, target, p):
    assert callaghan_p(labels, total, target) == pytest.approx(p, rel=1e-5)


@pytest.mark.parametrize(
    ("most", "screened", "total", "target", "p"),
    [
        # buscarpy 0.0.2, calculate_h0, in an environment of its own
        (30, 400, 450, 0.95, 0.022429735420671976),
        (60, 1500, 2000, 0.9, 0.010884751284243821),
        (25, 3000, 9000, 0.8, 0.06208465449483732),
        (120, 2500, 2600, 0.95, 0.014857619126289138),
        (45, 2900, 40000, 0.8, 0.4538767246996337),
    ],
)
def test_callaghan_p_is_that_of_its_authors(most, screened, total, target, p):
    """Relevant records ever further apart, as an order shows them: at the places k · 1.05^k."""
    places = {int(1.05**k * k) for k in range(1, most)}
    labels = [int(place in places) for place in range(1, screened + 1)]
    assert callaghan_p(labels, total, target) == pytest.approx(p, abs=1e-9)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 1), min_size=1, max_size=60),
    st.integers(0, 60),
    st.sampled_from([0.8, 0.9, 0.95, 1]),
)
def test_callaghan_p_is_the_least_over_every_start(labels, left, target):
    """The published formula, from every start there is; the engine looks at some of them only."""
    total, found = len(labels) + left, sum(labels)
    least = 1.0
    for start in range(len(labels)):
        hits = sum(labels[start:])
        missing = int(found / target + 1 - (found - hits))
        if found and missing <= total - start:
            least = min(least, hypergeom.cdf(hits, total - start, missing, len(labels) - start))
    assert callaghan_p(labels, total, target) == pytest.approx(least, abs=1e-9)


def test_callaghan_p_of_a_long_screening_looks_at_few_starts(monkeypatch):
    looked = []
    monkeypatch.setattr(stopping, "_at_most", lambda *asked: looked.append(asked) or 1.0)
    callaghan_p([1, 0, 0, 1] + [0] * 20_000, 40_000, 0.95)
    assert len(looked) == 3


def test_bound_is_covered_in_audits_of_a_learned_order():
    """A short form of `python -m tests.benchmarks.audit_bound`,
    which draws 10,000 times on real orders.
    """
    records = review(1)
    labels = [int(record.relevant) for record in records]
    order = replay(build([record.document for record in records]), labels, 1, protocol())
    rest = [[labels[one.record] for one in order[seen:]] for seen in (0, 120, 240, 360)]
    found = [
        coverage(flags, drawn, draws=100, seed=drawn)
        for flags in rest
        for drawn in (20, 40, 60, 80, 100)
    ]
    assert sum(draws for draws, _ in found) == 2000
    assert sum(held for _, held in found) / 2000 >= 0.95


@settings(deadline=None)
@given(st.integers(1, 120), st.data())
def test_bound_is_covered_whatever_the_numbers(unscreened, data):
    """Exact: the draws for which the bound would be too low together have a probability of at most
    5 %.
    """
    relevant = data.draw(st.integers(0, unscreened))
    drawn = data.draw(st.integers(0, unscreened))
    hits = range(max(0, relevant + drawn - unscreened), min(relevant, drawn) + 1)
    missed = [k for k in hits if upper_bound(unscreened, drawn, k) < relevant]
    assert hypergeom.pmf(missed, unscreened, relevant, drawn).sum() <= 0.05 + 1e-9


@pytest.mark.parametrize(("unscreened", "drawn", "found"), [(10, 11, 0), (10, 5, 6), (10, -1, 0)])
def test_impossible_samples_are_refused(unscreened, drawn, found):
    with pytest.raises(ValueError, match="sample"):
        upper_bound(unscreened, drawn, found)


def test_nothing_left_unaudited_leaves_no_doubt():
    assert upper_bound(50, 50, 3) == 3
    assert upper_bound(0, 0, 0) == 0


def test_signals_count_the_present_run():
    seen = signals([1, 0, 1, 0, 0], 12)
    assert (seen.screened, seen.left, seen.found, seen.run) == (5, 7, 2, 2)


def test_several_looks_share_alpha():
    assert [round(split_confidence(n), 4) for n in (1, 2, 3)] == [0.975, 0.9875, 0.9938]
