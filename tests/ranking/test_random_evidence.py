"""The bound from records drawn at random holds,
whatever the order did with the others and however often one looks.
"""

import numpy as np
import pytest

from screening.ranking.random_evidence import random_bound


def screening(truth, share, seed):
    """(labels, drawn, relevant ones left) after half of the records: the likely ones first,
    some drawn at random.
    """
    draw = np.random.default_rng(seed)
    score = np.asarray(truth) + draw.normal(0, 1.5, len(truth))
    rest, labels, drawn = list(np.argsort(-score)), [], []
    for _ in range(len(truth) // 2):
        by_chance = bool(draw.random() < share)
        picked = rest.pop(int(draw.integers(len(rest))) if by_chance else 0)
        labels.append(int(truth[picked]))
        drawn.append(by_chance)
    return labels, drawn, sum(int(truth[n]) for n in rest)


@pytest.mark.parametrize("relevant", [0, 4, 20, 60])
def test_bound_holds_at_every_look(relevant):
    """At three looks in each of 200 screenings: at least 95 % must hold at all of them."""
    truth, held = [1] * relevant + [0] * (200 - relevant), 0
    for seed in range(200):
        labels, drawn, left = screening(truth, 0.3, seed)
        held += all(
            random_bound(labels[:n], drawn[:n], 200 - n) >= left + sum(labels[n:])
            for n in (30, 60, len(labels))
        )
    assert held >= 190


def test_more_clean_draws_say_more_and_none_say_nothing():
    labels = [1] * 10 + [0] * 300
    bounds = [
        random_bound(labels, [False] * (310 - n) + [True] * n, 1000) for n in (0, 20, 50, 100, 300)
    ]
    assert bounds[0] == 1000
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < 20


def test_relevant_draws_speak_against_a_small_bound():
    labels = [0] * 300
    clean = random_bound(labels, [True] * 300, 1000)
    for place in (150, 200, 250):
        labels[place] = 1
    assert random_bound(labels, [True] * 300, 1000) > 2 * clean


def test_each_label_needs_to_be_told():
    with pytest.raises(ValueError, match="drawn"):
        random_bound([1], [], 4)


def test_nothing_unread_leaves_nothing():
    assert random_bound([1, 0], [True, True], 0) == 0
