"""What learning an order costs, how well it orders, and ASReview beside it:
`python -m tests.benchmarks.bench_ranking`.

Three tables, ours and ASReview's default measured in the same run: CPU time (one thread) and memory
of large collections, each in a process of its own; the labelled sets (`--sets 6`: the smallest six,
0: all; `--seeds 1,2,3`); and a made-up bilingual review, read apart for its Chinese and its English
records. The mean over the labelled sets is given for every second set by name (those that settings
were chosen on) and for the others. `--same-rhythm` has ASReview learn anew as seldom as ours does,
not after each label: its default takes an hour on all sets.

`--costs` gives the first table alone (`--sizes 10000,40000 --rounds 3`: some minutes on a machine
that does nothing else). `--from-protocol` gives another one alone: orders that start from the
protocols of `ranking_protocols`, which fade or fall silent at the first relevant and irrelevant
record.
"""

import argparse
import json
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
#: Of the bilingual review: one moves the quotient of the languages by a fifth, the mean of these by
#: a twentieth.
DRAWS = 24
#: That of `screening.ranking.retraining`, said so that ASReview's environment needs nothing of
#: ours.
RHYTHM = (1 / 20, 10)


def main() -> None:
    """All tables, or one line when this is the process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,5000,10000,40000")
    parser.add_argument("--sets", type=int, default=6)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--without-asreview", action="store_true")
    parser.add_argument("--same-rhythm", action="store_true")
    parser.add_argument("--from-protocol", action="store_true")
    parser.add_argument("--costs", action="store_true", help="the table of costs alone")
    parser.add_argument(
        "--rounds", type=int, default=1, help="of so many measurements of costs the least"
    )
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(cost(options.one)), flush=True)
        return
    if options.from_protocol:
        from_protocol(options.sets)
        return
    beside = not options.without_asreview and _reachable()
    costs([int(size) for size in options.sizes.split(",") if size], beside, options.rounds)
    if options.costs:
        return
    seeds = [int(seed) for seed in options.seeds.split(",")]
    quality(options.sets, seeds, beside, RHYTHM if options.same_rhythm else None)
    both_languages(range(1, DRAWS + 1), beside)


def _reachable() -> bool:
    try:
        ask(
            {
                "records": [["a b", "c"], ["d e", "f"], ["g h", "i"]],
                "labels": [1, 0, 0],
                "priors": [[0, 1]],
            }
        )
    except NotThere as error:
        print(f"NOT RUN: asreview {VERSION}: {error}")
        return False
    return True


def costs(sizes: Sequence[int], beside: bool, rounds: int = 1) -> None:
    """The table of costs: of so many rounds, ours and ASReview's in turn, the least."""
    updates = " | ".join(f"update at {n:,} labels, ms" for n in LABELS)
    print(f"| records | | features, s | {updates} | order of the rest, ms | peak MB |")
    print("| --- " * 7 + "|", flush=True)
    for size in sizes:
        found: dict[str, list[dict[str, Any]]] = {"ours": [], "ASReview": []}
        for _round in range(rounds):
            found["ours"].append(_in_a_process_of_its_own(size))
            if beside:
                found["ASReview"].append(_asreview_cost(size))
        least = {whose: _least(measured) for whose, measured in found.items() if measured}
        for whose, one in least.items():
            print(_line(size, whose, one), flush=True)
        if beside:
            print(_quotients(size, least["ours"], least["ASReview"]), flush=True)


def _in_a_process_of_its_own(size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_ranking", "--one", str(size)]
    told = subprocess.run(
        command, check=True, env=os.environ | ONE_THREAD, capture_output=True, text=True
    )
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def _asreview_cost(size: int) -> dict[str, Any]:
    documents, labels = collection(size)
    return ask(
        {"records": _plain(documents), "labels": labels, "known": [n for n in LABELS if n < size]}
    )


def cost(size: int) -> dict[str, Any]:
    """What it costs us: CPU seconds of features, of updates, of ordering the rest;
    peak memory in MB.
    """
    import_module(
        "sklearn.svm"
    )  # once in the life of a worker; ASReview has loaded it as well before it is measured
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
        unseen = np.setdiff1d(np.arange(size), known).tolist()
        started = time.process_time()
        take_turns(scores, unseen)
        ordered = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"features": built, "updates": learned, "rest": ordered, "memory": memory}


