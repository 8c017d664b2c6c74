"""How far reviewers agree: raw agreement and the coefficients that correct it for chance,
each in its own way.

A lone coefficient misleads where few records are included: `compare` gives all of them with the
table, its size and the share of each verdict. None stands for a figure that is not defined.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Square: `table[i][j]` records got verdict i from reviewer A and verdict j from reviewer B.
Table = Sequence[Sequence[int]]

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A coefficient with its standard error and the ends of its 95 % confidence interval,
    cut at -1 and 1.
    """

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything about the agreement of two reviewers; `shares` is the mean share of each verdict."""

    n: int
    agreed: int
    raw: float | None
    kappa: Interval | None
    pabak: float | None
    ac1: float | None
    alpha: float | None
    shares: tuple[float, ...]


def cross(pairs: Iterable[tuple[str, str]], verdicts: Sequence[str]) -> list[list[int]]:
    """The table of pairs of verdicts, rows and columns in the order of `verdicts`;
    ValueError for another one.
    """
    seats = {verdict: i for i, verdict in enumerate(verdicts)}
    table = [[0] * len(verdicts) for _ in verdicts]
    for one, other in pairs:
        if one not in seats or other not in seats:
            raise ValueError(f"unknown verdict {one!r} or {other!r}; known: {', '.join(verdicts)}")
        table[seats[one]][seats[other]] += 1
    return table


def compare(table: Table) -> Comparison:
    """All figures of two reviewers' table."""
    rows, columns, n = _marginals(table)
    agreed = sum(table[i][i] for i in range(len(table)))
    return Comparison(
        n=n,
        agreed=agreed,
        raw=raw(table),
        kappa=kappa(table),
        pabak=pabak(table),
        ac1=ac1(table),
        alpha=_alpha([r + c for r, c in zip(rows, columns, strict=True)], 2.0 * agreed),
        shares=_shares(table),
    )


def raw(table: Table) -> float | None:
    """Share of records on which both agree, in [0, 1]; None for an empty table."""
    n = sum(map(sum, table))
    return sum(table[i][i] for i in range(len(table))) / n if n else None


def kappa(table: Table) -> Interval | None:
    """Cohen's kappa in [-1, 1] with its interval;
    None when empty or when chance agreement is 1 (one verdict only).

    Source: Cohen 1960, Educ Psychol Meas 20:37-46; standard error: Fleiss, Cohen & Everitt 1969,
    Psychol Bull 72:323-327.
    """
    rows, columns, n = _marginals(table)
    if not n or any(r == c == n for r, c in zip(rows, columns, strict=True)):
        return None
    row, column = [r / n for r in rows], [c / n for c in columns]
    expected = sum(r * c for r, c in zip(row, column, strict=True))
    value = (sum(table[i][i] for i in range(len(table))) / n - expected) / (1 - expected)
    spread = _spread(table, row, column, value, n) - (value - expected * (1 - value)) ** 2
    error = math.sqrt(max(spread, 0.0) / n) / (1 - expected)
    return Interval(value, error, max(value - Z_95 * error, -1.0), min(value + Z_95 * error, 1.0))


def _spread(table: Table, row: list[float], column: list[float], value: float, n: int) -> float:
    total = 0.0
    for i, cells in enumerate(table):
        for j, cell in enumerate(cells):
            weight = (column[i] + row[j]) * (1 - value)
            total += cell / n * ((1 - weight) ** 2 if i == j else weight**2)
    return total


def pabak(table: Table) -> float | None:
    """Prevalence- and bias-adjusted kappa, (k·raw − 1)/(k − 1);
    None when empty or with fewer than two verdicts.

    Source: Byrt, Bishop & Carlin 1993, J Clin Epidemiol 46:423-429.
    """
    agreed, k = raw(table), len(table)
    return None if agreed is None or k < 2 else (k * agreed - 1) / (k - 1)


