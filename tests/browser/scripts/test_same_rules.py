"""Rules that are written in Python and in JavaScript say the same."""

from itertools import product
from uuid import uuid4

import pytest

from screening.actions.screening.voting import Refused, cast_vote
from screening.decisions.judgement import ANSWERS, proposal
from screening.models import Record, StageSetting
from screening.queries.access.authorization import access_review
from screening.templatetags.screening import number
from screening.web.records.filters import RecordFilter
from tests.builders import Cast, make_record

TA = "title-abstract"


def test_judgements_speak_for_the_same_verdict(run):
    """Every combination of answers to up to three criteria, of either kind."""
    one = list(product(("", *ANSWERS), (True, False)))
    cases = [case for size in range(4) for case in product(one, repeat=size)]
    told = [
        [
            {str(n): answer for n, (answer, _) in enumerate(case) if answer},
            [{"id": n, "inclusion": inclusion} for n, (_, inclusion) in enumerate(case)],
        ]
        for case in cases
    ]
    expected = [
        proposal(given, [(str(c["id"]), c["inclusion"]) for c in criteria])
        for given, criteria in told
    ]
    assert set(expected) == {"", "include", "maybe", "exclude"}
    assert run("return given.map((case_) => proposed(...case_));", told) == expected


def test_numbers_are_written_the_same(run):
    values = [0, 7, 999, 1000, 12_345, 999_999, 1_000_000, 123_456_789]
    assert run("return given.map((value) => number(value));", values) == [
        number(value) for value in values
    ]


@pytest.mark.django_db
def test_other_languages_are_the_same(run, cast: Cast):
    counts = {"zh": 3, "en": 2, "fr": 2, "ja": 1, "": 1}
    for language, times in counts.items():
        for _ in range(times):
            make_record(cast.review, language=language)
    access = access_review(cast.lead, cast.review.pk)
    rows = Record.objects.filter(review=cast.review)
    found = RecordFilter({"language": "other"}, queryset=rows, access=access).qs.count()
    assert run("return inOtherLanguages(given);", counts) == found == 4


@pytest.mark.django_db
@pytest.mark.parametrize("required", [True, False])
def test_an_exclusion_asks_for_its_reason_in_the_same_cases(run, cast: Cast, required: bool):
    StageSetting.objects.filter(review=cast.review, stage=TA).update(reason_required=required)
    known = cast.review.reasons.create(stage=TA, label_en="Population", position=1).pk
    page = {"open": True, "full": False, "reasonRequired": required}
    for verdict, reason in product(("include", "maybe", "exclude"), (None, known)):
        record = make_record(cast.review)
        about = {"record_id": record.pk, "stage": TA, "verdict": verdict, "reason_id": reason}
        try:
            cast_vote(by=cast.first, review=cast.review, key=uuid4(), **about)
            refused = ""
        except Refused as refusal:
            refused = refusal.code
        assert run("return obstacle(...given);", [verdict, reason, page]) == refused
