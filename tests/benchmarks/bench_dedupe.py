"""How good and how fast the deduplication is: labelled sets shuffled three times,
then 10k to 200k records.

usage: python -m tests.benchmarks.bench_dedupe [--sets NAME,…] [--seeds 1,2,3] [--sizes 10000,…]
[--alone]

Each run is `manage.py dedupe_file` in a process of its own; quality is judged by the evaluator
beside the sets, on blind copies. bib-dedupe does the same records beside it, in an environment of
its own that is made on first use; --alone leaves it out.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from screening.dedupe.blocks import keys
from screening.dedupe.engine import match
from screening.dedupe.prepare import prepare
from screening.dedupe.table import read_row
from tests.benchmarks.own_environment import NotThere, python_with
from tests.shared import SHARED

ROOT = Path(__file__).parents[2]
SETS = (
    "tafenoquine",
    "copper",
    "haematology",
    "respiratory",
    "diabetes",
    "digital_work",
    "cardiac",
    "srsr",
)
BIB_DEDUPE_VERSION = "0.11.0"
EVALUATOR = SHARED / "tools" / "dedupe_eval.py"
BIB_DEDUPE = """
import sys, pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
t = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).rename(columns={"id": "ID"})
t["ENTRYTYPE"] = "article"
for c in ("booktitle",): t[c] = ""
p = prep(t, cpu=1, verbosity_level=0)
groups = cluster(match(block(p, cpu=1, verbosity_level=0), cpu=1, verbosity_level=0), verbosity_level=0)
with open(sys.argv[2], "w") as f:
    f.write("id,cluster_id\\n")
    for g in groups:
        for i in g: f.write(f"{i},{g[0]}\\n")
