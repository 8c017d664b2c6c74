"""Votes while everything is killed, for seconds;
`python -m tests.benchmarks.kill_votes` casts a hundred thousand.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from tests.benchmarks.vote_ledger import Press, Stored, wrong

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_votes_are_kept_as_told_while_everything_is_killed():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "reviewapp.settings"}
    environment.pop("DATABASE_URL", None)
    asked = [
        "--votes",
        "240",
        "--people",
        "4",
        "--pause",
        "1",
        "--away",
        "1",
        "--waiting",
        "12",
        "--longest",
        "15",
    ]
    command = [sys.executable, "-m", "tests.benchmarks.kill_votes", *asked]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[0])
    assert report["acknowledged"] > 0
    assert sum(report["kills"].values()) > 1


def ledger(**fields):
    """A press of the first person on record 7, and the event it left."""
    press = Press(uuid4(), 1, 7, "include", **({"sent": True} | fields))
    return press, Stored(1, press.key, 1, 7, "include")


def test_ledger_is_content_when_all_is_as_told():
    press, event = ledger(acknowledged=True)
    refused, _ = ledger(refused="full")
    silent, _ = ledger()
    assert wrong([press, refused, silent], [event], [(1, 7, "include")], 2) == []


@pytest.mark.parametrize(
    ("fields", "events", "votes", "complaint"),
    [
        ({"acknowledged": True}, 0, [], "lost"),
        ({"acknowledged": True}, 2, [(1, 7, "include")], "2 events"),
        ({"refused": "full"}, 1, [(1, 7, "include")], "refused and stored"),
        ({"sent": False}, 1, [(1, 7, "include")], "never sent"),
        ({"acknowledged": True}, 1, [], "not as the history tells"),
        (
            {"acknowledged": True},
            1,
            [(1, 7, "include"), (2, 7, "exclude")],
            "not as the history tells",
        ),
    ],
)
def test_ledger_finds_what_is_wrong(fields, events, votes, complaint):
    press, event = ledger(**fields)
    found = wrong([press], [event] * events, votes, 2)
    assert any(complaint in text for text in found), found


def test_ledger_finds_votes_out_of_order_and_votes_nobody_cast():
    first, early = ledger(acknowledged=True)
    then, late = ledger(acknowledged=True)
    swapped = [Stored(2, early.key, 1, 7, "include"), Stored(1, late.key, 1, 7, "include")]
    assert any(
        "out of order" in text for text in wrong([first, then], swapped, [(1, 7, "include")], 2)
    )
    assert any(
        "nobody pressed" in text for text in wrong([first], [early, late], [(1, 7, "include")], 2)
    )
