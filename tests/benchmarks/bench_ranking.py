"""What learning an order costs, how well it orders, and ASReview beside it: `python -m tests.benchmarks.bench_ranking`.

Three tables, ours and ASReview's default measured in the same run: CPU time (one thread) and memory of large
collections, each in a process of its own; the labelled sets (`--sets 6`: the smallest six, 0: all; `--seeds 1,2,3`);
and a made-up bilingual review, read apart for its Chinese and its English records. The mean over the labelled sets is
given for every second set by name (those that settings were chosen on) and for the others. `--same-rhythm` has ASReview
learn anew as seldom as ours does, not after each label: its default takes an hour on all sets. `--from-protocol`
gives one table alone: orders that start from the protocols of `ranking_protocols`, which fade or fall silent at the
first relevant and irrelevant record.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from statistics import fmean
from typing import Any

import numpy as np

from screening.ranking import order as learned_order
from screening.ranking.documents import Document
from screening.ranking.features import build
from screening.ranking.order import learn, take_turns
from screening.ranking.simulation import replay
from tests.benchmarks.asreview_environment import VERSION, ask
from tests.benchmarks.own_environment import ONE_THREAD, NotThere
from tests.benchmarks.ranking_protocols import PROTOCOLS
from tests.benchmarks.ranking_sets import MEASURES, collection, folders, measures, priors, read
from tests.ranking.bilingual import protocol, review

LABELS = (1000, 3000)
DRAWS = 24
"""Of the bilingual review: one moves the quotient of the languages by a fifth, the mean of these by a twentieth."""
RHYTHM = (1 / 20, 10)
"""That of `screening.ranking.retraining`, said so that ASReview's environment needs nothing of ours."""


