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
    "run-50": Worth(39, 13, 0.385, 0.249, 0.541, 0.007, 0.326, 0.207, 0.479),
    "run-100": Worth(39, 13, 0.744, 0.589, 0.854, 0.714, 0.472, 0.318, 0.65),
    "safe-like": Worth(39, 13, 0.385, 0.249, 0.541, 0.714, 0.338, 0.219, 0.492),
    "callaghan-95": Worth(39, 13, 1.0, 0.91, 1.0, 0.954, 0.797, 0.727, 0.866),
    "audit-95": Worth(39, 13, 1.0, 0.91, 1.0, 0.982, 0.978, 0.951, 0.998),
    "audit-90": Worth(39, 13, 1.0, 0.91, 1.0, 0.96, 0.894, 0.81, 0.966),
    "audit-80": Worth(39, 13, 1.0, 0.91, 1.0, 0.921, 0.722, 0.619, 0.823),
}
