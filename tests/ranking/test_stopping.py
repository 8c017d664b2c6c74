"""Bounds, prices and signals against published and hand-made numbers."""

import numpy as np
import pytest

from screening.ranking.stopping import callaghan_p, price, recall_at_least, signals, split_confidence, upper_bound


@pytest.mark.parametrize(("drawn", "bound"), [(50, 289), (100, 146), (200, 72), (300, 48), (500, 28), (1000, 13)])
def test_bound_of_a_clean_audit_of_five_thousand(drawn, bound):
    assert upper_bound(5000, drawn, 0) == bound


def test_price_of_a_claim_is_told_before():
    assert price(81, 9000, 0.95) == 4056
    assert [int(100 * recall_at_least(81, upper_bound(5000, n, 0))) for n in (100, 500, 1000)] == [35, 74, 86]
    assert price(0, 10, 0.95) is None or price(0, 10, 0.95) <= 10


@pytest.mark.parametrize(
    ("labels", "total", "target", "p"),
    [
        ([1] * 20 + [0] * 80, 200, 0.95, 100 * 99 / (180 * 179)),
        ([1] * 20 + [0] * 150, 200, 0.95, 0.0270019),
        ([1, 0] * 20 + [0] * 400, 1000, 0.9, 0.197433),
        ([1] * 50 + [0] * 450, 1000, 0.8, 0.000220646),
    ],
)
def test_callaghan_p(labels, total, target, p):
    assert callaghan_p(labels, total, target) == pytest.approx(p, rel=1e-5)


def test_bound_is_covered_in_simulated_draws():
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(2000):
        unscreened, relevant = 400, int(draw.integers(0, 30))
        found = int(draw.hypergeometric(relevant, unscreened - relevant, 80))
        held += upper_bound(unscreened, 80, found) >= relevant
    assert held / 2000 >= 0.95


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
