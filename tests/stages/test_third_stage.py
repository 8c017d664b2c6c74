"""A stage is one file: with a made-up third one everything that holds for every stage holds as
well.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_contract_holds_with_a_stage_that_nobody_has_thought_of():
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-x",
        "-p",
        "tests.stages.third_stage",
        "tests/stages/test_contract.py",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
