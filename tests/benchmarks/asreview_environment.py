"""ASReview in an environment of its own."""

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.own_environment import python_with, run_alone

VERSION = "3.0.8"


def ask(given: dict[str, Any]) -> dict[str, Any]:
    """What `asreview_beside` answers to this. Raises NotThere."""
    python = python_with("asreview", VERSION)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.json"), Path(folder, "out.json")
        source.write_text(json.dumps(given), encoding="utf-8")
        script = Path(__file__).with_name("asreview_beside.py")
        # It leaves a cache of its own where it is started.
        run_alone([python, script, source, target], cwd=folder)
        answer: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return answer
