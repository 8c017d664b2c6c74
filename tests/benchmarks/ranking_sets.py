"""What the benchmark of the order reads: labelled sets, large collections,
and the measures of a finished order.

Measures after priors: WSS@95 as Cohen 2006 (share of records not read at 95 % recall, less the 5 %
given up), RRF@10 (recall at a tenth of the records), ATD (mean share read until a relevant record
is shown), and the share read when the last one is.
"""

import csv
import gzip
import random
from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from pathlib import Path

import numpy as np

from screening.ranking.documents import Document
from tests.shared import SHARED

MEASURES = ("WSS@95", "RRF@10", "ATD", "all found at")


def folders() -> list[Path]:
    """The folders of the labelled sets, those with the fewest records' bytes first;
    none when they are not here.
    """
    found = [path.parent for path in (SHARED / "data" / "ranking").glob("*/records.csv.gz")]
    return sorted(found, key=lambda folder: (folder / "records.csv.gz").stat().st_size)


def read(folder: Path) -> tuple[list[Document], list[int]]:
    """Documents and labels of a set."""
    csv.field_size_limit(1 << 30)
    with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    label = next(name for name in rows[0] if name.startswith(("label", "included")))
    documents = [
        Document(
            (row["title"],),
            (row.get("abstract") or "",),
            tuple((row.get("keywords") or "").split(";")),
        )
        for row in rows
    ]
    return documents, [int(row[label] in {"1", "1.0"}) for row in rows]


def measures(flags: Sequence[int]) -> tuple[float, float, float, float]:
    """`MEASURES` of records in the order read, 1 for a relevant one."""
    total, relevant = len(flags), sum(flags)
    places = [place for place, flag in enumerate(flags, 1) if flag]
    until = places[ceil(relevant * 0.95 - 1e-9) - 1]
    early = sum(flags[: round(total * 0.1)])
    return (
        (total - until) / total - 0.05,
        early / relevant,
        sum(places) / relevant / total,
        places[-1] / total,
    )


def priors(labels: Sequence[int], seed: int) -> list[int]:
    """One relevant and one irrelevant record by seed, the same that a replay starts from."""
    draw, truth = np.random.default_rng(seed), np.asarray(labels)
    return [int(draw.choice(np.flatnonzero(truth == wanted))) for wanted in (1, 0)]


def collection(size: int) -> tuple[list[Document], list[int]]:
    """So many records: those of all labelled sets mixed, then new ones of half an abstract each;
    made up without sets.
    """
    chance = random.Random(size)
    pool = [pair for folder in folders() for pair in zip(*read(folder), strict=True)]
    if not pool:
        return [_made_up(chance, n) for n in range(size)], [int(n % 20 == 0) for n in range(size)]
    chance.shuffle(pool)
    drawn = pool[:size]
    while len(drawn) < size:
        drawn.append((_half_and_half(chance.choice(pool)[0], chance.choice(pool)[0]), 0))
    return [document for document, _ in drawn], [label for _, label in drawn]


def _half_and_half(first: Document, second: Document) -> Document:
    start, end = first.abstracts[0].split(". "), second.abstracts[0].split(". ")
    abstract = ". ".join(start[: len(start) // 2] + end[len(end) // 2 :])
    return Document(first.titles, (abstract,), second.keywords)


HAN = "肺结节穿刺机器人辅助计算机断层扫描准确性活检随机对照试验骨骼肌外泌体老年大鼠支架心脏患者疗效分析"
WORDS = 20_000
#: Words of a language are about as frequent as their rank says.
ZIPF = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))


def _made_up(chance: random.Random, number: int) -> Document:
    if number % 2:
        text = "".join(chance.choices(HAN, k=220))
        return Document((text[:24],), (text,), (text[:4], text[4:8]))
    words = [f"word{rank}" for rank in chance.choices(range(WORDS), cum_weights=ZIPF, k=180)]
    return Document((" ".join(words[:14]),), (" ".join(words),), tuple(words[:4]))