def _least(measured: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of several measurements the least of each figure: whatever else the machine did only adds."""
    return {
        name: [min(column) for column in zip(*(one[name] for one in measured), strict=True)]
        if name == "updates"
        else min(one[name] for one in measured)
        for name in measured[0]
    }


def _line(size: int, whose: str, one: dict[str, Any]) -> str:
    updates = [f"{1000 * seconds:.0f}" for seconds in one["updates"]] + ["–"] * (
        len(LABELS) - len(one["updates"])
    )
    rest = f"{1000 * one['rest']:.0f}" if "rest" in one else "in the update"
    return f"| {size:,} | {whose} | {one['features']:.1f} | {' | '.join(updates)} | {rest} | {one['memory']:.0f} |"


def _quotients(size: int, ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Ours by ASReview's; ordering the rest counts to our update, as it is part of theirs."""
    updates = [
        f"{(a + ours['rest']) / b:.2f}"
        for a, b in zip(ours["updates"], theirs["updates"], strict=True)
    ]
    updates += ["–"] * (len(LABELS) - len(updates))
    features, memory = (f"{ours[name] / theirs[name]:.2f}" for name in ("features", "memory"))
    return f"| {size:,} | ours / ASReview | {features} | {' | '.join(updates)} | in the update | {memory} |"


def quality(
    most: int, seeds: Sequence[int], beside: bool, rhythm: tuple[float, int] | None = None
) -> None:
    """The table of the labelled sets."""
    found = folders()
    if not found:
        print("NOT RUN: the labelled sets are not here")
        return
    chosen_on = sorted(folder.name for folder in found)[0::2]
    print(
        f"\nseeds {', '.join(map(str, seeds))}\n\n| set | records | relevant | | {' | '.join(MEASURES)} |"
    )
    print("| --- " * (4 + len(MEASURES)) + "|")
    rows: list[tuple[str, str, list[float]]] = []
    for folder in found[: most or None]:
        documents, labels = read(folder)
        orders = {"ours": _ours(documents, labels, seeds)}
        if beside:
            pairs = [priors(labels, seed) for seed in seeds]
            answer = ask(
                {"records": _plain(documents), "labels": labels, "priors": pairs, "rhythm": rhythm}
            )
            orders["ASReview"] = [order[2:] for order in answer["orders"]]
        for whose, shown in orders.items():
            means = _means([_flags(order, labels) for order in shown])
            rows.append((folder.name, whose, means))
            print(
                f"| {folder.name} | {len(labels):,} | {sum(labels)} | {whose} | {_figures(means)} |",
                flush=True,
            )
    for name, kept in (("all", True), ("those chosen on", 1), ("those left out", 0)):
        for whose in ("ours", "ASReview"):
            means = [
                m
                for set_, by, m in rows
                if by == whose and (kept is True or (set_ in chosen_on) == kept)
            ]
            if means:
                column = [fmean(values) for values in zip(*means, strict=True)]
                print(
                    f"| mean of {name}: {len(means)} | | | {whose} | {_figures(column)} |",
                    flush=True,
                )


def from_protocol(most: int) -> None:
    """The table of orders that start from a protocol; one seed,
    as nothing but the draw of negatives depends on it.
    """
    found = folders()[: most or None]
    chosen_on = sorted(PROTOCOLS)[0::2]
    print(
        f"| set | | {' | '.join(MEASURES)} |\n" + "| --- " * (2 + len(MEASURES)) + "|", flush=True
    )
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
            means = [
                m
                for set_, by, m in rows
                if by == whose and (kept is True or (set_ in chosen_on) == kept)
            ]
            if means:
                column = [fmean(values) for values in zip(*means, strict=True)]
                print(
                    f"| mean of {name}: {len(means)} | {whose} | {_figures(column)} |", flush=True
                )


def both_languages(seeds: Sequence[int], beside: bool) -> None:
    """The table of the made-up bilingual review."""
    print(
        "\n| bilingual review, start | | ATD Chinese | ATD English | Chinese / English | ATD |\n"
        + "| --- " * 6
        + "|"
    )
    figures: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for seed in seeds:
        records = review(seed)
        documents, labels = [r.document for r in records], [int(r.relevant) for r in records]
        features = build(documents)
        orders = {
            ("the protocol", "ours"): [
                s.record for s in replay(features, labels, seed, protocol())
            ],
            ("two records", "ours"): [
                s.record for s in replay(features, labels, seed) if not s.prior
            ],
        }
        if beside:
            asked = {
                "records": _plain(documents),
                "labels": labels,
                "priors": [priors(labels, seed)],
            }
            orders["two records", "ASReview"] = ask(asked)["orders"][0][2:]
        for key, order in orders.items():
            places = [
                (records[n].chinese, at / len(order)) for at, n in enumerate(order, 1) if labels[n]
            ]
            chinese, english = (
                fmean(p for c, p in places if c is wanted) for wanted in (True, False)
            )
            figures.setdefault(key, []).append((chinese, english, fmean(p for _, p in places)))
    for (start, whose), rows in figures.items():
        chinese, english, both = (fmean(column) for column in zip(*rows, strict=True))
        print(
            f"| {start} | {whose} | {chinese:.3f} | {english:.3f} | {chinese / english:.2f} | {both:.3f} |"
        )


def _ours(
    documents: Sequence[Document], labels: Sequence[int], seeds: Sequence[int]
) -> list[list[int]]:
    features = build(documents)
    return [
        [one.record for one in replay(features, labels, seed) if not one.prior] for seed in seeds
    ]


def _flags(order: Sequence[int], labels: Sequence[int]) -> list[int]:
    """Labels in the order shown; what was not shown once all relevant ones were found follows as
    irrelevant.
    """
    return [labels[record] for record in order] + [0] * (len(labels) - 2 - len(order))


def _means(flags: list[list[int]]) -> list[float]:
    return [fmean(column) for column in zip(*(measures(one) for one in flags), strict=True)]


def _figures(means: Sequence[float]) -> str:
    return " | ".join(f"{value:.3f}" for value in means)


def _plain(documents: Sequence[Document]) -> list[list[Any]]:
    return [[" ".join(d.titles), " ".join(d.abstracts)] for d in documents]


if __name__ == "__main__":
    main()
