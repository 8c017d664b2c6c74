"""Three versions in a row: what the tables count is what the history tells,
whatever people did in between.

Random operations by actions only; after what moves reports of earlier versions the review is
verified against its replay, the list behind every number is as long as the number, and the totals
are those of the included list. HISTORIES=500 tries that many others, checked after every step.
"""

import os
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from screening.actions.duplicates.merge import MergeRefused, merge, undo_merge
from screening.actions.flow.publication import PublishRefused, begin_update, publish
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.fulltext.studies import group_reports, ungroup_reports
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle, undo_settle
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.screening.reopening import ReopenRefused, reopen, undo_reopening
from screening.actions.screening.stages import screen_again
from screening.actions.screening.voting import Refused, cast_vote
from screening.actions.verification.verification import verify
from screening.flow.boxes import BOXES
from screening.models import Merge, Reason, Record, Reopening, Settlement, StageSetting, Study
from screening.queries.flow import flow_counts
from screening.queries.flow.study_counts import counted
from screening.records.record import Record as Entry
from tests.builders import make_cast, make_search

TA, FT = "title-abstract", "full-text"
HISTORIES = int(os.environ.get("HISTORIES", "0"))
numbers = st.integers(0, 30)
steps = st.one_of(
    st.tuples(
        st.just("decide"),
        numbers,
        st.sampled_from([TA, FT, FT]),
        st.sampled_from(["include", "include", "exclude"]),
    ),
    st.tuples(st.just("include"), numbers),
    st.tuples(st.just("include"), numbers),
    st.tuples(
        st.just("vote"), numbers, st.sampled_from([TA, FT]), st.sampled_from(["include", "exclude"])
    ),
    st.tuples(
        st.just("settle"),
        numbers,
        st.sampled_from([TA, FT]),
        st.sampled_from(["include", "exclude"]),
    ),
    st.tuples(st.just("again"), numbers, st.sampled_from([TA, FT])),
    st.tuples(
        st.just("reopen"),
        numbers,
        st.sampled_from([TA, FT]),
        st.sampled_from(list(Reopening.Votes.values)),
    ),
    st.tuples(st.just("undo_reopening")),
    st.tuples(st.just("undo_settle")),
    st.tuples(st.just("retrieval"), numbers, st.sampled_from(["", "retrieved", "not_retrieved"])),
    st.tuples(st.just("remove"), numbers, st.sampled_from(["", "automation", "other"])),
    st.tuples(st.just("merge"), numbers, numbers),
    st.tuples(st.just("merge"), numbers, numbers),
    st.tuples(st.just("unmerge"), numbers),
    st.tuples(st.just("study"), numbers, numbers, st.booleans()),
    st.tuples(st.just("ungroup"), numbers),
    st.tuples(st.just("votes_needed"), st.sampled_from([TA, FT]), st.sampled_from([1, 2])),
    st.tuples(st.just("bring"), st.integers(0, 2)),
    st.tuples(st.just("publish")),
)


