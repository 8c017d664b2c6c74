"""The one place of a report, policies P6, P9 and P11."""

import pytest

from screening.flow.places import PLACES, Facts, place


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), "await_ta"),
        (Facts(ta="conflict"), "await_ta"),
        (Facts(ta="exclude"), "ta_exclude"),
        (Facts(removed="automation", ta="include", ft="include"), "auto"),
        (Facts(removed="other", ta="include"), "other"),
        (Facts(ta="include"), "await_retrieval"),
        (Facts(ta="include", retrieval="requested"), "await_retrieval"),
        (Facts(ta="include", retrieval="not_retrieved", ft="include", ft_votes=True), "not_retrieved"),
        (Facts(ta="include", retrieval="retrieved"), "await_ft"),
        (Facts(ta="include", ft_votes=True), "await_ft"),
        (Facts(ta="include", ft="conflict", ft_votes=True), "await_ft"),
        (Facts(ta="include", ft="exclude", ft_votes=True), "ft_exclude"),
        (Facts(ta="include", ft="include", ft_votes=True), "included"),
        (Facts(skips_ta=True), "await_retrieval"),
        (Facts(skips_ta=True, ta="exclude", ft="include"), "included"),
    ],
)
def test_place_of_a_report(facts, found):
    assert place(facts) == found
    assert found in PLACES
