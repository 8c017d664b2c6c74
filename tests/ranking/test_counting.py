"""Terms counted in groups, against a count one by one."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.ranking.counting import MOST, count

WORD, PAIR, HAN = (
    st.integers(1, 9),
    st.integers(1, 9).map(lambda n: n << 31 | 7),
    st.just(1 << 62 | 20_013 << 36),
)
WIDE = st.integers(1 << 30, (1 << 31) - 1).map(lambda n: n << 31 | n)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.one_of(WORD, PAIR, HAN, WIDE), st.integers(0, 4)), max_size=40),
    st.sampled_from([5, MOST]),
)
def test_terms_are_counted_as_one_by_one(pairs, size):
    found = count(
        *(
            np.array(side, dtype=np.int64)
            for side in ([t for t, _g in pairs], [g for _t, g in pairs])
        ),
        size,
    )
    entries = list(zip(found.group, found.kinds[found.term], found.count, strict=True))
    assert {(int(term), int(group)): int(often) for group, term, often in entries} == Counter(pairs)
    assert [(int(group), int(term)) for group, term, _often in entries] == sorted(
        (g, t) for t, g in set(pairs)
    )
    assert found.kinds.tolist() == sorted({term for term, _group in pairs})


def test_what_is_more_often_there_than_can_be_told_is_told_as_the_most():
    found = count(np.ones(MOST + 5, dtype=np.int64), np.zeros(MOST + 5, dtype=np.int64), 1)
    assert found.count.tolist() == [MOST]


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 15])
def test_last_group_is_kept_apart_from_the_next_term(size):
    found = count(np.array([1, 2]), np.array([size - 1, 0]), size)
    assert sorted(
        zip(found.group.tolist(), found.kinds[found.term].tolist(), strict=True)
    ) == sorted({(size - 1, 1), (0, 2)})
