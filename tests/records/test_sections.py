"""Structured abstracts in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records.sections import sections


@pytest.mark.parametrize(
    ("abstract", "headings"),
    [
        (
            "BACKGROUND: Bone is lost. METHODS: Mice ran. RESULTS: More bone.",
            ["BACKGROUND", "METHODS", "RESULTS"],
        ),
        (
            "Objective: To see. Methods: We looked at the following results: none.",
            ["Objective", "Methods"],
        ),
        ("目的：探讨作用。方法：检索文献。结果：纳入81篇。", ["目的", "方法", "结果"]),
        ("目的 探讨外泌体的作用。方法 选取小鼠。结论 有效。", ["目的", "方法", "结论"]),
        ("【目的】探讨作用。【方法】检索。", ["目的", "方法"]),
        (
            "背景：骨质疏松。目的：综述。方法：检索。结果与结论：①有效。",
            ["背景", "目的", "方法", "结果与结论"],
        ),
        ("Exosomes cross talk. This design is simple.", [""]),
        ("该方法可靠，结果表明有效。", [""]),
        ("Some words. CONCLUSIONS AND RELEVANCE: It works.", ["", "CONCLUSIONS AND RELEVANCE"]),
        ("", []),
    ],
)
def test_sections_finds_the_headings(abstract: str, headings: list[str]) -> None:
    assert [part.heading for part in sections(abstract)] == headings


@given(st.text(alphabet="目的方法结果：: .。METHODSmethods【】 ab", max_size=80))
def test_sections_loses_no_letter(abstract: str) -> None:
    kept = "".join(part.heading + part.text for part in sections(abstract))
    letters = [c for c in abstract if c.isalpha()]
    assert [c for c in kept if c.isalpha()] == letters
