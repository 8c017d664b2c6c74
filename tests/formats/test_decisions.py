import pytest

from screening.formats._decisions import from_json, from_notes, to_notes
from screening.records.record import ToolDecision


@pytest.mark.parametrize(
    ("notes", "decisions", "rest"),
    [
        ("plain note", (), "plain note"),
        ('RAYYAN-INCLUSION: {"Ana"=>"Maybe"}', (ToolDecision("rayyan", "Ana", "maybe"),), ""),
        (
            'RAYYAN-INCLUSION: {"王小明"=>"Included"}',
            (ToolDecision("rayyan", "王小明", "include"),),
            "",
        ),
        ('RAYYAN-INCLUSION: {"Ana"=>"Undecided"}', (), ""),
        ("RAYYAN-LABELS: a,b", (ToolDecision("rayyan", "", "", (), ("a", "b")),), ""),
        (
            "before ASReview_irrelevant. after",
            (ToolDecision("asreview", "", "exclude"),),
            "before after",
        ),
        ("ASReview_not_seen", (), ""),
    ],
)
def test_from_notes_takes_decisions_out(notes, decisions, rest):
    assert from_notes(notes) == (decisions, rest)


def test_to_notes_is_read_back():
    given = (
        ToolDecision("rayyan", "Ana", "include", (), ("rct",)),
        ToolDecision("rayyan", "Bo", "exclude", ("wrong population",), ("rct",)),
        ToolDecision("asreview", "", "include", (), ("prior",)),
    )
    assert from_notes("\n".join(to_notes(given))) == (given, "")


def test_a_verdict_that_no_tool_gives_is_none():
    (told,) = from_json([{"tool": "x", "by": "", "verdict": "<b>", "reasons": [], "labels": []}])
    assert told == ToolDecision("x", "", "")
