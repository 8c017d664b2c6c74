"""The version stands in one place and is seen wherever somebody asks which program made this."""

import io
import tomllib
import zipfile
from pathlib import Path

import pytest

from screening import PROGRAM, __version__
from screening.exports import EXPORTS
from tests.exports.snapshots import make_snapshot

ROOT = Path(__file__).parents[1]


def test_the_package_reads_the_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["hatch"]["version"]["path"] == "screening/__init__.py"


def test_the_changelog_has_a_section_for_it():
    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.django_db
def test_a_page_shows_it(client):
    assert PROGRAM in client.get("/sign-in/", follow=True).content.decode()


@pytest.mark.parametrize(
    "key", ["prisma_svg", "prisma_pdf", "prisma_docx", "references_docx", "workbook"]
)
def test_files_that_are_taken_away_name_it(key):
    content = b"".join(EXPORTS[key].render(make_snapshot(), str))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = parts.read("docProps/core.xml")
    assert PROGRAM.encode() in content or PROGRAM.encode("utf-16-be") in content