def main() -> None:
    """All tables, or one line when this is the process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,10000,40000")
    parser.add_argument("--sets", type=int, default=6)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--without-asreview", action="store_true")
    parser.add_argument("--same-rhythm", action="store_true")
    parser.add_argument("--from-protocol", action="store_true")
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(cost(options.one), flush=True)
        return
    if options.from_protocol:
        from_protocol(options.sets)
        return
    beside = not options.without_asreview and _reachable()
    _costs([int(size) for size in options.sizes.split(",") if size], beside)
    seeds = [int(seed) for seed in options.seeds.split(",")]
    quality(options.sets, seeds, beside, RHYTHM if options.same_rhythm else None)
    both_languages(range(1, DRAWS + 1), beside)


def _reachable() -> bool:
    try:
        ask({"records": [["a b", "c"], ["d e", "f"], ["g h", "i"]], "labels": [1, 0, 0], "priors": [[0, 1]]})
    except NotThere as error:
        print(f"NOT RUN: asreview {VERSION}: {error}")
        return False
    return True


def _costs(sizes: Sequence[int], beside: bool) -> None:
    updates = " | ".join(f"update at {n:,} labels, ms" for n in LABELS)
    print(f"| records | | features, s | {updates} | order of the rest, ms | peak MB |")
    print("| --- " * 7 + "|", flush=True)
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.bench_ranking", "--one", str(size)]
        subprocess.run(command, check=True, env=os.environ | ONE_THREAD)
        if beside:
            documents, labels = collection(size)
            known = [n for n in LABELS if n < size]
            found = ask({"records": _plain(documents), "labels": labels, "known": known})
            print(_line(size, "ASReview", found["features"], found["updates"], None, found["memory"]), flush=True)


def cost(size: int) -> str:
    """Our line of the table of costs."""
    import_module("sklearn.svm")  # once in the life of a worker; ASReview has loaded it as well before it is measured
    documents, labels = collection(size)
    started = time.process_time()
    features = build(documents)
    built, learned, ordered = time.process_time() - started, [], 0.0
    for count in (n for n in LABELS if n < size):
        known = np.random.default_rng(1).permutation(size)[:count]
        given = np.asarray(labels)[known].tolist()
        started = time.process_time()
        scores = learn(features, known.tolist(), given)
        learned.append(time.process_time() - started)
        started = time.process_time()
        take_turns(scores, np.setdiff1d(np.arange(size), known).tolist())
        ordered = time.process_time() - started
    return _line(size, "ours", built, learned, ordered, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _line(size: int, whose: str, built: float, learned: Sequence[float], ordered: float | None, memory: float) -> str:
    updates = [f"{1000 * seconds:.0f}" for seconds in learned] + ["–"] * (len(LABELS) - len(learned))
    rest = "in the update" if ordered is None else f"{1000 * ordered:.0f}"
    return f"| {size:,} | {whose} | {built:.1f} | {' | '.join(updates)} | {rest} | {memory:.0f} |"


def quality(most: int, seeds: Sequence[int], beside: bool, rhythm: tuple[float, int] | None = None) -> None:
    """The table of the labelled sets."""
    found = folders()
    if not found:
        print("NOT RUN: the labelled sets are not here")
        return
    chosen_on = sorted(folder.name for folder in found)[0::2]
    print(f"\nseeds {', '.join(map(str, seeds))}\n\n| set | records | relevant | | {' | '.join(MEASURES)} |")
    print("| --- " * (4 + len(MEASURES)) + "|")
    rows: list[tuple[str, str, list[float]]] = []
    for folder in found[: most or None]:
        documents, labels = read(folder)
        orders = {"ours": _ours(documents, labels, seeds)}
        if beside:
            pairs = [priors(labels, seed) for seed in seeds]
            answer = ask({"records": _plain(documents), "labels": labels, "priors": pairs, "rhythm": rhythm})
            orders["ASReview"] = [order[2:] for order in answer["orders"]]
        for whose, shown in orders.items():
            means = _means([_flags(order, labels) for order in shown])
            rows.append((folder.name, whose, means))
            print(f"| {folder.name} | {len(labels):,} | {sum(labels)} | {whose} | {_figures(means)} |", flush=True)
    for name, kept in (("all", True), ("those chosen on", 1), ("those left out", 0)):
        for whose in ("ours", "ASReview"):
            means = [m for set_, by, m in rows if by == whose and (kept is True or (set_ in chosen_on) == kept)]
            if means:
                column = [fmean(values) for values in zip(*means, strict=True)]
                print(f"| mean of {name}: {len(means)} | | | {whose} | {_figures(column)} |", flush=True)


def from_protocol(most: int) -> None:
    """The table of orders that start from a protocol; one seed, as nothing but the draw of negatives depends on it."""
    found = folders()[: most or None]
    chosen_on = sorted(PROTOCOLS)[0::2]
    print(f"| set | | {' | '.join(MEASURES)} |\n" + "| --- " * (2 + len(MEASURES)) + "|", flush=True)
    rows: list[tuple[str, str, list[float]]] = []
    usual = learned_order.PROTOCOL_WEIGHT
    for folder in found:
        documents, labels = read(folder)
        features = build(documents)
        for whose, weight in (("fades", usual), ("falls silent", 0.0)):
            learned_order.PROTOCOL_WEIGHT = weight
            shown = replay(features, labels, 1, PROTOCOLS[folder.name])
            figures = list(measures([labels[one.record] for one in shown]))
            rows.append((folder.name, whose, figures))
            print(f"| {folder.name} | {whose} | {_figures(figures)} |", flush=True)
    for name, kept in (("all", True), ("those chosen on", 1), ("those left out", 0)):
        for whose in ("fades", "falls silent"):
            means = [m for set_, by, m in rows if by == whose and (kept is True or (set_ in chosen_on) == kept)]
            if means:
                column = [fmean(values) for values in zip(*means, strict=True)]
                print(f"| mean of {name}: {len(means)} | {whose} | {_figures(column)} |", flush=True)


def both_languages(seeds: Sequence[int], beside: bool) -> None:
    """The table of the made-up bilingual review."""
    print(
        "\n| bilingual review, start | | ATD Chinese | ATD English | Chinese / English | ATD |\n" + "| --- " * 6 + "|"
    )
    figures: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for seed in seeds:
        records = review(seed)
        documents, labels = [r.document for r in records], [int(r.relevant) for r in records]
        features = build(documents)
        orders = {
            ("the protocol", "ours"): [s.record for s in replay(features, labels, seed, protocol())],
            ("two records", "ours"): [s.record for s in replay(features, labels, seed) if not s.prior],
        }
        if beside:
            asked = {"records": _plain(documents), "labels": labels, "priors": [priors(labels, seed)]}
            orders["two records", "ASReview"] = ask(asked)["orders"][0][2:]
        for key, order in orders.items():
            places = [(records[n].chinese, at / len(order)) for at, n in enumerate(order, 1) if labels[n]]
            chinese, english = (fmean(p for c, p in places if c is wanted) for wanted in (True, False))
            figures.setdefault(key, []).append((chinese, english, fmean(p for _, p in places)))
    for (start, whose), rows in figures.items():
        chinese, english, both = (fmean(column) for column in zip(*rows, strict=True))
        print(f"| {start} | {whose} | {chinese:.3f} | {english:.3f} | {chinese / english:.2f} | {both:.3f} |")


def _ours(documents: Sequence[Document], labels: Sequence[int], seeds: Sequence[int]) -> list[list[int]]:
    features = build(documents)
    return [[one.record for one in replay(features, labels, seed) if not one.prior] for seed in seeds]


def _flags(order: Sequence[int], labels: Sequence[int]) -> list[int]:
    """Labels in the order shown; what was not shown once all relevant ones were found follows as irrelevant."""
    return [labels[record] for record in order] + [0] * (len(labels) - 2 - len(order))


def _means(flags: list[list[int]]) -> list[float]:
    return [fmean(column) for column in zip(*(measures(one) for one in flags), strict=True)]


def _figures(means: Sequence[float]) -> str:
    return " | ".join(f"{value:.3f}" for value in means)


def _plain(documents: Sequence[Document]) -> list[list[Any]]:
    return [[" ".join(d.titles), " ".join(d.abstracts)] for d in documents]


if __name__ == "__main__":
    main()
