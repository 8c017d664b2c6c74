"""An update played through by actions: each thing that once went wrong silently,
with the lists and exports it touches.
"""

import csv
import io
from uuid import uuid4

import pytest

from screening.actions.duplicates.duplicate_answers import mark_duplicate
from screening.actions.duplicates.merge import merge
from screening.actions.flow.publication import (
    PublishRefused,
    begin_update,
    publish,
    take_back_update,
)
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.fulltext.studies import group_reports, ungroup_reports
from screening.actions.records.record_edits import add_record
from screening.actions.screening.stages import screen_again
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.exports import EXPORTS
from screening.models import Reason
from screening.queries.access.authorization import access_review
from screening.queries.exports.snapshot import snapshot, wishes_of
from screening.queries.flow import flow_counts
from screening.queries.fulltext import studies
from screening.records.record import Record as Entry
from tests.builders import make_cast, make_search

pytestmark = pytest.mark.django_db
TA, FT = "title-abstract", "full-text"


class Team:
    """Two people who decide what they are told, on records of one database."""

    def __init__(self) -> None:
        self.cast = make_cast()
        self.review = self.cast.review
        self.search = make_search(self.review, name="中国知网")
        self.reason = Reason.objects.create(review=self.review, stage=FT, label_en="Wrong design")

    def bring(self, *names):
        self.search.review.refresh_from_db()
        return [
            add_record(by=self.cast.lead, search=self.search, entry=Entry(title=f"题名 {n}"))
            for n in names
        ]

    def say(self, stage, verdict, *records):
        reason = self.reason.pk if (stage, verdict) == (FT, "exclude") else None
        for record in records:
            for who in (self.cast.first, self.cast.second):
                cast_vote(
                    by=who,
                    review=self.review,
                    record_id=record.pk,
                    stage=stage,
                    verdict=verdict,
                    key=uuid4(),
                    reason_id=reason,
                )

    def include(self, *records):
        self.say(TA, "include", *records)
        self.say(FT, "include", *records)

    def again(self, stage, *records):
        ids = [record.pk for record in records]
        screen_again(
            by=self.cast.lead, review=self.review, stage=stage, record_ids=ids, reason="更正"
        )

    def text(self, status, *records):
        ids = [record.pk for record in records]
        set_retrieval(by=self.cast.lead, review=self.review, record_ids=ids, status=status)

    def next_version(self):
        publish(by=self.cast.lead, review=self.review)
        begin_update(by=self.cast.lead, review=self.review)
        self.review.refresh_from_db()

    def numbers(self):
        """Those of this version, which add up, are verified, and have lists as long as they are."""
        counts = flow_counts.counts(self.review)
        assert flow_counts.breaches(counts) == []
        assert [str(m) for m in verify(self.review) if "seal" not in str(m)] == []
        return counts.flow

    def rows(self, key):
        """The rows of an export that is a table, as mappings."""
        access = access_review(self.cast.lead, self.review.pk)
        file = b"".join(EXPORTS[key].render(snapshot(access, wishes_of(self.review)), str))
        return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def test_reports_left_out_before_and_included_now_are_counted_and_the_next_version_starts_from_them():
    team = Team()
    kept, lost, out, other = team.bring("a", "b", "c", "d")
    team.include(kept)
    team.say(TA, "include", lost, out)
    team.text("not_retrieved", lost)
    team.say(FT, "exclude", out)
    team.say(TA, "exclude", other)
    team.next_version()
    team.text("retrieved", lost)
    team.say(FT, "include", lost)
    team.again(FT, out)
    assert team.numbers().awaiting == {"other_awaiting_retrieval": 1}
    with pytest.raises(PublishRefused, match="draft"):
        publish(by=team.cast.lead, review=team.review)
    team.say(FT, "include", out)
    numbers = team.numbers()
    assert (numbers["other_reassessed"], numbers["other_included_reports"]) == (2, 2)
    assert (numbers["previous_studies"], numbers["new_studies"], numbers["total_studies"]) == (
        1,
        2,
        3,
    )
    assert len(team.rows("included_csv")) == 3
    assert flow_counts.behind(team.review, "other_reassessed").count() == 2
    team.next_version()
    numbers = team.numbers()
    assert (numbers["previous_studies"], numbers["other_reassessed"], numbers["total_studies"]) == (
        3,
        0,
        3,
    )


def test_included_reports_opened_again_wait_are_removed_or_stay():
    team = Team()
    first, second, third = team.bring("a", "b", "c")
    team.include(first, second, third)
    team.next_version()
    team.again(FT, first, second, third)
    numbers = team.numbers()
    assert (numbers["previous_awaiting_studies"], numbers["previous_awaiting_reports"]) == (3, 3)
    assert (numbers["previous_removed_studies"], numbers["total_studies"], numbers.complete) == (
        0,
        0,
        False,
    )
    with pytest.raises(PublishRefused, match="draft"):
        publish(by=team.cast.lead, review=team.review)
    team.say(FT, "include", first)
    team.say(FT, "exclude", second)
    team.text("not_retrieved", third)
    numbers = team.numbers()
    assert (numbers["previous_removed_reports"], numbers["total_reports"], numbers.complete) == (
        2,
        1,
        True,
    )
    assert (numbers["other_excluded"], numbers["other_reassessed"]) == (0, 0)
    removed = team.rows("previous_removed")
    assert [(row["Title"], row["Exclusion reason"]) for row in removed] == [
        ("题名 b", "Wrong design"),
        ("题名 c", ""),
    ]
    assert team.rows("excluded_full_text") == team.rows("not_retrieved") == []


