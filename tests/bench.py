"""Runs the benchmarks one after the other, each with its own quick settings:
`python -m tests.bench [NAME …]`.

Names choose some: dedupe, doors, formats, readers, import, votes, flow, specification, ranking, slow. One
that fails does not keep the others from running.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "benchmarks"
#: Modules that only serve another benchmark.
HELPERS = {"bench_import_votes"}
#: Runs that change the program a little and fail where no test notices.
MUTATIONS = ("mutate_dedupe",)


def modules(chosen: Sequence[str] = ()) -> list[str]:
    """The benchmark modules of these names, all without any.
    Raises SystemExit for a name that none has.
    """
    found = sorted(path.stem for path in FOLDER.glob("bench_*.py") if path.stem not in HELPERS)
    found.extend(MUTATIONS)
    names = {
        module: module.removeprefix("bench_").removeprefix("mutate_").split("_")[0]
        for module in found
    }
    if unknown := set(chosen) - set(names.values()):
        raise SystemExit(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(sorted(set(names.values())))}"
        )
    return [module for module in found if not chosen or names[module] in chosen]


def main(chosen: Sequence[str]) -> int:
    """Runs them; 1 if any failed."""
    failed = []
    for module in modules(chosen):
        print(f"\n== {module.removeprefix('bench_')}", flush=True)
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{module}"], cwd=FOLDER.parents[1], check=False
        )
        print(f"-- {time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
        if done.returncode:
            failed.append(module)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
