"""The random histories reach everything: each type of event and each place of a report."""

from screening.flow.boxes import POSITIONS
from screening.replay.events import TYPES
from screening.replay.vectors import run
from tests.replay.histories import history


def test_random_histories_have_every_event_and_every_place():
    histories = [history(seed) for seed in range(300)]
    assert {event["type"] for data in histories for event in data["events"]} == set(TYPES)
    results = [run(data) for data in histories]
    assert {row.place for result in results for row in result.rows} == set(POSITIONS)
    for key in (
        "previous_removed_studies",
        "new_reports_of_previous_studies",
        "records_excluded_automation",
    ):
        assert any(result.flow[key] for result in results), key
