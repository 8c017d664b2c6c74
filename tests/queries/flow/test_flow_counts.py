"""The numbers of a review in the database: manual numbers, earlier versions, tools,
and the list behind each number.
"""

import pytest
from django.utils.timezone import now

from screening.actions.duplicates.merge import merge
from screening.actions.flow.diagram_settings import NumberRefused, enter_number, withdraw_number
from screening.actions.flow.publication import PublishRefused, begin_update, publish
from screening.actions.records.record_edits import add_record
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.verification.verification import verify
from screening.flow.boxes import BOXES, BY_REASON
from screening.models import Event, Reason, Record, Settlement, Standing
from screening.queries.flow import flow_counts
from screening.queries.flow.manual_counts import manual_behind
from screening.queries.flow.versions import compare
from screening.records.record import Record as Entry
from tests.builders import make_cast, make_record, make_search, make_study

pytestmark = pytest.mark.django_db


def lists_are_as_long_as_numbers(review):
    numbers = flow_counts.flow(review)
    for key in BOXES:
        by_hand = sum(row.number for row in manual_behind(review, key))
        assert flow_counts.behind(review, key).count() + by_hand == numbers[key], key
    for key in BY_REASON:
        for reason, number in getattr(numbers, key).items():
            by_hand = sum(row.number for row in manual_behind(review, key, reason))
            assert flow_counts.behind(review, key, reason).count() + by_hand == number, (
                key,
                reason,
            )
    for name, number in (*numbers.sources.items(), *numbers.other_sources.items()):
        kind = numbers.kinds[name]
        if kind in {"database", "register"}:
            by_hand = sum(row.number for row in manual_behind(review, f"{kind}_results", name))
            assert flow_counts.behind(review, f"{kind}_results", name).count() + by_hand == number
    assert flow_counts.breaches(flow_counts.counts(review)) == []
    return numbers


def reason_of(review):
    return Reason.objects.create(
        review=review, stage="full-text", label_en="Wrong design", label_zh="研究设计不符"
    )


def test_numbers_by_hand_join_every_sum_and_every_list():
    cast = make_cast()
    review = cast.review
    make_search(review, name="中国知网", kind="database")
    make_record(review, place="included")
    hand = {
        "by": cast.lead,
        "review": review,
        "source": "中国知网",
        "kind": "database",
        "why": "纸质筛选",
    }
    for box, number in (
        ("duplicate", 7),
        ("ta_exclude", 20),
        ("ta_tool", 3),
        ("not_retrieved", 2),
        ("included", 4),
    ):
        enter_number(**hand, box=box, number=number)
    enter_number(**hand, box="ft_exclude", number=5, reason=reason_of(review))
    numbers = lists_are_as_long_as_numbers(review)
    assert numbers["database_results"] == 42
    assert numbers.sources["中国知网"] == 42
    assert (numbers["records_excluded_human"], numbers["records_excluded_automation"]) == (20, 3)
    assert (numbers["new_studies"], numbers["new_reports"]) == (5, 5)
    assert numbers.dbr_excluded == {"Wrong design": 5}
    assert Event.objects.filter(verb="enter_number", actor=cast.lead).count() == 6


def test_number_withdrawn_no_longer_counts_and_the_row_stays():
    cast = make_cast()
    row = enter_number(by=cast.lead, review=cast.review, box="previous", number=9, why="第一版")
    assert flow_counts.flow(cast.review)["previous_studies"] == 9
    withdraw_number(by=cast.lead, review=cast.review, manual_id=row.pk)
    assert flow_counts.flow(cast.review)["previous_studies"] == 0
    row.refresh_from_db()
    assert row.withdrawn_by == cast.lead
    with pytest.raises(NumberRefused, match="none"):
        withdraw_number(by=cast.lead, review=cast.review, manual_id=row.pk)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"why": "  "}, "why"),
        ({"source": ""}, "source"),
        ({"kind": "shelf"}, "kind"),
        ({"box": "ft_exclude"}, "reason"),
        ({"number": 0}, "number"),
    ],
)
def test_number_by_hand_refused(given, code):
    cast = make_cast()
    values = {
        "box": "duplicate",
        "number": 1,
        "why": "旧数据",
        "source": "PubMed",
        "kind": "database",
    } | given
    with pytest.raises(NumberRefused, match=code):
        enter_number(by=cast.lead, review=cast.review, **values)


