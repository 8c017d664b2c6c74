"""Other people's tools in environments of their own,
made once in a scratch folder and never in the project's.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class NotThere(Exception):
    """A tool cannot be installed or fails; the message says why."""


def python_with(package: str, version: str) -> Path:
    """The Python of an environment that has this version of a package from the registry.
    Raises NotThere.
    """
    named = os.environ.get(f"{package.upper().replace('-', '_')}_FOLDER")
    folder = Path(named or Path(tempfile.gettempdir()) / f"reviewapp-bench-{package}-{version}")
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        run_alone([sys.executable, "-m", "venv", folder])
        run_alone([python, "-m", "pip", "install", "-q", f"{package}=={version}"])
        (folder / "installed").touch()
    return python


def run_alone(command: list[Any], cwd: str | None = None) -> None:
    """Runs a command with one thread. Raises NotThere with the last line it said if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = [
            line
            for line in (done.stderr or done.stdout).splitlines()
            if line.strip() and "WARNING" not in line
        ]
        raise NotThere(told[-1] if told else f"{command[0]} ended with {done.returncode}")
