"""Each step of an import killed once; `python -m tests.benchmarks.kill_import` does it twenty
times.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_import_killed_at_each_step_is_whole_or_not_there():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "reviewapp.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.benchmarks.kill_import", "--repeats", "1"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert done.stdout.count(" 1 kills, 0 wrong") == 9
