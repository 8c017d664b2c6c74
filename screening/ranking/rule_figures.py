"""What rules of stopping were worth on finished reviews, as `tests.benchmarks.bench_stopping --write` measured it."""

from dataclasses import dataclass

MARK = "# Written by the benchmark" + ", not by hand.\n"


@dataclass(frozen=True, slots=True)
class Worth:
    """In which share of the runs the aim was met, the least recall of any, and which share was read, with intervals."""

    runs: int
    sets: int
    held: float
    held_low: float
    held_high: float
    least: float
    read: float
    read_low: float
    read_high: float


# Written by the benchmark, not by hand.
WORTH: dict[str, Worth] = {}
