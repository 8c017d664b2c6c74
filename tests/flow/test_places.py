"""The one place of a report, policies P6, P9 and P11."""

import pytest

from screening.flow.places import PLACES, Facts, place

TA, FT = "title-abstract", "full-text"


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), "await_ta"),
        (Facts(outcomes={TA: "conflict"}), "await_ta"),
        (Facts(outcomes={TA: "exclude"}), "ta_exclude"),
        (Facts(removed="automation", outcomes={TA: "include", FT: "include"}), "auto"),
        (Facts(removed="other", outcomes={TA: "include"}), "other"),
        (Facts(outcomes={TA: "include"}), "await_retrieval"),
        (Facts(outcomes={TA: "include"}, retrieval="requested"), "await_retrieval"),
        (
            Facts(outcomes={TA: "include", FT: "include"}, retrieval="not_retrieved", voted={FT}),
            "not_retrieved",
        ),
        (Facts(outcomes={TA: "include"}, retrieval="retrieved"), "await_ft"),
        (Facts(outcomes={TA: "include"}, voted={FT}), "await_ft"),
        (Facts(outcomes={TA: "include", FT: "conflict"}, voted={FT}), "await_ft"),
        (Facts(outcomes={TA: "include", FT: "exclude"}, voted={FT}), "ft_exclude"),
        (Facts(outcomes={TA: "include", FT: "include"}, voted={FT}), "included"),
        (Facts(is_sought=True), "await_retrieval"),
        (Facts(outcomes={TA: "exclude", FT: "include"}, is_sought=True), "included"),
    ],
)
def test_place_of_a_report(facts, found):
    assert place(facts) == found
    assert found in PLACES