def test_update_counts_known_reports_as_duplicates_and_adds_new_ones():
    cast = make_cast()
    review = cast.review
    old = make_record(review, place="included")
    for stage in ("title-abstract", "full-text"):
        Settlement.objects.create(
            review=review,
            record=old,
            stage=stage,
            verdict="include",
            settled_by=cast.adjudicator,
            settled_at=now(),
        )
    make_study(review)
    publish(by=cast.lead, review=review)
    review = begin_update(by=cast.lead, review=review)
    search = make_search(review, name="PubMed 2026", version=2)
    again = make_record(review, search=search, version=2, title=old.title)
    make_record(review, search=search, version=2, place="included")
    merge(review=review, record_ids=[old.pk, again.pk], by=cast.lead)
    numbers = lists_are_as_long_as_numbers(review)
    assert numbers["database_results"] == 2
    assert (numbers["duplicates"], numbers["duplicates_of_previous_version"]) == (1, 1)
    assert (numbers["previous_studies"], numbers["new_studies"], numbers["total_studies"]) == (
        2,
        1,
        3,
    )
    assert (numbers["previous_reports"], numbers["new_reports"], numbers["total_reports"]) == (
        2,
        1,
        3,
    )


def test_new_report_of_a_study_of_the_previous_version_is_no_new_study():
    cast = make_cast()
    study = make_study(cast.review)
    publish(by=cast.lead, review=cast.review)
    review = begin_update(by=cast.lead, review=cast.review)
    search = make_search(review, name="CNKI", version=2)
    study.reports.add(make_record(review, search=search, version=2, place="included"))
    numbers = flow_counts.flow(review)
    assert (numbers["new_studies"], numbers["new_reports_of_previous_studies"]) == (0, 1)
    assert (numbers["total_studies"], numbers["total_reports"]) == (1, 2)
    assert flow_counts.breaches(flow_counts.counts(review)) == []


def test_study_dropped_in_one_version_is_not_previous_in_the_next():
    cast = make_cast()
    stays, dropped = (
        make_record(cast.review, place="included"),
        make_record(cast.review, place="included"),
    )
    publish(by=cast.lead, review=cast.review)
    review = begin_update(by=cast.lead, review=cast.review)
    make_record(
        review, search=make_search(review, name="CNKI", version=2), version=2, place="included"
    )
    Record.objects.filter(pk=dropped.pk).update(place="ft_exclude", reason=reason_of(review))
    numbers = flow_counts.flow(review)
    assert (
        numbers["previous_studies"],
        numbers["previous_removed_studies"],
        numbers["total_studies"],
    ) == (2, 1, 2)
    publish(by=cast.lead, review=review)
    review = begin_update(by=cast.lead, review=review)
    numbers = flow_counts.flow(review)
    assert (
        numbers["previous_studies"],
        numbers["previous_removed_studies"],
        numbers["total_studies"],
    ) == (2, 0, 2)
    assert (numbers["previous_reports"], numbers["total_reports"]) == (2, 2)
    assert stays.pk in flow_counts.behind(review, "previous_studies").values_list("pk", flat=True)


def test_numbers_by_hand_are_in_what_the_next_version_starts_from():
    cast = make_cast()
    make_record(cast.review, place="included")
    hand = {"by": cast.lead, "review": cast.review, "why": "纸质筛选"}
    enter_number(**hand, box="included", number=4, source="中国知网", kind="database")
    enter_number(**hand, box="previous", number=3)
    enter_number(**hand, box="previous_reports", number=5)
    assert publish(by=cast.lead, review=cast.review).flow["numbers"]["total_studies"] == 8
    numbers = flow_counts.flow(begin_update(by=cast.lead, review=cast.review))
    assert (numbers["previous_studies"], numbers["total_studies"]) == (8, 8)
    assert (numbers["previous_reports"], numbers["total_reports"]) == (10, 10)


