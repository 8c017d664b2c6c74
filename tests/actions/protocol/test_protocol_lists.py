"""A protocol in minutes: lists pasted, copied, taken from templates and put in order."""

from uuid import uuid4

import pytest

from screening.actions.protocol.protocol_lists import (
    Lines,
    add_lines,
    copy_criteria,
    copy_protocol,
    put_in_order,
    use_template,
)
from screening.actions.screening.voting import cast_vote
from screening.methods.frameworks import FRAMEWORKS
from screening.methods.protocol_templates import TEMPLATES
from screening.models import Criterion, Event, HighlightList, Reason
from screening.queries.protocol.current_protocol import criteria, reasons
from tests.builders import make_record, make_review

pytestmark = pytest.mark.django_db
TA, FT = "title-abstract", "full-text"


def texts(review, stage=TA):
    return [str(c) for c in criteria(review, stage)]


def test_what_is_there_already_is_left_alone(cast):
    lines = Lines(
        [("Adults", ""), ("ADULTS.", ""), ("", "成人")],
        [("Adults", "")],
        [("No data", ""), ("no  data", "")],
    )
    added = add_lines(by=cast.lead, review=cast.review, lines={TA: lines})
    assert (added.criteria, added.reasons, added.known) == (3, 1, 2)
    assert add_lines(by=cast.lead, review=cast.review, lines={TA: lines}).known == 6
    assert texts(cast.review) == ["Adults", "成人", "Adults"]


def test_many_criteria_raise_the_version_once_where_somebody_has_voted(cast):
    record = make_record(cast.review)
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict="include",
        key=uuid4(),
    )
    add_lines(
        by=cast.lead,
        review=cast.review,
        lines={TA: Lines([("A", ""), ("B", "")]), FT: Lines([("C", "")])},
    )
    cast.review.refresh_from_db()
    assert cast.review.criteria_version == 2
    assert set(Criterion.objects.values_list("since_version", flat=True)) == {2}


def test_criteria_of_titles_serve_at_full_text_too(cast):
    add_lines(
        by=cast.lead,
        review=cast.review,
        lines={TA: Lines([("成人", "成人")], [("动物", "动物")], [("x", "")])},
    )
    Criterion.objects.update(kind="quality")
    copy_criteria(by=cast.lead, review=cast.review, stage=TA, to=FT)
    assert texts(cast.review, FT) == ["成人", "动物"]
    assert {c.kind for c in criteria(cast.review, FT)} == {"quality"}
    assert not reasons(cast.review, FT)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.key)
@pytest.mark.parametrize(("languages", "language"), [("en", 0), ("zh", 1)])
def test_templates_begin_a_review_in_its_language_alone(cast, template, languages, language):
    cast.review.languages = languages
    cast.review.save()
    use_template(by=cast.lead, review=cast.review, template=template, stages=[TA, FT])
    assert texts(cast.review) == [
        pair[language] for pair in (*template.inclusion, *template.exclusion)
    ]
    assert texts(cast.review, FT) == texts(cast.review)
    assert [r.label for r in reasons(cast.review, FT)] == [
        pair[language] for pair in template.reasons
    ]
    assert not Criterion.objects.exclude(**{f"text_{'zh' if language == 0 else 'en'}": ""}).exists()
    cast.review.refresh_from_db()
    assert cast.review.framework == template.framework in FRAMEWORKS


def test_the_protocol_of_another_review_comes_without_what_was_retired_or_is_somebodys_own(cast):
    source = make_review(lead=cast.lead)
    add_lines(
        by=cast.lead,
        review=source,
        lines={TA: Lines([("Adults", "")]), FT: Lines(reasons=[("No data", "")])},
    )
    Criterion.objects.create(review=source, stage=TA, text_en="Old", until_version=1)
    HighlightList.objects.create(review=source, name_en="Bone", terms=["osteo*"])
    HighlightList.objects.create(review=source, name_en="Mine", terms=["x"], owner=cast.lead)
    for _ in range(2):
        copy_protocol(by=cast.lead, review=cast.review, source=source, stages=[TA, FT])
    assert texts(cast.review) == ["Adults"]
    assert [r.label for r in reasons(cast.review, FT)] == ["No data"]
    assert [h.name_en for h in HighlightList.objects.filter(review=cast.review)] == ["Bone"]


def test_an_order_holds_all_of_them_or_changes_nothing(cast):
    add_lines(
        by=cast.lead,
        review=cast.review,
        lines={FT: Lines(reasons=[("A", ""), ("B", ""), ("C", "")])},
    )
    a, b, c = reasons(cast.review, FT)
    keys = {"by": cast.lead, "review": cast.review, "model": Reason, "stage": FT}
    assert put_in_order(**keys, ids=[c.pk, a.pk, b.pk])
    assert [str(r) for r in reasons(cast.review, FT)] == ["C", "A", "B"]
    assert Event.objects.get(verb="order_reasons").data == {"order": [c.pk, a.pk, b.pk]}
    for wrong in ([a.pk, b.pk], [a.pk, b.pk, b.pk], [a.pk, b.pk, c.pk, 999]):
        assert not put_in_order(**keys, ids=wrong)
    assert [str(r) for r in reasons(cast.review, FT)] == ["C", "A", "B"]
