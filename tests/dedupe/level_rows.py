"""The rows of levels that hold the card where it is:
`python -m tests.dedupe.level_rows` writes them from its weights.

For each level of each feature four pairs that just reach a threshold, or miss it by half a bit:
half a bit more or less of that level would change the outcome of one.
"""

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

from screening.dedupe.levels import LEVELS
from screening.dedupe.weights import ASK, CARD, MERGE

TABLE = Path(__file__).parents[1] / "data" / "dedupe" / "levels.txt"
HEAD = "# Written by tests.dedupe.level_rows from the weights: feature level | outcome | the levels, one a feature."
STEP = 0.5
#: Outcomes and the sums at which they begin or end.
TARGETS = (("merged", MERGE), ("check", MERGE - STEP), ("check", ASK), ("apart", ASK - STEP))


def rows() -> Iterator[str]:
    """Every row of the table, in the order of the card."""
    for feature, levels in LEVELS.items():
        for level in levels:
            for outcome, total in TARGETS:
                told = "; ".join(
                    f"{name}={value}" for name, value in _reaching(feature, level, total).items()
                )
                yield f"{feature} {level} | {outcome} | {told}"


def _reaching(feature: str, level: str, total: float) -> dict[str, str]:
    """The pair with that level whose sum is just so,
    in which as few other features as can be are known.
    """
    nothing = dict.fromkeys(LEVELS, "unknown") | {feature: level}
    others = [name for name in LEVELS if name != feature]
    for known in range(len(others) + 1):
        for names in combinations(others, known):
            for values in product(*(LEVELS[name][:-1] for name in names)):
                pair = nothing | dict(zip(names, values, strict=True))
                if sum(CARD[name][value][0] for name, value in pair.items()) == total:
                    return pair
    raise ValueError(f"no pair with {feature} {level} adds up to {total}")


def table() -> str:
    """The whole file."""
    return "\n".join((HEAD, *rows(), ""))


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
