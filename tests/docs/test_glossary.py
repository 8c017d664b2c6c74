"""The glossary names places that exist, and modules keep to its words."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split(" | ")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| term", "| ---"))
]
MODULES = {
    p.stem
    for p in (ROOT / "screening").rglob("*.py")
    if not {"formats", "migrations"} & set(p.parts)
}


def test_every_row_has_a_term_in_both_languages_a_meaning_and_a_place():
    for row in ROWS:
        assert len(row) in (4, 5), row
        assert all(row[:4]), row
        assert re.search(r"[一-鿿]", row[1]), row


def test_every_place_exists():
    places = [place for row in ROWS for place in re.findall(r"`([^`]+)`", row[3])]
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_no_module_is_named_by_another_word_for_a_term():
    others = {
        word.strip().replace(" ", "_")
        for row in ROWS
        if len(row) == 5
        for word in row[4].split(",")
    }
    assert others & MODULES == set()
