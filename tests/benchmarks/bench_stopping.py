"""What rules of stopping were worth on finished reviews:
`python -m tests.benchmarks.bench_stopping --write`.

Each labelled set is put in order by a replay, once a seed, and each rule is played on it: in how
many runs 95 % of the relevant records were found when it stopped (with the 95 % interval by
Wilson), the least recall, and the mean share of all records read, an audit's included (with the 95
% interval of a bootstrap over the sets). A rule that never stops reads everything. An audit is
drawn as the page advises: after 50 irrelevant records in a row, where a clean one costs at most
half of what reading on to the end does; and again, with alpha shared, whenever the last one did not
bear the claim out. Its interval is of how many claims were true.

`--write` keeps the figures where the stopping page reads them.
"""

import argparse
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from statistics import fmean

import numpy as np

from screening.ranking import rule_figures
from screening.ranking.features import build
from screening.ranking.simulation import replay
from screening.ranking.stopping import price, recall_at_least, split_confidence, upper_bound
from screening.ranking.stopping_rules import RUN, after_run, after_run_and_share, by_callaghan
from tests.benchmarks.ranking_sets import folders, read

TARGET = 0.95
LOOKS = 50
MOST_AUDITS = 3
AFFORDABLE = 0.5
DRAWS = 2000
#: Set, recall when it stopped, share read, and whether what was aimed at holds.
Run = tuple[str, float, float, bool]


def run_rule(stops: Callable[[Sequence[int], int], int | None]) -> Callable[[list[int], int], Run]:
    """A rule that reads and stops, aiming at 95 %."""

    def play(labels: list[int], _seed: int) -> Run:
        read_ = stops(labels, len(labels)) or len(labels)
        recall = sum(labels[:read_]) / sum(labels)
        return "", recall, read_ / len(labels), recall >= TARGET

    return play


def audit_rule(share: float) -> Callable[[list[int], int], Run]:
    """Audits for the claim that this share is found."""

    def play(labels: list[int], seed: int) -> Run:
        draw, total, looks = np.random.default_rng(seed), sum(labels), 0
        rest = list(labels)
        found = run = 0
        step = max(1, len(labels) // LOOKS)
        while rest and looks < MOST_AUDITS:
            for label in rest[:step]:
                run = 0 if label else run + 1
            found, rest = found + sum(rest[:step]), rest[step:]
            if run < RUN:
                continue
            sure = split_confidence(looks + 1)
            drawn = price(found, len(rest), share, sure) if found and rest else None
            if drawn is None or drawn > AFFORDABLE * len(rest):
                continue
            looks += 1
            picked = set(draw.choice(len(rest), drawn, replace=False).tolist())
            hits = sum(rest[n] for n in picked)
            bound = upper_bound(len(rest), drawn, hits, sure)
            claimed = recall_at_least(found, bound, hits) >= share
            run = 0 if hits else run
            found, rest = found + hits, [label for n, label in enumerate(rest) if n not in picked]
            if claimed:
                recall = found / total
                return "", recall, 1 - len(rest) / len(labels), recall >= share
        return "", 1.0, 1.0, True

    return play


RULES: dict[str, Callable[[list[int], int], Run]] = {
    "run-50": run_rule(lambda labels, total: after_run(labels, 50)),
    "run-100": run_rule(lambda labels, total: after_run(labels, 100)),
    "safe-like": run_rule(after_run_and_share),
    "callaghan-95": run_rule(by_callaghan),
    "audit-95": audit_rule(0.95),
    "audit-90": audit_rule(0.9),
    "audit-80": audit_rule(0.8),
}


def wilson(hits: int, runs: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson 1927, J Am Stat Assoc 22:209-212."""
    share, spread = hits / runs, z * z / runs
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / runs + spread / (4 * runs)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def over_sets(values: dict[str, list[float]]) -> tuple[float, float, float]:
    """The mean over sets, and its 95 % interval when sets are drawn again and again."""
    means = np.asarray([fmean(found) for found in values.values()])
    draw = np.random.default_rng(1)
    again = means[draw.integers(0, len(means), (DRAWS, len(means)))].mean(axis=1)
    low, high = np.quantile(again, [0.025, 0.975])
    return float(means.mean()), float(low), float(high)


def summary(runs: Sequence[Run]) -> rule_figures.Worth:
    """The line of a rule."""
    held = sum(run[3] for run in runs)
    by_set: dict[str, list[float]] = {}
    for name, _recall, share, _held in runs:
        by_set.setdefault(name, []).append(share)
    low, high = wilson(held, len(runs))
    read_, less, more = over_sets(by_set)
    least = min(run[1] for run in runs)
    figures = (held / len(runs), low, high, least, read_, less, more)
    return rule_figures.Worth(len(runs), len(by_set), *(round(figure, 3) for figure in figures))


def main() -> None:
    """Prints the table; keeps it if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sets", type=int, default=3, help="that many labelled sets, smallest first; 0: all"
    )
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = folders()[: options.sets or None]
    if not found:
        print("NOT RUN: the labelled sets are not here")
        return
    runs: dict[str, list[Run]] = {rule: [] for rule in RULES}
    for folder in found:
        documents, labels = read(folder)
        features = build(documents)
        for seed in map(int, options.seeds.split(",")):
            order = [labels[one.record] for one in replay(features, labels, seed)]
            for rule, play in RULES.items():
                runs[rule].append((folder.name, *play(order, seed)[1:]))
        print(f"{folder.name}: {len(labels):,} records", flush=True)
    worth = {rule: summary(played) for rule, played in runs.items()}
    print("\n| rule | runs | held | 95 % | least recall | read | 95 % |\n" + "| --- " * 7 + "|")
    for rule, w in worth.items():
        held, read_ = (
            f"{w.held:.0%} | {w.held_low:.0%}–{w.held_high:.0%}",
            f"{w.read:.0%} | {w.read_low:.0%}–{w.read_high:.0%}",
        )
        print(f"| {rule} | {w.runs} | {held} | {w.least:.2f} | {read_} |")
    if options.write:
        rows = "".join(
            f'    "{rule}": Worth{tuple(getattr(w, n) for n in w.__slots__)},\n'
            for rule, w in worth.items()
        )
        path = Path(rule_figures.__file__)
        head, _old = path.read_text(encoding="utf-8").split(rule_figures.MARK)
        path.write_text(
            f"{head}{rule_figures.MARK}WORTH: dict[str, Worth] = {{\n{rows}}}\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
