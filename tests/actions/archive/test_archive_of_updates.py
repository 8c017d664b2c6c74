"""Archives of updates: for which reason a report was excluded in the version before travels along."""

import json

import pytest

from screening.actions.archive.archive_import import load_archive
from screening.actions.verification.verification import verify
from screening.models import Record
from screening.queries.flow import flow_counts
from tests.actions.archive.test_archive_export import archived, changed
from tests.queries.flow.test_reasons_of_updates import Alone

pytestmark = pytest.mark.django_db


def of_before(name: str, data: bytes) -> bytes:
    """As a program wrote it that kept no reason of the version before."""
    if name != "tables/Record.jsonl":
        return data
    rows = [json.loads(line) for line in data.splitlines()]
    for row in rows:
        del row["published_reason_id"]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("old", [False, True])
def test_update_in_which_a_reason_was_changed_is_loaded_and_counted(old):
    team = Alone()
    team.next_version()
    team.exclude(team.outcome)
    if old:
        mine = Record.objects.filter(review=team.review)
        mine.update(published_reason=None, moved=False, flow_part=None, flow_lane="dbr")
    whole = archived(team.review)
    loaded = load_archive(by=None, source=changed(whole, of_before) if old else whole)
    assert verify(loaded) == []
    assert flow_counts.flow(loaded).other_excluded == {"Outcome": 1}
    told = Record.objects.get(review=loaded)
    assert (told.published_reason.label_en, told.reason.label_en) == ("Design", "Outcome")
