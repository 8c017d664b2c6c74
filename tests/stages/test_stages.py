"""Stages in the order of the review."""

import pytest

from screening.stages import STAGES, in_flow_order


def test_stages_come_in_the_order_of_the_review():
    assert list(STAGES) == ["title-abstract", "full-text"]


def test_stage_that_follows_an_unknown_one_is_refused():
    with pytest.raises(ValueError, match="full-text"):
        in_flow_order({"full-text": STAGES["full-text"]})
