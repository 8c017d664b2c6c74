"""Bounds, prices and signals against published and hand-made numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from screening.ranking.features import build
from screening.ranking.simulation import replay
from screening.ranking.stopping import callaghan_p, price, recall_at_least, signals, split_confidence, upper_bound
from tests.benchmarks.audit_bound import coverage
from tests.ranking.bilingual import protocol, review


@pytest.mark.parametrize(("drawn", "bound"), [(50, 289), (100, 146), (200, 72), (300, 48), (500, 28), (1000, 13)])
def test_bound_of_a_clean_audit_of_five_thousand(drawn, bound):
    assert upper_bound(5000, drawn, 0) == bound


def test_price_of_a_claim_is_told_before():
    assert price(81, 9000, 0.95) == 4056
    assert [round(100 * recall_at_least(81, upper_bound(5000, n, 0))) for n in (100, 500, 1000)] == [36, 74, 86]
    assert price(0, 10, 0.95) is None or price(0, 10, 0.95) <= 10


@pytest.mark.parametrize(
    ("labels", "total", "target", "p"),
    [
        # By hand: 2 relevant at least would remain among the 180 that follow, and none is in the 80 drawn of them. The
        # .307270 often seen for it is off in the fifth digit; scipy's hypergeom gives the fraction below.
        ([1] * 20 + [0] * 80, 200, 0.95, 100 * 99 / (180 * 179)),
        ([1] * 20 + [0] * 150, 200, 0.95, 0.0270019),
        ([1, 0] * 20 + [0] * 400, 1000, 0.9, 0.197433),
        ([1] * 50 + [0] * 450, 1000, 0.8, 0.000220646),
    ],
)
def test_callaghan_p(labels, total, target, p):
    assert callaghan_p(labels, total, target) == pytest.approx(p, rel=1e-5)


def test_bound_is_covered_in_audits_of_a_learned_order():
    """A short form of `python -m tests.benchmarks.audit_bound`, which draws 10,000 times on real orders."""
    records = review(1)
    labels = [int(record.relevant) for record in records]
    order = replay(build([record.document for record in records]), labels, 1, protocol())
    rest = [[labels[one.record] for one in order[seen:]] for seen in (0, 120, 240, 360)]
    found = [coverage(flags, drawn, draws=100, seed=drawn) for flags in rest for drawn in (20, 40, 60, 80, 100)]
    assert sum(draws for draws, _ in found) == 2000
    assert sum(held for _, held in found) / 2000 >= 0.95


@settings(deadline=None)
@given(st.integers(1, 120), st.data())
def test_bound_is_covered_whatever_the_numbers(unscreened, data):
    """Exact: the draws for which the bound would be too low together have a probability of at most 5 %."""
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
