"""Does the bound of an audit hold? On orders of real reviews: `python -m tests.benchmarks.cover_audit [--draws 10000]`.

Each labelled set is replayed in the learned order and stopped at random places; from what was not screened a sample is
drawn, and the bound compared with the truth. For audits that are the only one, and for two looks that share alpha, where
both bounds must hold. Prints a line a set and the shares in which the bound held; ends with 1 below 95 %.
"""

import argparse
import csv
import gzip
import sys
from pathlib import Path

import numpy as np

from screening.ranking.documents import Document
from screening.ranking.features import build
from screening.ranking.replay import replay
from screening.ranking.stopping import split_confidence, upper_bound
from tests.shared import SHARED

SAMPLES = (20, 50, 100, 200, 500)
STOPPED = (0.1, 0.9)
"""Screening is stopped somewhere between these shares."""


def main() -> int:
    """All sets; 0 when the bounds hold often enough."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--largest", type=int, default=2500, help="sets of more records are left out")
    options = parser.parse_args()
    orders = dict(read_orders(options.largest))
    if not orders:
        print(f"NOT RUN: no labelled sets under {SHARED}")
        return 1
    held = np.zeros(2, dtype=int)
    each = -(-options.draws // len(orders))
    draw = np.random.default_rng(7)
    for name, labels in orders.items():
        here = np.sum([one_draw(labels, draw) for _ in range(each)], axis=0)
        held += here
        print(
            f"{name:30} {len(labels):6} records, {each} draws: held {here[0] / each:.4f}, two looks {here[1] / each:.4f}"
        )
    shares = held / (each * len(orders))
    print(f"all {each * len(orders)} draws: held {shares[0]:.4f}, two looks {shares[1]:.4f}")
    return int(shares.min() < 0.95)


def read_orders(largest: int) -> list[tuple[str, np.ndarray]]:
    """The labels of each set in the order in which its records would have been shown."""
    found = []
    csv.field_size_limit(1 << 30)
    for path in sorted(Path(SHARED / "data" / "ranking").glob("*/records.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        labels = [int(row["label_included"] in {"1", "1.0", "True", "true"}) for row in rows]
        if len(rows) <= largest and 0 < sum(labels) < len(labels):
            documents = [
                Document((row["title"],), (row["abstract"],), tuple(row["keywords"].split(";"))) for row in rows
            ]
            order = replay(build(documents), labels, seed=1)
            found.append((path.parent.name, np.asarray(labels)[[shown.record for shown in order]]))
    return found


def one_draw(labels: np.ndarray, draw: np.random.Generator) -> tuple[bool, bool]:
    """Whether the bound held for one audit, and whether both held for two that share alpha."""
    rest = labels[int(len(labels) * draw.uniform(*STOPPED)) :]
    size = min(int(draw.choice(SAMPLES)), len(rest))
    mixed = draw.permutation(rest)
    truth, found = int(rest.sum()), int(mixed[:size].sum())
    first = upper_bound(len(rest), size, found, split_confidence(1)) >= truth
    left = mixed[size:]
    again = min(size, len(left))
    second = int(left[:again].sum())
    both = first and (not again or upper_bound(len(left), again, second, split_confidence(2)) >= int(left.sum()))
    return upper_bound(len(rest), size, found) >= truth, both


if __name__ == "__main__":
    sys.exit(main())
