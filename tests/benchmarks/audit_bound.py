"""Does the bound of an audit hold? Draws audits on real orders:
`python -m tests.benchmarks.audit_bound --draws 10000`.

Each labelled set is put in order once by a replay. Then, again and again, somewhere on the way a
sample of what is still unscreened is drawn, and the stated bound is held against how many relevant
ones there truly are: for an audit that is the only one, and for two in a row that share alpha,
where both bounds must hold.
"""

import argparse
import os
from collections.abc import Sequence

import numpy as np

from screening.ranking.features import build
from screening.ranking.simulation import replay
from screening.ranking.stopping import split_confidence, upper_bound
from tests.benchmarks.ranking_sets import folders, read
from tests.ranking.bilingual import protocol, review

#: Shares of the order that have been screened when the audit is drawn.
STOPS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
SAMPLES = (20, 50, 100, 200, 300)


def main() -> None:
    """Prints a line a set, and the share over all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--draws", type=int, default=10_000, help="in all, over all sets, stops and sample sizes"
    )
    parser.add_argument(
        "--sets", type=int, default=0, help="that many labelled sets, smallest first; 0: all"
    )
    options = parser.parse_args()
    orders = {"made-up bilingual review": _bilingual()}
    for folder in folders()[: options.sets or None]:
        documents, labels = read(folder)
        orders[folder.name] = [labels[one.record] for one in replay(build(documents), labels, 1)]
    each = -(-options.draws // (len(orders) * len(STOPS) * len(SAMPLES)))
    total = np.zeros(3, dtype=int)
    print("| set | draws | bound held | both of two looks |\n| --- | --- | --- | --- |")
    for name, flags in orders.items():
        here = np.zeros(3, dtype=int)
        for stop in STOPS:
            rest = flags[round(stop * len(flags)) :]
            for drawn in SAMPLES:
                seed, size = int(here[0]), min(drawn, len(rest))
                here += (*coverage(rest, size, each, seed), two_looks(rest, size, each, seed))
        total += here
        print(row(name, here), flush=True)
    print(f"{row('all', total)}\nload {os.getloadavg()[0]:.1f}")


def row(name: str, found: np.ndarray) -> str:
    """A line of the table of (draws, held, held twice)."""
    draws, held, twice = found
    return f"| {name} | {draws:,} | {held / draws:.2%} | {twice / draws:.2%} |"


def coverage(rest: Sequence[int], drawn: int, draws: int, seed: int) -> tuple[int, int]:
    """(draws, how many of them held) for samples of `drawn` out of the unscreened records with
    these labels.
    """
    draw, labels, known = np.random.default_rng(seed), np.asarray(rest), {}
    held = 0
    for _ in range(draws):
        found = int(labels[draw.choice(len(labels), drawn, replace=False)].sum())
        if found not in known:
            known[found] = upper_bound(len(labels), drawn, found)
        held += known[found] >= int(labels.sum())
    return draws, held


def two_looks(rest: Sequence[int], drawn: int, draws: int, seed: int) -> int:
    """How many of `draws` audits held twice: a sample of `drawn`,
    and as many again from what is left, sharing alpha.
    """
    draw, labels = np.random.default_rng(seed), np.asarray(rest)
    held = 0
    for _ in range(draws):
        mixed = draw.permutation(labels)
        looks = [mixed, mixed[drawn:]]
        held += all(
            upper_bound(
                len(left), min(drawn, len(left)), int(left[:drawn].sum()), split_confidence(n)
            )
            >= left.sum()
            for n, left in enumerate(looks, 1)
        )
    return held


def _bilingual() -> list[int]:
    records = review()
    labels = [int(record.relevant) for record in records]
    order = replay(build([record.document for record in records]), labels, 1, protocol())
    return [labels[one.record] for one in order]


if __name__ == "__main__":
    main()
