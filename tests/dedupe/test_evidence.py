import pytest

from screening.dedupe.evidence import (
    PERSON,
    Evidence,
    as_key,
    keeps_apart,
    objects,
    sorted_out,
    words_of,
)
from screening.dedupe.rules import RULES
from screening.dedupe.weights import CARD

KEYS = [
    *(
        f"{feature}.{level}"
        for feature, levels in CARD.items()
        for level, (_, text) in levels.items()
        if text
    ),
    *(f"rule.{key}" for key in RULES),
    PERSON,
]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_words(key: str):
    assert words_of(key)


def test_two_rules_of_one_label_are_told_apart():
    assert words_of("rule.numbers") == words_of("rule.numbers_across")
    assert keeps_apart([{"key": "rule.numbers", "values": {}}])
    assert not keeps_apart([{"key": "rule.numbers_across", "values": {}}])


def test_evidence_says_its_words_and_stores_its_key():
    near = Evidence("title.near", {"likeness": 0.97})
    assert str(near) == "title similarity 0.97"
    assert near.to_json() == {"key": "title.near", "values": {"likeness": 0.97}}


@pytest.mark.parametrize(
    ("stored", "key"),
    [
        ({"text": "same title", "values": {}}, "title.same"),
        ({"text": "titles %(likeness).2f alike", "values": {"likeness": 0.97}}, "title.near"),
        ({"text": "titles %(likeness).2f alike", "values": {"likeness": 0.9}}, "title.close"),
        ({"text": "the titles have different numbers", "values": {}}, "rule.numbers"),
        ({"text": "Chinese–English pair of one article", "values": {}}, "rule.bridge"),
        ({"text": "the same page of another volume", "values": {}}, "rule.next_volume"),
        ({"text": "a person said so", "values": {}}, PERSON),
        ({"key": "doi.same", "values": {}}, "doi.same"),
        ({"text": "nobody knows this", "values": {}}, ""),
    ],
)
def test_as_key_reads_sentences_that_were_stored_before(stored: dict[str, object], key: str):
    found = as_key(stored | {"of": [1, 2]})
    assert found["key"] == key
    assert found["of"] == [1, 2]
    assert as_key(found) == found


def test_sorted_out_tells_for_and_against_each_once_and_keeps_what_it_does_not_know():
    stored = [
        {"key": "doi.same", "values": {}},
        {"key": "doi.same", "values": {}},
        {"key": "place.other issue", "values": {}},
        {"text": "nobody knows this", "values": {}},
        {"key": "rule.bridge", "values": {"one": "Japanese", "two": "English"}},
    ]
    speaking, objecting = sorted_out(stored)
    assert [m["text"] for m in objecting] == ["different issue"]
    assert [m["text"] for m in speaking][:2] == ["same DOI", "nobody knows this"]
    assert speaking[2]["values"] == {"one": {"text": "Japanese"}, "two": {"text": "English"}}


def test_objects_knows_levels_and_rules():
    assert objects("pmid.differs")
    assert objects("rule.other_issue")
    assert not objects("rule.same_pages")
    assert not objects(PERSON)
