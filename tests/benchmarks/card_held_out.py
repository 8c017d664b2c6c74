"""Whether the hand-set card is fitted to any labelled set:
`python -m tests.benchmarks.card_held_out [SET …]`.

For each set, over its candidate pairs and before any rule: how well true pairs come before false
ones by the card as it is, by weights fitted (logistic regression on the same levels) to all the
*other* sets, and by weights fitted to the set itself, which is the best that any card could look on
it. A card that owed its quality to a set would beat the held-out weights there.
"""

import csv
import gzip
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve

from screening.dedupe.blocks import candidates
from screening.dedupe.compare import compare, may_match
from screening.dedupe.prepare import prepare
from screening.dedupe.table import read_row
from screening.dedupe.weights import CARD
from tests.benchmarks.bench_dedupe import SETS
from tests.shared import SHARED

LEVELS = [(feature, level) for feature, levels in CARD.items() for level in levels]
WEIGHTS = np.array([CARD[feature][level][0] for feature, level in LEVELS])
PRECISION = 0.999
Pairs = tuple[Any, Any]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table, packed or not."""
    packed = path.with_name(f"{path.name}.gz")
    data = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def pairs_of(name: str) -> Pairs:
    """Levels (one column each, 0 or 1) and truth of the candidate pairs of a set."""
    folder = SHARED / "data" / "dedupe" / name
    truth = {row["id"]: row["cluster_id"] for row in table(folder / "clusters.csv")}
    rows = table(folder / "records.csv")
    records = [prepare(read_row(row), at) for at, row in enumerate(rows)]
    home = [truth[row["id"]] for row in rows]
    place = {each: at for at, each in enumerate(LEVELS)}
    found, same = [], []
    for at, others in candidates(records):
        for other in others:
            if may_match(records[at], records[other]):
                found.append(
                    [place[each] for each in compare(records[at], records[other]).levels()]
                )
                same.append(home[at] == home[other])
    levels = np.zeros((len(found), len(LEVELS)), dtype=np.int8)
    np.put_along_axis(levels, np.array(found), 1, axis=1)
    return levels, np.array(same)


def fitted(sets: list[Pairs]) -> Any:
    """Weights for the levels; each set counts the same, however large it is."""
    levels, truth = (np.concatenate(part) for part in zip(*sets, strict=True))
    share = np.concatenate([np.full(len(same), 1 / len(same)) for _, same in sets])
    model = LogisticRegression(max_iter=2000).fit(
        levels, truth, sample_weight=share * len(truth) / len(sets)
    )
    return model.coef_[0]


def judged(weights: Any, pairs: Pairs) -> str:
    """Average precision, and the share of true pairs found where 999 of 1000 are right."""
    levels, truth = pairs
    sums = levels @ weights
    precision, recall, _ = precision_recall_curve(truth, sums)
    return f"{average_precision_score(truth, sums):.4f} / {recall[precision >= PRECISION].max(initial=0):.3f}"


def main(names: list[str]) -> None:
    """Prints one line a set."""
    csv.field_size_limit(1 << 30)
    sets = {name: pairs_of(name) for name in names}
    print(
        f"{'set':12} {'pairs':>6} {'true':>6}  {'by hand':14}  {'fitted, others':14}  fitted, itself"
    )
    for name, pairs in sets.items():
        others = [sets[other] for other in names if other != name]
        told = "  ".join(
            judged(weights, pairs) for weights in (WEIGHTS, fitted(others), fitted([pairs]))
        )
        print(f"{name:12} {len(pairs[1]):6} {int(pairs[1].sum()):6}  {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(SETS))