"""


def run(command: list[str]) -> tuple[float, float, str]:
    """(CPU seconds, peak MB, standard output) of a command in a process of its own."""
    report = (
        "import resource, subprocess, sys; r = subprocess.run(sys.argv[1:], capture_output=True, text=True); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); sys.stderr.write(r.stderr[-2000:] if r.returncode else ''); "
        "print(r.stdout.strip()); print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024); sys.exit(r.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", report, *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return 0.0, 0.0, done.stderr[-500:]
    *said, figures = done.stdout.strip().splitlines()
    cpu, memory = map(float, figures.split())
    return cpu, memory, "\n".join(said)


def dedupe(records: Path, out: Path, ask: Path) -> tuple[float, float, str]:
    return run(
        [
            sys.executable,
            str(ROOT / "manage.py"),
            "dedupe_file",
            str(records),
            "--out",
            str(out),
            "--ask",
            str(ask),
        ]
    )


def judge(clusters: Path, folder: Path) -> dict[str, dict[str, float]]:
    said = subprocess.run(
        [sys.executable, str(EVALUATOR), str(clusters), str(folder), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, dict[str, float]] = json.loads(said.stdout)
    return result


def answer_questions(clusters: Path, ask: Path, folder: Path) -> tuple[Path, int]:
    """The clusters once a person has answered every question rightly, and how many there were."""
    truth = dict(read(folder / "clusters.csv"))
    predicted = {row[0]: row[1] for row in read(clusters)}
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.get(name, name) != name:
            name = home[name]
        return name

    questions = list(read(ask))
    for a, b, *_ in questions:
        if truth[a] == truth[b]:
            home[root(predicted[a])] = root(predicted[b])
    out = clusters.with_suffix(".asked.csv")
    write(out, ("id", "cluster_id"), ((name, root(place)) for name, place in predicted.items()))
    return out, len(questions)


def read(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def write(path: Path, head: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(head)
        table.writerows(rows)  # type: ignore[arg-type]


def quality(names: list[str], seeds: list[str], work: Path, bib_dedupe: str | None) -> None:
    print(
        f"{'set':12} {'seed':4} {'records':>7} {'recall':>7} {'wrong':>5} {'missed':>6} | {'asked':>5} {'%':>5} {'pairs found with answers':>24} | CPU s  MB"
    )
    missing = dict.fromkeys(seeds, 0.0)
    true = dict.fromkeys(seeds, 0.0)
    for name in names:
        for seed in seeds:
            folder = work / f"{name}{seed}"
            subprocess.run(
                [
                    sys.executable,
                    str(EVALUATOR),
                    "--blind",
                    str(SHARED / "data" / "dedupe" / name),
                    str(folder),
                    seed,
                ],
                check=True,
            )
            out, ask = folder / "out.csv", folder / "ask.csv"
            cpu, memory, _ = dedupe(folder / "records.csv", out, ask)
            found, (asked, questions) = judge(out, folder), answer_questions(out, ask, folder)
            removed, records = found["removed"], found["records"]
            pairs = judge(asked, folder)["pairs"]
            with_answers = pairs["recall"]
            missing[seed] += pairs["fn"]
            true[seed] += pairs["tp"] + pairs["fn"]
            print(
                f"{name:12} {seed:4} {records:7} {removed['recall']:7.4f} {removed['fp']:5} {removed['fn']:6} | {questions:5} "
                f"{100 * questions / records:5.2f} {with_answers:24.4f} | {cpu:5.1f} {memory:4.0f}",  # type: ignore[operator]
                flush=True,
            )
            if bib_dedupe and seed == seeds[0]:
                compare_bib_dedupe(bib_dedupe, folder)
    for seed in seeds:
        print(
            f"all together, seed {seed}: pairs found with answers {1 - missing[seed] / true[seed]:.4f} of {true[seed]:.0f}"
        )


def compare_bib_dedupe(python: str, folder: Path) -> None:
    out = folder / "bib.csv"
    cpu, memory, said = run([python, "-c", BIB_DEDUPE, str(folder / "records.csv"), str(out)])
    if not out.exists():
        print(f"  bib-dedupe did not run: {said[-200:]}")
        return
    removed = judge(out, folder)["removed"]
    print(
        f"{'  bib-dedupe':17} {'':7} {removed['recall']:7.4f} {removed['fp']:5} {removed['fn']:6} | {'':37} | {cpu:5.1f} {memory:4.0f}",
        flush=True,
    )


def beside() -> str | None:
    """The Python that has bib-dedupe; None, and a word why, where it cannot be had."""
    try:
        return str(python_with("bib-dedupe", BIB_DEDUPE_VERSION))
    except NotThere as why:
        print(f"without bib-dedupe: {why}")
        return None


def enlarged(size: int, work: Path) -> Path:
    """A table of that many records: the sets as they are, then copies whose titles,
    authors and places are shuffled.
    """
    chance = random.Random(size)
    rows: list[dict[str, str]] = []
    for name in SETS:
        folder = work / f"{name}1"
        if not folder.exists():
            subprocess.run(
                [
                    sys.executable,
                    str(EVALUATOR),
                    "--blind",
                    str(SHARED / "data" / "dedupe" / name),
                    str(folder),
                    "1",
                ],
                check=True,
            )
        with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    chance.shuffle(rows)
    words = sorted({word for row in rows[:20_000] for word in row["title"].split()})
    path = work / f"size{size}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]), extrasaction="ignore")
        table.writeheader()
        for at in range(size):
            row = dict(rows[at % len(rows)], id=f"s{at:07d}")
            if at >= len(rows):
                row = vary(row, at // len(rows), words)
            table.writerow(row)
    return path


def vary(row: dict[str, str], turn: int, words: list[str]) -> dict[str, str]:
    """Another work: the same change for every copy of a title, so that duplicates stay duplicates."""
    chance = random.Random(f"{turn} {row['title'].casefold()[:40]}")
    title = row["title"].split()
    for _ in range(len(title) // 2 + 1):
        if title:
            title[chance.randrange(len(title))] = chance.choice(words)
    shift = chance.randrange(1, 400)
    pages = "-".join(
        str(int(p) + shift) if p.isascii() and p.isdigit() else p for p in row["pages"].split("-")
    )
    doi = f"{row['doi']}.{turn}" if row["doi"] else ""
    abstract = " ".join(chance.sample(words, 12)) + " " + row["abstract"] if row["abstract"] else ""
    return row | {
        "title": " ".join(title),
        "pages": pages,
        "doi": doi,
        "pmid": "",
        "abstract": abstract,
    }


def speed(sizes: list[int], work: Path) -> None:
    print(f"\n{'records':>8} {'CPU s':>6} {'wall s':>6} {'MB':>5} {'ms each':>8}")
    for size in sizes:
        path = enlarged(size, work)
        began = time.perf_counter()
        cpu, memory, said = dedupe(path, work / "speed.csv", work / "speed-ask.csv")
        print(
            f"{size:8} {cpu:6.1f} {time.perf_counter() - began:6.1f} {memory:5.0f} {1000 * cpu / size:8.3f}  {said}",
            flush=True,
        )


def incremental(work: Path, known: int, new: int) -> None:
    """New records against stored ones, keys indexed as the application does:
    only records that share a key are touched.
    """
    path = enlarged(known + new, work)
    with path.open(encoding="utf-8", newline="") as file:
        records = [prepare(read_row(row), at) for at, row in enumerate(csv.DictReader(file))]
    index: dict[str, list[int]] = {}
    for at in range(known):
        for key in keys(records[at]):
            index.setdefault(key, []).append(at)
    began = time.process_time()
    touched = {
        at for record in records[known:] for key in keys(record) for at in index.get(key, ())
    }
    result = match(records[known:], [records[at] for at in sorted(touched)])
    spent = time.process_time() - began
    print(
        f"\n{new} new among {known}: {spent:.2f} s CPU, {len(touched)} records touched, {len(result.groups)} groups; "
        f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--sizes", default="10000,50000,100000,200000")
    parser.add_argument("--alone", action="store_true", help="without bib-dedupe")
    given = parser.parse_args()
    csv.field_size_limit(1 << 30)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if given.sets:
            quality(
                given.sets.split(","),
                given.seeds.split(","),
                work,
                None if given.alone else beside(),
            )
        if given.sizes:
            speed([int(size) for size in given.sizes.split(",")], work)
            incremental(work, 100_000, 1_000)


if __name__ == "__main__":
    main()
