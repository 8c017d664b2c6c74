"""Pieces of a long thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records.batches import batches


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_keep_every_item_in_order(items, size):
    pieces = list(batches(items, size))
    assert [item for piece in pieces for item in piece] == items
    assert all(len(piece) == size for piece in pieces[:-1])


def test_batches_of_nothing_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        list(batches([1], 0))
