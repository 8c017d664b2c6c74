"""The table of `docs/security.md`: what is met names tests that exist, and a gap has its reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([\w./]+\.py)(?:::(\w+))?`")
#: Met by a setting, or by what is written down.
OTHERWISE = {"tasks are JSON, never pickled", "15.1.1 how soon a known hole is mended"}


def rows() -> list[tuple[str, str, str]]:
    """(what is asked, state, test or reason) of the first table."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [(cells[-3], cells[-2], cells[-1]) for cells in lines[2:]]


def test_every_row_is_met_or_a_gap() -> None:
    assert len(rows()) > 50
    assert {state.split()[0].strip(",") for _asked, state, _why in rows()} == {"met", "gap"}


@pytest.mark.parametrize("asked", [row[0] for row in rows() if row[1].startswith("met")])
def test_what_is_met_names_tests_that_exist(asked: str) -> None:
    why = next(row[2] for row in rows() if row[0] == asked)
    tests = [(path, test) for path, test in NAMED.findall(why) if "benchmarks" not in path]
    for path, test in NAMED.findall(why):
        code = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert not test or re.search(rf"^ *(async )?def {test}\(", code, re.M), (path, test)
    assert any(test for _path, test in tests) or asked in OTHERWISE


def test_every_gap_has_its_reason() -> None:
    assert [asked for asked, state, why in rows() if state == "gap" and len(why) < 40] == []
