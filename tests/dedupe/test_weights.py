"""Each level of the card weighs just so much:
half a bit more or less of it would change an outcome in the table.
"""

import pytest

from screening.dedupe import weights
from screening.dedupe.compare import Comparison
from screening.dedupe.title_differences import Wording
from screening.dedupe.weights import ASK, CARD, MERGE, score
from tests.dedupe import level_rows
from tests.dedupe.level_rows import TABLE


def read_levels() -> list[tuple[str, str, Comparison]]:
    """(feature and level it is about, outcome, comparison) of each row."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        about, outcome, levels = line.split(" | ")
        named = dict(part.split("=") for part in levels.split("; "))
        rows.append((about, outcome, Comparison(likeness=0.0, wording=Wording(), **named)))
    return rows


ROWS = read_levels()


def outcome_of(total: float) -> str:
    return "merged" if total >= weights.MERGE else "check" if total >= weights.ASK else "apart"


def wrong_rows() -> list[str]:
    """What the rows are about whose outcome the card gives otherwise; none,
    unless somebody changed a weight.
    """
    return [
        about for about, outcome, comparison in ROWS if outcome_of(score(comparison)) != outcome
    ]


def test_table_is_the_one_that_the_weights_give():
    assert TABLE.read_text(encoding="utf-8") == level_rows.table()


def test_levels_add_up_to_the_outcome_of_the_table():
    assert not wrong_rows()


@pytest.mark.parametrize("feature", CARD)
def test_each_level_stands_at_both_thresholds(feature: str):
    about = {row[0] for row in ROWS}
    assert {f"{feature} {level}" for level in CARD[feature]} <= about


def test_card_asks_before_it_merges():
    assert 0 < ASK < MERGE


def test_missing_values_are_no_conflict():
    for feature, levels in CARD.items():
        if feature != "title":
            assert levels["unknown"] == (0.0, "")