def ac1(table: Table) -> float | None:
    """Gwet's AC1 of two reviewers, at most 1; None when empty or with fewer than two verdicts.

    Source: Gwet 2008, Br J Math Stat Psychol 61:29-48.
    """
    observed, shares = raw(table), _shares(table)
    if observed is None or len(table) < 2:
        return None
    return _ac1(observed, shares)


def ac1_of_many(units: Iterable[Sequence[int]], verdicts: int) -> float | None:
    """Gwet's AC1 of any number of reviewers, with gaps.

    `units` has a row for each record with how many gave each verdict. Records with one vote count
    in the shares of the verdicts only. None when no record has two votes or there are fewer than
    two verdicts.
    """
    voted = [unit for unit in units if sum(unit)]
    pairs = [unit for unit in voted if sum(unit) > 1]
    if not pairs or verdicts < 2:
        return None
    observed = sum(_pair_agreement(unit) for unit in pairs) / len(pairs)
    return _ac1(
        observed, [sum(unit[k] / sum(unit) for unit in voted) / len(voted) for k in range(verdicts)]
    )


def _ac1(observed: float, shares: Sequence[float]) -> float:
    expected = sum(share * (1 - share) for share in shares) / (len(shares) - 1)
    return (observed - expected) / (1 - expected)


def fleiss(units: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa of a fixed number of reviewers; `units` as for `ac1_of_many`.

    None when empty, with one reviewer, or when only one verdict was ever given. Raises ValueError
    when records have different numbers of votes: use `alpha` then. Source: Fleiss 1971, Psychol
    Bull 76:378-382.
    """
    sizes = {sum(unit) for unit in units}
    if len(sizes) > 1:
        raise ValueError("records have different numbers of votes")
    if not units or max(sizes) < 2:
        return None
    votes = max(sizes) * len(units)
    shares: list[float] = [sum(column) / votes for column in zip(*units, strict=True)]
    expected = sum(share * share for share in shares)
    if 1.0 in shares:
        return None
    observed = sum(_pair_agreement(unit) for unit in units) / len(units)
    return (observed - expected) / (1 - expected)


def alpha(units: Iterable[Sequence[int]]) -> float | None:
    """Krippendorff's alpha for nominal data, any number of reviewers, with gaps;
    `units` as for `ac1_of_many`.

    None when no record has two votes or only one verdict was ever given. Source: Krippendorff 2011,
    "Computing Krippendorff's Alpha-Reliability".
    """
    pairs = [unit for unit in units if sum(unit) > 1]
    totals = [sum(column) for column in zip(*pairs, strict=True)]
    return _alpha(
        totals, sum(count * (count - 1) / (sum(unit) - 1) for unit in pairs for count in unit)
    )


def _alpha(totals: list[int], same: float) -> float | None:
    """From the votes for each verdict and the coincidences of equal ones."""
    n = sum(totals)
    chance = sum(total * (total - 1) for total in totals)
    return None if chance == n * (n - 1) else ((n - 1) * same - chance) / (n * (n - 1) - chance)


def tally(ratings: Iterable[Iterable[str]], verdicts: Sequence[str]) -> list[list[int]]:
    """Units for the functions of several reviewers:
    for each record how many gave each verdict ("" is a gap).
    """
    counted = (Counter(record) for record in ratings)
    return [[votes[verdict] for verdict in verdicts] for votes in counted]


def _marginals(table: Table) -> tuple[list[int], list[int], int]:
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return rows, columns, sum(rows)


def _shares(table: Table) -> tuple[float, ...]:
    """Mean share of each verdict; zeros for an empty table."""
    rows, columns, n = _marginals(table)
    return tuple((r + c) / (2 * n) if n else 0.0 for r, c in zip(rows, columns, strict=True))


def _pair_agreement(unit: Sequence[int]) -> float:
    votes = sum(unit)
    return sum(count * (count - 1) for count in unit) / (votes * (votes - 1))
