"""What rules of stopping were worth on finished reviews,
as `tests.benchmarks.bench_stopping --write` measured it.
"""

from dataclasses import dataclass

MARK = "# Written by the benchmark" + ", not by hand.\n"


@dataclass(frozen=True, slots=True)
class Worth:
    """In which share of the runs the aim was met, the least recall of any,
    and which share was read, with intervals.
    """

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
WORTH: dict[str, Worth] = {
    "run-50": Worth(10, 10, 0.5, 0.237, 0.763, 0.007, 0.352, 0.201, 0.539),
    "run-100": Worth(10, 10, 0.9, 0.596, 0.982, 0.905, 0.557, 0.377, 0.747),
    "safe-like": Worth(10, 10, 0.5, 0.237, 0.763, 0.714, 0.388, 0.245, 0.563),
    "callaghan-95": Worth(10, 10, 1.0, 0.722, 1.0, 0.954, 0.821, 0.745, 0.891),
    "audit-95": Worth(10, 10, 1.0, 0.722, 1.0, 0.989, 0.982, 0.952, 0.999),
    "audit-90": Worth(10, 10, 1.0, 0.722, 1.0, 1.0, 0.997, 0.992, 1.0),
    "audit-80": Worth(10, 10, 1.0, 0.722, 1.0, 0.859, 0.926, 0.79, 0.997),
}