@pytest.mark.parametrize("pressed", ["old", "new"])
def test_newer_record_of_an_included_report_leaves_it_included(pressed):
    team = Team()
    (old,) = team.bring("a")
    team.include(old)
    team.next_version()
    (new,) = team.bring("a again")
    pair = (old, new) if pressed == "old" else (new, old)
    mark_duplicate(by=team.cast.lead, review=team.review, record_id=pair[1].pk, of_id=pair[0].pk)
    numbers = team.numbers()
    assert (numbers["duplicates_of_previous_version"], numbers["total_reports"]) == (1, 1)
    assert [row["Report"] for row in team.rows("included_csv")] == [str(old.pk)]
    assert list(studies.single_reports(team.review)) == [old]
    (row,) = team.rows("duplicates")
    assert (row["Record"], row["Kept record"]) == (str(new.pk), str(old.pk))
    assert (row["Version of the review"], row["Version of the kept record"]) == ("2", "1")


def test_studies_joined_grouped_and_ungrouped_in_an_update_count_as_they_are():
    team = Team()
    rows = team.bring("a", "b", "c", "d")
    team.include(*rows)
    who = {"by": team.cast.lead, "review": team.review}
    study = group_reports(**who, record_ids=[rows[2].pk, rows[3].pk], name="研究")
    team.next_version()
    group_reports(**who, record_ids=[rows[0].pk, rows[1].pk], name="joined")
    numbers = team.numbers()
    assert (
        numbers["previous_joined_studies"],
        numbers["total_studies"],
        numbers["total_reports"],
    ) == (1, 2, 4)
    ungroup_reports(**who, study=study, record_ids=[rows[3].pk])
    numbers = team.numbers()
    assert (numbers["previous_joined_studies"], numbers["total_studies"]) == (0, 3)
    (new,) = team.bring("e")
    team.include(new)
    group_reports(**who, record_ids=[rows[3].pk, new.pk], name="grown")
    numbers = team.numbers()
    assert (
        numbers["new_studies"],
        numbers["new_reports_of_previous_studies"],
        numbers["total_studies"],
    ) == (0, 1, 3)
    team.next_version()
    numbers = team.numbers()
    assert (numbers["previous_studies"], numbers["total_studies"], numbers["total_reports"]) == (
        3,
        3,
        5,
    )


def test_records_brought_to_a_search_of_an_earlier_version_are_of_this_one():
    team = Team()
    (old,) = team.bring("a")
    team.include(old)
    team.next_version()
    (new,) = team.bring("b")
    assert (team.search.version, new.version) == (1, 2)
    numbers = team.numbers()
    assert (numbers.sources, numbers["records_awaiting_screening"]) == ({"中国知网": 1}, 1)


def test_lists_of_exclusions_are_those_of_this_version():
    team = Team()
    old, gone = team.bring("a", "b")
    team.say(TA, "include", old, gone)
    team.say(FT, "exclude", old)
    team.text("not_retrieved", gone)
    team.next_version()
    (new,) = team.bring("c")
    team.say(TA, "include", new)
    team.say(FT, "exclude", new)
    assert team.numbers().dbr_excluded == {"Wrong design": 1}
    assert [row["Title"] for row in team.rows("excluded_full_text")] == ["题名 c"]
    assert team.rows("not_retrieved") == []


def test_report_of_two_studies_can_be_published_and_is_warned_of_nothing():
    team = Team()
    (one,) = team.bring("a")
    team.include(one)
    for name in ("研究一", "研究二"):
        group_reports(by=team.cast.lead, review=team.review, record_ids=[one.pk], name=name)
    counts = flow_counts.counts(team.review)
    assert (counts.flow["total_studies"], counts.flow["total_reports"]) == (2, 1)
    assert flow_counts.breaches(counts) == flow_counts.warnings(counts) == []
    team.next_version()
    assert (team.numbers()["previous_studies"], team.numbers()["previous_reports"]) == (2, 1)


def test_report_judged_anew_after_the_publication_is_reassessed_though_the_update_began_later():
    team = Team()
    kept, out = team.bring("a", "b")
    team.include(kept)
    team.say(TA, "include", out)
    team.text("retrieved", out)
    team.say(FT, "exclude", out)
    publish(by=team.cast.lead, review=team.review)
    team.again(FT, out)
    team.say(FT, "exclude", out)
    begin_update(by=team.cast.lead, review=team.review)
    team.review.refresh_from_db()
    found = team.numbers()
    assert (found["other_reassessed"], found["other_assessed"]) == (1, 1)
    assert list(flow_counts.behind(team.review, "other_reassessed")) == [out]
    # Once taken back and begun again, it is the same.
    take_back_update(by=team.cast.lead, review=team.review)
    begin_update(by=team.cast.lead, review=team.review)
    team.review.refresh_from_db()
    assert team.numbers()["other_reassessed"] == 1


def test_merge_of_two_old_reports_in_one_place_is_no_reassessment():
    team = Team()
    rows = team.bring("a", "b")
    team.say(TA, "exclude", *rows)
    team.next_version()
    merge(review=team.review, record_ids=[rows[1].pk, rows[0].pk], by=team.cast.lead)
    assert team.numbers()["other_reassessed"] == 0