@pytest.mark.parametrize(
    ("order", "kind"),
    [("cw", "citation"), ("ccw", "citation"), ("wcw", "website"), ("wcc", "website")],
)
def test_report_of_other_methods_counts_under_the_source_it_was_found_in_first(order, kind):
    """Whichever of its records is primary: the last one here."""
    cast = make_cast()
    searches = {
        "c": make_search(cast.review, name="参考文献", kind="citation"),
        "w": make_search(cast.review, name="Website", kind="website"),
    }
    rows = [
        add_record(by=cast.lead, search=searches[s], entry=Entry(title=f"题名 {n}"))
        for n, s in enumerate(order)
    ]
    merge(review=cast.review, record_ids=[row.pk for row in reversed(rows)], by=cast.lead)
    numbers = lists_are_as_long_as_numbers(cast.review)
    told = {"citation": numbers["citations_results"], "website": numbers["website_results"]}
    assert told == {"citation": 0, "website": 0} | {kind: 1}
    assert numbers.other_sources == {searches[s].name: order.count(s) for s in order}
    assert verify(cast.review) == []


def test_draft_and_unpublished_are_refused():
    cast = make_cast()
    record = make_record(cast.review)
    with pytest.raises(PublishRefused, match="draft"):
        publish(by=cast.lead, review=cast.review)
    with pytest.raises(PublishRefused, match="unpublished"):
        begin_update(by=cast.lead, review=cast.review)
    set_removed(by=cast.lead, review=cast.review, record_ids=[record.pk], kind="other", note="撤稿")
    assert publish(by=cast.lead, review=cast.review).version == 1


def test_versions_are_compared_record_by_record():
    cast = make_cast()
    review = cast.review
    moved, stays = make_record(review, place="included"), make_record(review, place="included")
    published = publish(by=cast.lead, review=review)
    Record.objects.filter(pk=moved.pk).update(place="ft_exclude", reason=reason_of(review))
    added = make_record(review, place="included")
    found = compare(published, None, flow_counts.flow(review))
    told = {row.record.pk: (row.difference.change, row.before, row.after) for row in found.records}
    assert told == {moved.pk: ("moved", "", "Wrong design"), added.pk: ("added", "", "")}
    assert found.total == 2
    assert stays.pk not in told
    assert ("dbr_assessed", 2, 3) in found.boxes


def test_removal_mark_on_a_duplicate_removes_the_report():
    cast = make_cast()
    first, second = make_record(cast.review), make_record(cast.review)
    set_removed(
        by=cast.lead,
        review=cast.review,
        record_ids=[second.pk],
        kind="automation",
        note="RCT classifier",
    )
    merge(review=cast.review, record_ids=[first.pk, second.pk], by=cast.lead)
    first.refresh_from_db()
    assert first.place == "auto"
    assert lists_are_as_long_as_numbers(cast.review)["excluded_automatic"] == 1
    assert set_removed(by=cast.lead, review=cast.review, record_ids=[first.pk], kind="") == 1, (
        "restored as a report"
    )
    first.refresh_from_db()
    assert first.place == "await_ta"
    assert lists_are_as_long_as_numbers(cast.review)["excluded_automatic"] == 0


def test_tool_exclusions_are_counted_apart():
    cast = make_cast()
    by_tool, by_people = (make_record(cast.review, place="ta_exclude") for _ in range(2))
    for record, tool in ((by_tool, "ranker"), (by_people, "")):
        Standing.objects.create(
            review=cast.review, record=record, stage="title-abstract", outcome="exclude", tool=tool
        )
    numbers = lists_are_as_long_as_numbers(cast.review)
    assert (numbers["records_excluded_human"], numbers["records_excluded_automation"]) == (1, 1)


def test_reasons_that_are_none_are_doubted():
    cast = make_cast()
    reason_of(cast.review)
    Reason.objects.create(review=cast.review, stage="full-text", label_zh="无法获取全文")
    assert len(flow_counts.doubts(cast.review)) == 1
