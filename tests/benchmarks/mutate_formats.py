"""Breaks export files in a thousand ways and checks that reading them never crashes,
hangs or loses an entry in silence.

usage: python -m tests.benchmarks.mutate_formats [COUNT] [SEED]
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from screening.formats import Limits, Parsed, parse
from tests.shared import SHARED

SLOW = 10.0
MOST = 200_000
LIMITS = Limits(unpacked_bytes=50 << 20, whole_bytes=50 << 20, seconds=30)
POISON = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n\n\n",
    b"TY  - JOUR\n",
    b"ER  - \n",
    b"PMID- 1\n",
    b"{Reference Type}: ",
    b"%0 ",
    b"RT Journal Article\n",
    b"@article{",
    b"}",
    b'"',
    b"<",
    b"&#x0;",
    b"]]>",
    b"DataType: 1\n",
    b"PT J\n",
    b"<1. >\n",
    "【来源篇名】".encode(),
    "，；：".encode("gb18030"),
    b"\x1b[2J",
    b"\xe4\xb8",
    b"," * 50,
    b"(" * 200,
    b"\t",
)


def samples() -> list[Path]:
    """Every real export and every hostile file."""
    exports = [path for path in (SHARED / "data" / "exports").glob("*/*") if path.suffix != ".md"]
    exports = [path for path in exports if path.name != "expected.json"]
    hostile = [path for path in (SHARED / "data" / "badinput").iterdir() if path.suffix != ".json"]
    return sorted([*exports, *hostile])


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four random injuries."""
    for _ in range(chance.randint(1, 4)):
        size = len(data)
        at, length = chance.randrange(size + 1), chance.randint(1, max(1, size // 4))
        match chance.randrange(9):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + data[at : at + length] + data[at:]
            case 3:
                data = data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:]
            case 4:
                data = data[:at] + chance.choice(POISON) * chance.randint(1, 20) + data[at:]
            case 5:
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = b"\n".join(lines)
            case 6:
                lines = data.split(b"\n")
                data = b"\n".join(line for line in lines if chance.random() > 0.1)
            case 7:
                changed = bytearray(data)
                for _ in range(chance.randint(1, 30)):
                    if changed:
                        changed[chance.randrange(len(changed))] = chance.randrange(256)
                data = bytes(changed)
            case 8:
                data = data.replace(
                    chance.choice((b"\n", b" ", b"-", b":", b"\r")), chance.choice(POISON)
                )
    return data[: 4 * MOST]


def fault(parsed: Parsed, seconds: float) -> str:
    """What is wrong with the outcome; "" when it is as it should be."""
    rejected = sum(problem.rejected for problem in parsed.problems)
    if parsed.found != len(parsed.records) + rejected:
        return f"found {parsed.found} != {len(parsed.records)} + {rejected}"
    if not parsed.records and parsed.error is None:
        return "nothing read and no error"
    if any(problem.rejected and not str(problem.message) for problem in parsed.problems):
        return "rejected without a reason"
    str(parsed.error)
    return f"took {seconds:.1f} s" if seconds > SLOW else ""


def runs(count: int, seed: int) -> Iterator[tuple[Path, bytes, str, Parsed | None]]:
    """Mutated files with what went wrong reading them ("" for nothing)."""
    chance = random.Random(seed)
    files = samples()
    for _ in range(count):
        path = chance.choice(files)
        data = mutate(path.read_bytes()[:MOST], chance)
        start = time.process_time()
        try:
            parsed = parse(data, name=path.name, limits=LIMITS)
        except Exception as error:
            yield path, data, f"{type(error).__name__}: {error}", None
        else:
            yield path, data, fault(parsed, time.process_time() - start), parsed


def main(count: int = 10_000, seed: int = 1) -> int:
    """Prints a summary and the first files that failed; returns how many did."""
    formats: Counter[str] = Counter()
    failed = records = rejected = crashes = 0
    slowest = 0.0
    start = last = time.monotonic()
    for path, data, wrong, parsed in runs(count, seed):
        slowest = max(slowest, time.monotonic() - last)
        last = time.monotonic()
        if parsed is not None:
            formats[parsed.format or "refused"] += 1
            records += len(parsed.records)
            rejected += sum(problem.rejected for problem in parsed.problems)
            crashes += any(
                "could not be read (" in str(problem.message) for problem in parsed.problems
            )
        if wrong:
            failed += 1
            if failed <= 20:
                kept = Path("/tmp") / f"mutant_{seed}_{failed}"
                kept.write_bytes(data)
                print(path.name, wrong, kept)
    print(
        f"{count} files, {failed} failed, {records} records, {rejected} rejected, {crashes} files with an entry whose"
    )
    print(
        f"reader raised; {time.monotonic() - start:.0f} s, slowest {slowest:.1f} s; {dict(formats.most_common())}"
    )
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(*(int(each) for each in sys.argv[1:3])) else 0)
