"""Writes what bench_dedupe printed into the table of the document:
`… bench_dedupe | python -m tests.benchmarks.set_table`.

Of a set that was run with several seeds the worst figures stand;
a set that was not run keeps its row.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "deduplication.md"
BEGIN, END = "<!-- measured sets -->", "<!-- end of measured sets -->"
HEAD = (
    "| set | records | recall | wrongly removed | missed | pairs asked | pair recall with right answers | CPU s, MB | "
    "bib-dedupe 0.11.0 in the same run: recall / wrongly removed, CPU s, MB |"
)
_OURS = re.compile(
    r"^(\S+) +\d+ +(\d+) +([\d.]+) +(\d+) +(\d+) \| +(\d+) +([\d.]+) +([\d.]+) \| +([\d.]+) +(\d+)$"
)
_THEIRS = re.compile(r"^ +bib-dedupe +([\d.]+) +(\d+) +\d+ \| +\| +([\d.]+) +(\d+)$")


def rows(printed: Iterable[str]) -> dict[str, str]:
    """Set to its row."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in printed:
        if ours := _OURS.match(line):
            name, records, recall, wrong, missed, asked, percent, answered, cpu, memory = (
                ours.groups()
            )
            row = [
                name,
                f"{int(records):,}",
                recall,
                wrong,
                missed,
                f"{asked} ({percent} %)",
                answered,
                f"{cpu}, {memory}",
            ]
            if name not in found or (float(recall), -int(wrong)) < (
                float(found[name][2]),
                -int(found[name][3]),
            ):
                found[name] = [*row, found[name][8] if name in found else "–"]
        elif (theirs := _THEIRS.match(line)) and name:
            recall, wrong, cpu, memory = theirs.groups()
            found[name][8] = f"{recall} / {wrong}, {cpu}, {memory}"
    return {name: f"| {' | '.join(row)} |" for name, row in found.items()}


def write(printed: Iterable[str], document: Path = DOCUMENT) -> None:
    """Replaces the rows of the sets that were run."""
    text = document.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    kept = [
        line
        for line in table.splitlines()
        if line.startswith("| ") and not line.startswith(("| set |", "| ---"))
    ]
    known = {line.split(" | ")[0].lstrip("| "): line for line in kept}
    lines = sorted(
        (known | rows(printed)).values(),
        key=lambda line: int(line.split(" | ")[1].replace(",", "")),
    )
    rule = "| --- " * (HEAD.count("|") - 1) + "|"
    made = "\n".join(["\n", HEAD, rule, *lines, "\n"])
    document.write_text(f"{before}{BEGIN}{made}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write(sys.stdin)
