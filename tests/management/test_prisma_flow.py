"""`manage.py prisma_flow`: a history in, every number out as JSON, no database."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.shared import SHARED, needs_shared

EVENTS = [
    {"id": "e1", "type": "source", "source": "CN", "kind": "database", "name": "中国知网"},
    {"id": "e2", "type": "import", "source": "CN", "version": 1, "records": ["C1..C3"]},
    {"id": "e3", "type": "merge", "records": ["C1", "C2"]},
]


def flow(path: Path, **options: Any) -> tuple[dict[str, Any], str]:
    out, err = StringIO(), StringIO()
    call_command("prisma_flow", path, stdout=out, stderr=err, **options)
    return json.loads(out.getvalue()), err.getvalue()


def written(tmp_path: Path, data: Any) -> Path:
    path = tmp_path / "events.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@needs_shared
@pytest.mark.parametrize("name", ["s1", "s2", "s3", "s4", "s5", "s6"])
def test_vector_gives_every_expected_number(name):
    path = SHARED / "spec" / "prisma_vectors" / f"{name}.json"
    numbers, problems = flow(path)
    assert numbers == json.loads(path.read_text(encoding="utf-8"))["expected_all"]
    assert problems == ""


def test_bare_list_of_events_is_read_with_the_usual_policy(tmp_path):
    numbers, _ = flow(written(tmp_path, EVENTS))
    assert (numbers["sources"], numbers["duplicates"], numbers["complete"]) == (
        {"中国知网": 3},
        1,
        False,
    )


def test_earlier_version_can_be_asked_for(tmp_path):
    update = [
        *EVENTS,
        {"id": "e4", "type": "import", "source": "CN", "version": 2, "records": ["D1"]},
    ]
    path = written(tmp_path, {"events": update})
    assert flow(path)[0]["database_results"] == 1
    assert flow(path, version_of_review=1)[0]["database_results"] == 3


def test_event_about_a_record_that_is_not_there_is_named(tmp_path):
    stray = [*EVENTS, {"id": "e4", "type": "retrieval", "records": ["X9"], "status": "retrieved"}]
    assert (
        flow(written(tmp_path, stray))[1].strip()
        == "event e4: X9 is not there at that moment; passed over"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([{"id": "e1", "type": "vote"}], "event e1: unknown type 'vote'"),
        ({"policy": {}}, 'no list of events: expected an object with "events"'),
        ([{**EVENTS[0], "kind": "library"}], "event e1: unknown kind 'library'"),
    ],
)
def test_unreadable_history_is_refused_in_words(tmp_path, data, message):
    with pytest.raises(CommandError, match=message):
        flow(written(tmp_path, data))


def test_missing_file_and_broken_json_are_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        flow(tmp_path / "nowhere.json")
    (tmp_path / "half.json").write_text('{"events": [', encoding="utf-8")
    with pytest.raises(CommandError, match=r"half\.json"):
        flow(tmp_path / "half.json")
