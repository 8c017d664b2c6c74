"""Relevant Chinese records are found as early as English ones,
from the protocol as well as from two given records.
"""

from statistics import fmean

import pytest

from screening.ranking.features import build
from screening.ranking.simulation import replay
from screening.records.text import has_han
from tests.ranking.bilingual import protocol, review

DRAWS = range(1, 7)
#: Asked for: the mean share read before a relevant Chinese record is at most a tenth above that of
#: English ones.
WITHIN = 1.10


def discovery(records, order):
    """(Chinese, English): the mean share of records read when a relevant one of that language is
    shown.
    """
    shown = [one.record for one in order if not one.prior]
    places = {True: [], False: []}
    for place, number in enumerate(shown, 1):
        if records[number].relevant:
            places[records[number].chinese].append(place / len(shown))
    return fmean(places[True]), fmean(places[False])


@pytest.mark.parametrize("text", [protocol(), []], ids=["protocol", "priors"])
def test_neither_language_waits_for_the_other(text):
    found = []
    for seed in DRAWS:
        records = review(seed)
        features = build([record.document for record in records])
        found.append(
            discovery(records, replay(features, [int(r.relevant) for r in records], seed, text))
        )
    chinese, english = (fmean(column) for column in zip(*found, strict=True))
    assert chinese <= WITHIN * english
    assert max(chinese, english) < 0.3  # reading in any order would give .5


def test_made_up_review_is_half_chinese_and_mixed():
    records = review()
    assert len(records) == 480
    assert sum(r.chinese for r in records) == 240
    assert {r.chinese: 24 for r in records if r.relevant} == {True: 24, False: 24}
    assert sum(r.relevant and r.chinese for r in records) == 24
    for record in records:
        assert has_han(record.document.titles[0]) == record.chinese
        assert not any(
            "{" in text for text in (*record.document.titles, *record.document.abstracts)
        )
    assert records == review()
