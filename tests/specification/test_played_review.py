"""The application, played by chance through its pages,
counts and lists what the specification says.
"""

import os

import pytest

from screening.api.rate_limit import WINDOWS
from tests.api.client import Program
from tests.specification.comparison import differences
from tests.specification.played_review import PlayedReview

#: A short history in the suite; `python -m tests.benchmarks.bench_specification` plays long ones.
SEEDS = [int(seed) for seed in os.environ.get("PLAYED_SEEDS", "3").split(",")]
STEPS = int(os.environ.get("PLAYED_STEPS", "21"))
VERSIONS = 3


def play(cast, seed, steps=STEPS, every=10):
    """Plays so many operations over three versions; the differences,
    with the step after which they were found.
    """
    played, program = PlayedReview(cast, seed), Program(cast.lead)
    for step in range(1, steps + 1):
        if step % (steps // VERSIONS) == 0:
            played.finish()
            played.publish() or played.begin_update()
        played.step()
        if step % every == 0 or step == steps:
            WINDOWS.kept.clear()
            if found := differences(
                played, program, thorough=step % (3 * every) == 0 or step == steps
            ):
                return played, [f"step {step}: {one}" for one in found]
    return played, []


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_lists_files_and_checks_agree_with_the_specification(cast, seed):
    played, found = play(cast, seed)
    assert found == [], played.did
    assert played.review.version == VERSIONS + 1
