"""The package that is installed without a checkout holds everything the checkout runs with."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from screening import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder, before = tmp_path_factory.mktemp("wheel"), Path.cwd()
    os.chdir(ROOT)
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / name) as archive:
        yield archive


def test_every_file_of_the_program_is_in_it(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "reviewapp", "screening", "templates"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = {
        f"reviewapp/{name}" if name.startswith("templates/") else name
        for name in listed.stdout.splitlines()
    }
    assert len(wanted) > 800
    assert wanted <= set(wheel.namelist())


def test_no_test_and_no_data_is_in_it(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"reviewapp", "screening", f"reviewapp-{__version__}.dist-info"}


def test_it_asks_for_what_the_checkout_asks_for_and_brings_the_command(wheel):
    facts = wheel.read(f"reviewapp-{__version__}.dist-info/METADATA").decode()
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    for line in lines:
        if line.strip() and not line.startswith(("#", "-")):
            assert f"Requires-Dist: {line.split(';')[0].split()[0]}".lower() in facts.lower()
    assert (
        "reviewapp = reviewapp.__main__:main"
        in wheel.read(f"reviewapp-{__version__}.dist-info/entry_points.txt").decode()
    )
