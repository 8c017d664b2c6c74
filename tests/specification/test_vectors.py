"""The model gives every vector of the specification, and agrees with the replay on random ones."""

import json

import pytest

from screening.replay.vectors import run
from tests.shared import SHARED, needs_shared
from tests.specification.counting import boxes
from tests.specification.identities import broken
from tests.specification.random_vectors import History

#: The suite's share of those of `python -m tests.benchmarks.bench_specification`.
HISTORIES = 30


def differences(events, policy):
    """Box to (the replay's number, the model's)."""
    right, told = boxes(events, policy), run({"events": events, "policy": policy})
    numbers = told.flow.to_json()
    found = {
        box: (numbers.get(box), number)
        for box, number in right.counts.items()
        if numbers.get(box, 0) != number
    }
    listed = sorted(told.studies.listed), sorted(told.studies.listed_reports)
    if listed != (right.studies, right.reports):
        found["included list"] = (listed, (right.studies, right.reports))
    return found | broken(right)


@needs_shared
@pytest.mark.parametrize("name", ["s1", "s2", "s3", "s4", "s5", "s6", "u1", "u2", "u3", "u4", "u5"])
def test_model_gives_every_expected_number_and_the_included_list(name):
    told = json.loads(
        (SHARED / "spec" / "prisma_vectors" / f"{name}.json").read_text(encoding="utf-8")
    )
    found = boxes(told["events"], told["policy"])
    assert {box: found.counts[box] for box in told["expected_all"]} == told["expected_all"]
    assert not broken(found)
    if listed := told.get("included_list"):
        assert (found.studies, found.reports) == (listed["studies"], listed["reports"])
        assert (found.hand_reports, found.draft) == (
            listed["reports_entered_by_hand"],
            told["draft"],
        )


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_replay_and_model_agree_on_random_histories(seed):
    history = History(seed, 60)
    assert differences(history.events, history.policy) == {}
