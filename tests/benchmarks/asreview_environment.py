"""ASReview in an environment of its own, made once in a scratch folder and never in the project's."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

VERSION = "3.0.8"
FOLDER = Path(os.environ.get("ASREVIEW_FOLDER") or Path(tempfile.gettempdir()) / f"reviewapp-bench-asreview-{VERSION}")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class NotThere(Exception):
    """ASReview cannot be installed or fails; the message says why."""


def ask(given: dict[str, Any]) -> dict[str, Any]:
    """What `asreview_beside` answers to this. Raises NotThere."""
    python = _python()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.json"), Path(folder, "out.json")
        source.write_text(json.dumps(given), encoding="utf-8")
        script = Path(__file__).with_name("asreview_beside.py")
        # It leaves a cache of its own where it is started.
        _run([python, script, source, target], cwd=folder)
        answer: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return answer


def _python() -> Path:
    python = FOLDER / "bin" / "python"
    if not (FOLDER / "installed").exists():
        _run([sys.executable, "-m", "venv", FOLDER])
        _run([python, "-m", "pip", "install", "-q", f"asreview=={VERSION}"])
        (FOLDER / "installed").touch()
    return python


def _run(command: list[Any], cwd: str | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        told = [line for line in (done.stderr or done.stdout).splitlines() if line.strip() and "WARNING" not in line]
        raise NotThere(told[-1] if told else f"{command[0]} ended with {done.returncode}")