class World:
    """A review with two databases and citation searching, and five records to begin with."""

    def __init__(self) -> None:
        self.cast = make_cast()
        self.review = self.cast.review
        self.reason = Reason.objects.create(review=self.review, stage=FT, label_en="Wrong design")
        kinds = (("中国知网", "database"), ("PubMed", "database"), ("Citations", "citation"))
        self.searches = [make_search(self.review, name=name, kind=kind) for name, kind in kinds]
        for n in (0, 1, 2, 0, 1):
            self.bring(n)

    def step(self, name: str, *values: Any) -> None:
        try:
            with transaction.atomic():
                getattr(self, name)(*values)
        except (Refused, MergeRefused, PublishRefused, ReopenRefused):
            pass
        self.review.refresh_from_db()
        if HISTORIES or name in {
            "again",
            "merge",
            "undo_reopening",
            "unmerge",
            "votes_needed",
            "publish",
        }:
            self.check()

    def one(self, n: int) -> Record:
        rows = list(Record.objects.filter(primary=None).order_by("pk"))
        return rows[n % len(rows)]

    def bring(self, n: int) -> None:
        self.searches[n].review.refresh_from_db()
        title = f"题名 {Record.objects.count()} title"
        add_record(by=self.cast.lead, search=self.searches[n], entry=Entry(title=title, year=2020))

    def vote(self, n: int, stage: str, verdict: str, who: Any = None) -> None:
        reason = self.reason.pk if verdict == "exclude" and stage == FT else None
        cast_vote(
            by=who or self.cast.first,
            review=self.review,
            record_id=self.one(n).pk,
            stage=stage,
            verdict=verdict,
            key=uuid4(),
            reason_id=reason,
        )

    def decide(self, n: int, stage: str, verdict: str) -> None:
        for who in (self.cast.first, self.cast.second):
            self.vote(n, stage, verdict, who)

    def include(self, n: int) -> None:
        if self.one(n).place == "await_ta":
            self.decide(n, TA, "include")
        set_retrieval(
            by=self.cast.lead, review=self.review, record_ids=[self.one(n).pk], status="retrieved"
        )
        self.decide(n, FT, "include")

    def settle(self, n: int, stage: str, verdict: str) -> None:
        reason = self.reason.pk if verdict == "exclude" and stage == FT else None
        settle(
            by=self.cast.adjudicator,
            review=self.review,
            record_id=self.one(n).pk,
            stage=stage,
            verdict=verdict,
            reason_id=reason,
        )

    def again(self, n: int, stage: str) -> None:
        screen_again(
            by=self.cast.lead,
            review=self.review,
            stage=stage,
            record_ids=[self.one(n).pk],
            reason="更正",
        )

    def reopen(self, n: int, stage: str, votes: str) -> None:
        reopen(
            by=self.cast.adjudicator,
            review=self.review,
            record_id=self.one(n).pk,
            stage=stage,
            votes=votes,
            reason="更正",
        )

    def undo_reopening(self) -> None:
        if made := Reopening.objects.filter(review=self.review, undone_at=None).last():
            undo_reopening(by=self.cast.adjudicator, review=self.review, reopening_id=made.pk)

    def undo_settle(self) -> None:
        if made := Settlement.objects.filter(review=self.review).last():
            undo_settle(by=self.cast.adjudicator, review=self.review, settlement_id=made.pk)

    def retrieval(self, n: int, status: str) -> None:
        set_retrieval(
            by=self.cast.lead, review=self.review, record_ids=[self.one(n).pk], status=status
        )

    def remove(self, n: int, kind: str) -> None:
        set_removed(by=self.cast.lead, review=self.review, record_ids=[self.one(n).pk], kind=kind)

    def merge(self, n: int, m: int) -> None:
        merge(review=self.review, record_ids=[self.one(n).pk, self.one(m).pk], by=self.cast.lead)

    def unmerge(self, n: int) -> None:
        merges = list(Merge.objects.filter(undone_at=None).order_by("pk"))
        if merges:
            undo_merge(by=self.cast.lead, review=self.review, merge_id=merges[n % len(merges)].pk)

    def study(self, n: int, m: int, known: bool) -> None:
        study = Study.objects.filter(review=self.review).first() if known else None
        ids = [self.one(n).pk, self.one(m).pk]
        group_reports(
            by=self.cast.lead, review=self.review, record_ids=ids, study=study, name=f"研究 {n}"
        )

    def ungroup(self, n: int) -> None:
        if study := Study.objects.filter(review=self.review).first():
            ungroup_reports(
                by=self.cast.lead, review=self.review, study=study, record_ids=[self.one(n).pk]
            )

    def votes_needed(self, stage: str, needed: int) -> None:
        setting = StageSetting.objects.get(review=self.review, stage=stage)
        change_stage(by=self.cast.lead, setting=setting, votes_needed=needed, reason="变更")

    def publish(self) -> None:
        """Whatever still waits is decided first, as a version can only be published then."""
        for record in Record.objects.filter(
            review=self.review, primary=None, place__in=["await_ta", "await_ft"]
        ):
            self._finish(record, TA if record.place == "await_ta" else FT)
        waiting = Record.objects.filter(review=self.review, primary=None, place="await_retrieval")
        ids = list(waiting.values_list("pk", flat=True))
        set_retrieval(by=self.cast.lead, review=self.review, record_ids=ids, status="not_retrieved")
        publish(by=self.cast.lead, review=self.review)
        begin_update(by=self.cast.lead, review=self.review)

    def _finish(self, record: Record, stage: str) -> None:
        screen_again(
            by=self.cast.lead,
            review=self.review,
            stage=stage,
            record_ids=[record.pk],
            reason="定稿",
        )
        for who in (self.cast.first, self.cast.second):
            cast_vote(
                by=who,
                review=self.review,
                record_id=record.pk,
                stage=stage,
                verdict="exclude",
                key=uuid4(),
                reason_id=self.reason.pk if stage == FT else None,
            )
            record.refresh_from_db()
            if record.place in {"ta_exclude", "ft_exclude"}:
                return

    def check(self) -> None:
        told = [str(message) for message in verify(self.review) if "seal" not in str(message)]
        assert told == []
        counts = flow_counts.counts(self.review)
        for key in BOXES:
            assert flow_counts.behind(self.review, key).count() == counts.flow[key], key
        lists = counted(self.review).ledger.lists
        for key in (
            "new_reports",
            "new_reports_of_previous_studies",
            "total_reports",
            "previous_awaiting_reports",
        ):
            assert (
                flow_counts.behind(self.review, key).count() == counts.flow[key] == len(lists[key])
            ), key


@pytest.mark.django_db
@settings(
    max_examples=HISTORIES or 4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not HISTORIES,
    phases=[Phase.generate] if HISTORIES else list(Phase),
)
@given(st.tuples(*[st.lists(steps, min_size=3, max_size=12)] * 3))
def test_three_versions_are_counted_as_their_history_tells(
    versions: tuple[list[tuple[Any, ...]], ...],
) -> None:
    with transaction.atomic():
        world = World()
        for version in versions:
            for step in version:
                world.step(*step)
            world.step("publish")
        transaction.set_rollback(True)
