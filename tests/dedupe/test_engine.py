from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.dedupe.blocks import keys
from screening.dedupe.engine import DIFFERENT, SAME, deduplicate, match
from screening.dedupe.policy import Policy
from screening.dedupe.prepare import prepare
from screening.records.record import Record

PAPER = Record(
    title="Exosomal miR-206 protects the heart after infarction in rats",
    authors=("Gao, Ya", "Liu, Ming"),
    year=2018,
    journal="Journal of Molecular Cardiology",
    volume="44",
    issue="3",
    pages="201-210",
)
COPY = replace(PAPER, authors=("Gao Y", "Liu M"), journal="J Mol Cardiol", pages="201-10")
OTHER = replace(
    PAPER,
    title="Screening for lung cancer with low-dose tomography",
    pages="77-80",
    authors=("Doe, A.",),
)
PREPRINT = replace(
    PAPER, journal="bioRxiv", volume="", issue="", pages="", doi="10.1101/2018.01.01.123456"
)


def groups(result) -> set[frozenset[object]]:
    return {frozenset(group.members) for group in result.groups}


def test_deduplicate_groups_copies_and_leaves_others():
    result = deduplicate([PAPER, OTHER, COPY])
    assert groups(result) == {frozenset({0, 2})}
    assert "same title" in [str(message) for message in result.reasons[0].evidence]
    assert set(result.reasons) == {0, 2}


def test_deduplicate_of_nothing_is_nothing():
    assert deduplicate([]).groups == ()


def test_answer_same_joins_what_the_engine_would_not():
    result = deduplicate([PAPER, OTHER], answers={(1, 0): SAME})
    assert groups(result) == {frozenset({0, 1})}
    assert result.reasons[0].by == "human"


def test_answer_different_keeps_apart_and_is_not_asked_again():
    result = deduplicate([PAPER, COPY], answers={(0, 1): DIFFERENT})
    assert result.groups == result.questions == result.links == ()


def test_answer_different_holds_against_a_third_copy():
    third = replace(COPY, pages="201-210", issue="")
    result = deduplicate([PAPER, COPY, third], answers={(0, 1): DIFFERENT})
    assert all(not {0, 1} <= members for members in groups(result))


@pytest.mark.parametrize(
    ("choice", "merged", "linked"), [("merge", 1, 0), ("link", 0, 1), ("leave", 0, 0)]
)
def test_policy_decides_about_preprints(choice: str, merged: int, linked: int):
    result = deduplicate([PAPER, PREPRINT], policy=Policy({"preprint": choice}))
    assert (len(result.groups), len(result.links)) == (merged, linked)


def test_policy_refuses_the_unknown():
    with pytest.raises(ValueError, match="preprint=burn"):
        Policy({"preprint": "burn"})


def test_match_joins_a_new_record_to_a_standing_group():
    known = [prepare(PAPER, "a"), prepare(COPY, "b")]
    result = match([prepare(replace(COPY, issue=""), "new")], known, groups=[("a", "b")])
    assert groups(result) == {frozenset({"a", "b", "new"})}


def test_match_does_not_judge_known_records_again():
    result = match([prepare(OTHER, "new")], [prepare(PAPER, "a"), prepare(COPY, "b")])
    assert result.groups == ()


def test_match_keeps_answers_about_known_records():
    known = [prepare(PAPER, "a")]
    result = match([prepare(COPY, "new")], known, answers={("a", "new"): DIFFERENT})
    assert result.groups == ()


def test_copies_share_a_stored_key():
    assert set(keys(prepare(PAPER, 1))) & set(keys(prepare(COPY, 2)))
    assert all(key and len(key) <= 48 for key in keys(prepare(PAPER, 1)))


def test_a_record_without_content_has_no_key():
    assert keys(prepare(Record(), 1)) == ()
    assert keys(prepare(Record(title="《》", authors=("",), journal="…"), 1)) == ()


VARIED = st.builds(
    replace,
    st.sampled_from(
        [
            PAPER,
            COPY,
            OTHER,
            PREPRINT,
            Record(title="研究进展"),
            Record(title="外泌体抑制心肌纤维化的研究", year=2018),
        ]
    ),
    year=st.sampled_from([None, 2018, 2019]),
    pages=st.sampled_from(["", "201-210", "77-80", "S12"]),
    volume=st.sampled_from(["", "44", "45"]),
    doi=st.sampled_from(["", "10.5555/abc.1", "10.5555/abc.2"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(VARIED, max_size=9), st.randoms(use_true_random=False))
def test_order_of_records_does_not_matter(records, chance):
    order = list(range(len(records)))
    chance.shuffle(order)
    shuffled = deduplicate([records[at] for at in order])
    moved = sorted(
        sorted(repr(records[order[at]]) for at in group.members) for group in shuffled.groups
    )
    straight = sorted(
        sorted(repr(records[at]) for at in group.members) for group in deduplicate(records).groups
    )
    assert moved == straight


@settings(max_examples=100, deadline=None)
@given(st.lists(VARIED, min_size=2, max_size=8), st.data())
def test_no_answer_is_ever_overturned(records, data):
    at = st.integers(0, len(records) - 1)
    pairs = data.draw(st.lists(st.tuples(at, at).filter(lambda p: p[0] != p[1]), max_size=3))
    answers = dict.fromkeys(pairs, DIFFERENT)
    for group in deduplicate(records, answers=answers).groups:
        assert not any(set(pair) <= set(group.members) for pair in pairs)


@settings(max_examples=100, deadline=None)
@given(st.lists(VARIED, max_size=8))
def test_every_record_stands_in_at_most_one_group(records):
    members = [at for group in deduplicate(records).groups for at in group.members]
    assert len(members) == len(set(members))
