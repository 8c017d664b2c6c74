"""The exact interval of an error, and an equal chance for each pair that was kept apart."""

from collections import Counter
from random import Random

import pytest

from screening.dedupe.engine import match
from screening.dedupe.prepare import prepare
from screening.dedupe.sampling import KEPT, ApartPairs, exact_interval, languages_of
from screening.records.record import Record


# Clopper and Pearson 1934 as tabled in Newcombe 1998 (Stat Med 17:857-872, table I, method 5).
@pytest.mark.parametrize(
    ("wrong", "drawn", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_interval_is_the_published_one(wrong: int, drawn: int, low: float, high: float):
    assert exact_interval(wrong, drawn) == pytest.approx((low, high), abs=0.00005)


def test_interval_of_all_wrong_ends_at_one():
    assert exact_interval(20, 20) == pytest.approx((0.8316, 1.0), abs=0.00005)


@pytest.mark.parametrize(("wrong", "drawn"), [(-1, 3), (4, 3), (0, 0)])
def test_impossible_numbers_are_refused(wrong: int, drawn: int):
    with pytest.raises(ValueError, match="wrong ones"):
        exact_interval(wrong, drawn)


ONE = prepare(Record(title="Bone and muscle of the old"), 0)
CHINESE = prepare(Record(title="老年人的骨骼与肌肉"), 1)


def test_languages_stand_in_one_order():
    assert languages_of(ONE, CHINESE) == languages_of(CHINESE, ONE) == "Chinese|English"


def test_each_pair_has_the_same_chance_to_be_remembered():
    times: Counter[object] = Counter()
    others = [prepare(Record(title="Bone and muscle of the old"), at) for at in range(2 * KEPT)]
    for seed in range(40):
        apart = ApartPairs(Random(seed))
        for other in others:
            apart.add(ONE, other)
        assert apart.seen == {"English|English": 2 * KEPT}
        assert len(apart.pairs["English|English"]) == KEPT
        times.update(pair[1] for pair in apart.pairs["English|English"])
    early, late = (
        sum(times[other.id] for other in part) for part in (others[:KEPT], others[KEPT:])
    )
    assert 0.9 < early / late < 1.1


def test_a_run_remembers_what_it_kept_apart_and_nothing_else():
    given = {"authors": ("Keller, Maria",), "year": 2021, "journal": "Bone Letters"}
    one = Record(
        title="Exosomes of muscle promote bone formation in aged rats",
        volume="12",
        pages="101-110",
        **given,
    )
    other = Record(
        title="Walking aids for patients after a stroke at home",
        volume="12",
        pages="101-104",
        **given,
    )
    apart = ApartPairs(Random(1))
    match([prepare(one, 0), prepare(one, 1), prepare(other, 2)], apart=apart)
    assert apart.seen == {"English|English": 2}
    assert {frozenset(pair) for pair in apart.pairs["English|English"]} == {
        frozenset({0, 2}),
        frozenset({1, 2}),
    }
