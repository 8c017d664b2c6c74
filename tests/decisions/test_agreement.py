"""Agreement figures against published worked examples, to the printed digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.decisions.agreement import (
    ac1,
    ac1_of_many,
    alpha,
    compare,
    cross,
    fleiss,
    kappa,
    pabak,
    raw,
    tally,
)

THREE = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
#: Fleiss 1971: fifteen units, six raters, five categories.
SIX_RATERS = [
    [int(digit) for digit in row]
    for row in [
        "00060",
        "03003",
        "01401",
        "00006",
        "03030",
        "20400",
        "00402",
        "20310",
        "20040",
        "00006",
        "10050",
        "11040",
        "03300",
        "10050",
        "02031",
    ]
]

#: Krippendorff 2011: twelve units, four observers, gaps.
GAPS = [
    "11-1",
    "2232",
    "3333",
    "3333",
    "2222",
    "1234",
    "4444",
    "1121",
    "2222",
    "-555",
    "--11",
    "--3-",
]


def test_three_by_three_against_irrcac():
    found = compare(THREE)
    assert found.kappa is not None
    assert (found.n, found.agreed, found.raw) == (100, 89, 0.89)
    assert found.kappa.value == pytest.approx(0.7964094, abs=5e-8)
    assert found.kappa.error == pytest.approx(0.05891072, abs=5e-9)
    assert found.ac1 == pytest.approx(0.8493305, abs=5e-8)
    assert found.pabak == pytest.approx(0.835)
    assert found.alpha == pytest.approx(0.7972585, abs=5e-8)


@pytest.mark.parametrize(
    ("table", "kappa_", "pabak_", "ac1_"),
    [
        ([[40, 9], [6, 45]], 0.70, 0.70, 0.7007),
        ([[80, 10], [5, 5]], 0.32, 0.70, 0.8080),
        ([[95, 4], [1, 0]], -0.0163, 0.90, 0.9474),
    ],
)
def test_two_by_two_of_feinstein_and_cicchetti(table, kappa_, pabak_, ac1_):
    value = kappa(table)
    assert value is not None
    assert value.value == pytest.approx(kappa_, abs=5e-3 if kappa_ > 0 else 5e-5)
    assert pabak(table) == pytest.approx(pabak_)
    assert ac1(table) == pytest.approx(ac1_, abs=5e-5)


def test_gerstman():
    table = [[1467, 782], [1309, 16232]]
    value = kappa(table)
    assert value is not None
    assert raw(table) == pytest.approx(0.8943, abs=5e-5)
    assert value.value == pytest.approx(0.524, abs=5e-4)
    assert value.low < value.value < value.high


def test_six_raters_of_fleiss():
    assert fleiss(SIX_RATERS) == pytest.approx(0.4139265, abs=5e-8)
    assert ac1_of_many(SIX_RATERS, 5) == pytest.approx(0.4448007, abs=5e-8)
    assert alpha(SIX_RATERS) == pytest.approx(0.4204384, abs=5e-8)


def test_gaps_of_krippendorff():
    units = tally(GAPS, "12345")
    assert alpha(units) == pytest.approx(0.74342, abs=5e-6)


def test_all_in_one_cell():
    found = compare([[0, 0], [0, 30]])
    assert (found.raw, found.kappa, found.pabak, found.ac1, found.alpha) == (
        1.0,
        None,
        1.0,
        1.0,
        None,
    )


def test_empty_table():
    found = compare([[0, 0], [0, 0]])
    assert (found.n, found.raw, found.kappa, found.pabak, found.ac1, found.alpha) == (
        0,
        None,
        None,
        None,
        None,
        None,
    )
    assert found.shares == (0.0, 0.0)


def test_one_reviewer_only():
    units = tally([["include"], ["exclude"], [""]], ("include", "exclude"))
    assert (alpha(units), ac1_of_many(units, 2), fleiss(units[:2])) == (None, None, None)


def test_fleiss_refuses_different_numbers_of_votes():
    with pytest.raises(ValueError, match="different numbers of votes"):
        fleiss([[2, 0], [1, 2]])


def test_cross_counts_pairs_and_refuses_unknown_verdicts():
    pairs = [("include", "exclude"), ("include", "include"), ("include", "exclude")]
    assert cross(pairs, ("include", "exclude")) == [[1, 2], [0, 0]]
    with pytest.raises(ValueError, match="unknown verdict 'include' or 'maybe'"):
        cross([("include", "maybe")], ("include", "exclude"))


tables = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3)


@given(tables)
def test_figures_do_not_depend_on_who_is_called_first(table):
    turned = [list(column) for column in zip(*table, strict=True)]
    one, other = compare(table), compare(turned)
    assert (one.raw, one.pabak, one.n) == (other.raw, other.pabak, other.n)
    assert one.ac1 == pytest.approx(other.ac1)
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa and other.kappa:
        assert one.kappa.value == pytest.approx(other.kappa.value)
        assert -1 <= one.kappa.low <= one.kappa.value + 1e-12
        assert one.kappa.value - 1e-12 <= one.kappa.high <= 1


@given(tables)
def test_two_reviewers_are_the_smallest_case_of_several(table):
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    units = tally([[str(i), str(j)] for i, j in pairs], "012")
    found = compare(table)
    assert alpha(units) == pytest.approx(found.alpha)
    assert ac1_of_many(units, 3) == pytest.approx(found.ac1)
