"""Stages in the order of the review."""

import ast
from pathlib import Path

import pytest

from screening.stages import STAGES, in_flow_order


def test_stages_come_in_the_order_of_the_review():
    assert list(STAGES) == ["title-abstract", "full-text"]


def test_stage_that_follows_an_unknown_one_is_refused():
    with pytest.raises(ValueError, match="full-text"):
        in_flow_order({"full-text": STAGES["full-text"]})


ROOT = Path(__file__).parents[2] / "screening"
ELSEWHERE = {
    "models/flow/results.py": "boxes of PRISMA for numbers that were counted by hand",
    "templatetags/frame.py": "the icon of full texts",
    "queries/help_texts.py": "the section of the guide that is named like a stage",
    "queries/screening/held_up.py": "what waits for a full text to be found",
    "web/site/help_views.py": "the stage at which the tour of a reviewer begins",
}


def test_no_other_module_names_a_stage_its_code_or_its_places():
    words = {word for s in STAGES.values() for word in (s.key, s.code, s.waits, s.excluded)}
    found = set()
    for path in ROOT.rglob("*.py"):
        name = path.relative_to(ROOT)
        if name.parts[0] in {
            "stages",
            "migrations",
            "formats",
            "example",
        }:  # "TA" is a tag of many formats as well
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in words:
                found.add(str(name))
    assert found == set(ELSEWHERE)
