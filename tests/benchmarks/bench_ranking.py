"""What learning an order costs and how well it orders: `python -m tests.benchmarks.bench_ranking`.

`--sizes 1000,5000,10000,40000`: made-up records, half of them Chinese; each size in a process of its own. `--sets 3`:
that many of the labelled sets, smallest first, replayed with `--seeds 1,2` (0: all sets). Measures after priors: WSS@95
as Cohen 2006 (share of records not read at 95 % recall, less the 5 % given up), RRF@10 (recall at a tenth of the records)
and ATD (mean share read until a relevant record is found).
"""

import argparse
import csv
import gzip
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from math import ceil
from pathlib import Path

from screening.ranking.documents import Document
from screening.ranking.features import build
from screening.ranking.order import learn, take_turns
from screening.ranking.replay import replay
from tests.shared import SHARED

ENGLISH = (
    "nodule", "puncture", "robot", "tomography", "accuracy", "biopsy", "lung", "trial", "bone", "exosome", "muscle",
    "rats", "stent", "heart",
)  # fmt: skip
CHINESE = "肺结节穿刺机器人辅助计算机断层扫描准确性活检随机对照试验骨骼肌外泌体老年大鼠支架心脏患者疗效分析"


def main() -> None:
    """Both tables, or one size when this is the process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,10000,40000")
    parser.add_argument("--sets", type=int, default=3)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(cost(options.one))
        return
    print("| records | features, CPU s | update at 1,500 labels, CPU s | order of the rest, CPU s | peak MB |")
    print("| --- | --- | --- | --- | --- |")
    for size in options.sizes.split(","):
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bench_ranking", "--one", size], check=True)
    quality(options.sets, [int(seed) for seed in options.seeds.split(",")])


def cost(size: int) -> str:
    """One line of the table of costs."""
    chance = random.Random(size)
    documents = [_made_up(chance, n) for n in range(size)]
    started = time.process_time()
    features = build(documents)
    built = time.process_time()
    known = chance.sample(range(size), min(1500, size // 2))
    scores = learn(features, known, [int(n % 12 == 0) for n in range(len(known))])
    learned = time.process_time()
    seen = set(known)
    take_turns(scores, [n for n in range(size) if n not in seen])
    ordered = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = f"{built - started:.1f} | {learned - built:.2f} | {ordered - learned:.2f} | {memory:.0f}"
    return f"| {size:,} | {figures} |"


def _made_up(chance: random.Random, number: int) -> Document:
    if number % 2:
        text = "".join(chance.choices(CHINESE, k=220))
        return Document((text[:24],), (text,), (text[:4], text[4:8]))
    words = [f"{chance.choice(ENGLISH)}{chance.randrange(200) or ''}" for _ in range(180)]
    return Document((" ".join(words[:14]),), (" ".join(words),), tuple(words[:4]))


def quality(most: int, seeds: Sequence[int]) -> None:
    """The table of the labelled sets."""
    folders = [path.parent for path in (SHARED / "data" / "ranking").glob("*/records.csv.gz")]
    if not folders:
        print("NOT RUN: the labelled sets are not here")
        return
    folders.sort(key=lambda folder: (folder / "records.csv.gz").stat().st_size)
    print("\n| set | records | relevant | WSS@95 | RRF@10 | ATD |\n| --- | --- | --- | --- | --- | --- |")
    for folder in folders[: most or None]:
        documents, labels = read(folder)
        features = build(documents)
        found = []
        for seed in seeds:
            shown = [one.record for one in replay(features, labels, seed) if not one.prior]
            found.append(measures([labels[record] for record in shown]))
        mean = " | ".join(f"{sum(column) / len(found):.3f}" for column in zip(*found, strict=True))
        print(f"| {folder.name} | {len(labels):,} | {sum(labels)} | {mean} |", flush=True)


def measures(flags: Sequence[int]) -> tuple[float, float, float]:
    """(WSS@95, RRF@10, ATD) of records in the order read, 1 for a relevant one."""
    total, relevant = len(flags), sum(flags)
    places = [place for place, flag in enumerate(flags, 1) if flag]
    until = places[ceil(relevant * 0.95 - 1e-9) - 1]
    early = sum(flags[: round(total * 0.1)])
    return (total - until) / total - 0.05, early / relevant, sum(places) / relevant / total


def read(folder: Path) -> tuple[list[Document], list[int]]:
    """Documents and labels of a set."""
    with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    label = next(name for name in rows[0] if name.startswith(("label", "included")))
    documents = [
        Document((row["title"],), (row.get("abstract") or "",), tuple((row.get("keywords") or "").split(";")))
        for row in rows
    ]
    return documents, [int(row[label] in {"1", "1.0"}) for row in rows]


if __name__ == "__main__":
    main()
