"""The scripts behind `make`: at once when there is nothing to do,
and one exact line when something is missing.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = ("requirements.txt", "requirements-dev.txt", "requirements.lock")
TOOLS = ("sh", "dirname", "cat", "cksum", "tr", "id", "sed", "tail", "rm", "ls", "grep", "mktemp")


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the scripts read, and a PATH with the plainest tools only."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    for name in ("requirements.txt", "requirements-dev.txt", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tools").mkdir()
    for tool in TOOLS:
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def run(checkout, script, *arguments, **environment):
    return subprocess.run(
        [checkout / "bin" / script, *arguments],
        env={"PATH": str(checkout / "tools")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def python(checkout, name, text):
    path = checkout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "bin").iterdir()))
def test_script_is_plain_sh_and_can_be_run(script):
    path = ROOT / "bin" / script
    assert path.read_text().startswith("#!/bin/sh\n# ")
    assert os.access(path, os.X_OK)
    subprocess.run(["sh", "-n", path], check=True)


@pytest.mark.parametrize(
    ("stamp", "asked"),
    [("requirements.txt", []), ("requirements-dev.txt", []), ("requirements-dev.txt", ["dev"])],
)
def test_setup_does_nothing_when_all_is_installed(checkout, stamp, asked):
    python(checkout, ".venv/bin/python", "#!/bin/sh\nexit 1\n")
    texts = b"".join((checkout / name).read_bytes() for name in NAMES)
    summed = subprocess.run(["cksum"], input=texts, capture_output=True, check=True).stdout.decode()
    (checkout / ".venv" / f".installed-{stamp}").write_text("-".join(summed.split()))
    done = run(checkout, "setup", *asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_setup_without_a_new_enough_python_says_so(checkout):
    done = run(checkout, "setup", PYTHON=python(checkout, "old-python", "#!/bin/sh\nexit 1\n"))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_setup_without_the_venv_module_names_the_one_line(checkout):
    text = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.11-venv ;; esac\n'
    done = run(checkout, "setup", PYTHON=python(checkout, "bare-python", text))
    assert done.returncode == 1
    assert (
        done.stderr
        == "setup: Python lacks its venv module; type: sudo apt-get install python3.11-venv\n"
    )


def test_system_packages_that_are_missing_are_named_in_one_line(checkout):
    done = run(checkout, "system-packages")
    assert done.returncode == 1
    line = done.stderr.strip()
    assert line.startswith("The tests need programs that are not here. Type: sudo apt-get install ")
    assert {"chromium", "fonts-noto-cjk", "redis-server", "gettext"} <= set(line.split())


def test_help_lists_every_target():
    listed = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = [line.split("\t")[0] for line in listed.splitlines()]
    assert targets == [
        "help",
        "run",
        "test",
        "test-quick",
        "bench",
        "drills",
        "lint",
        "docs",
        "messages",
    ]


def test_the_lock_holds_every_listed_package_in_its_version_and_with_hashes():
    """`bin/lock` writes it anew after a change of requirements.txt."""
    listed = re.findall(
        r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / "requirements.txt").read_text(), re.M
    )
    locked = re.findall(
        r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)([^\n]*\n(?:    --hash=\S+[^\n]*\n?)+)",
        (ROOT / "requirements.lock").read_text(),
        re.M,
    )
    assert set(listed) <= {(name, version) for name, version, _ in locked}
    entries = re.findall(r"^[a-z0-9-]+", (ROOT / "requirements.lock").read_text(), re.M)
    assert len(entries) == len(locked) >= len(listed) > 20
