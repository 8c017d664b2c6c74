"""Each step of a learned order killed once;
`python -m tests.benchmarks.kill_order` does it twenty times.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.actions.jobs.crash_points import RANK_STEPS

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_order_killed_at_each_step_is_the_old_one_or_the_new_one_and_voting_goes_on():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "reviewapp.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.benchmarks.kill_order", "--repeats", "1"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert done.stdout.count(" 1 kills, 0 wrong") == len(RANK_STEPS) + 1
