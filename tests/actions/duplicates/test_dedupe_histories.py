"""Random histories of imports, runs, merges, undoings, votes and full texts:
what must hold after every step.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import F, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from screening.actions.duplicates.duplicate_answers import (
    answer_pair,
    mark_duplicate,
    reopen_pair,
    split,
    take_out,
    undo_run,
)
from screening.actions.duplicates.merge import MergeRefused
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.fulltext.studies import group_reports
from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import Refused, cast_vote, clear_vote
from screening.models import DedupeRun, DuplicatePair, Merge, Reason, Record
from screening.queries.duplicates.duplicate_pairs import to_check
from screening.queries.flow.flow_counts import breaches, counts
from tests.actions.duplicates.test_dedupe_job import CHINESE, PAPER, dedupe, picture
from tests.builders import make_cast, make_record, make_search

TA, FT = "title-abstract", "full-text"
OTHER = PAPER | {
    "title": "Whey protein after hip fracture: a randomised trial",
    "doi": "10.5555/b.2",
    "pages": "7-15",
}
TEXTS = [
    PAPER,
    PAPER | {"doi": "", "abstract": "Background: exosomes of muscle."},
    PAPER | {"doi": "", "volume": "", "pages": ""},
    CHINESE,
    CHINESE | {"title": "骨骼肌源性外泌體促進老年大鼠骨形成"},
    OTHER,
    OTHER
    | {
        "title": "Whey protein after hip fracture",
        "type": "conference",
        "journal": "Meeting abstracts",
    },
]
number = st.integers(0, 30)


class History(RuleBasedStateMachine):
    """One review, rolled back at the end. `undoable` are merges and runs since nothing else has
    happened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.cast = make_cast()
        self.review = self.cast.review
        self.people = [self.cast.first, self.cast.second]
        self.searches = [
            make_search(self.review),
            make_search(self.review, kind="citation", name="References 参考文献"),
        ]
        self.reason = Reason.objects.create(
            review=self.review, stage=FT, label_en="Wrong design", label_zh="设计不符"
        )
        self.undoable: list[tuple[str, int, dict[str, Any]]] = []
        for text in TEXTS[:4]:
            make_record(self.review, search=self.searches[0], **text)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def record(self, n: int) -> Record:
        """One of the records, a duplicate as well."""
        rows = list(Record.objects.filter(review=self.review).order_by("pk"))
        return rows[n % len(rows)]

    def answers(self) -> dict[tuple[int, int], str]:
        """What people have said."""
        rows = DuplicatePair.objects.filter(review=self.review, answer__in=["same", "different"])
        return {(a, b): answer for a, b, answer in rows.values_list("first", "second", "answer")}

    def merging(self, kind: str, act: Any) -> None:
        """A merge, with how everything was before; one that is refused must change nothing."""
        before = picture(self.review)
        try:
            with transaction.atomic():
                done = act()
        except MergeRefused:
            assert picture(self.review) == before
            return
        if done is not None:
            self.undoable.append((kind, done.pk, before))

    @rule(text=st.sampled_from(TEXTS), other=st.booleans())
    @precondition(lambda self: Record.objects.filter(review=self.review).count() < 12)
    def import_one(self, text, other):
        search = self.searches[other]
        make_record(
            self.review, search=search, place="await_retrieval" if other else "await_ta", **text
        )
        self.undoable.clear()

    @rule()
    def run(self):
        said, before = self.answers(), picture(self.review)
        dedupe(self.review)
        assert self.answers() == said
        self.undoable.append(("run", DedupeRun.objects.latest("pk").pk, before))

    @rule(a=number, b=number)
    def mark(self, a, b):
        one, other = self.record(a), self.record(b)
        self.merging(
            "merge",
            lambda: mark_duplicate(
                by=self.people[0], review=self.review, record_id=one.pk, of_id=other.pk
            ),
        )

    @rule(n=number, answer=st.sampled_from(["same", "different", "later"]))
    @precondition(lambda self: to_check(self.review).exists())
    def answer(self, n, answer):
        rows = list(to_check(self.review))
        pair = rows[n % len(rows)]

        def act():
            answer_pair(by=self.people[1], review=self.review, pair_id=pair.pk, answer=answer)
            return Merge.objects.latest("pk") if answer == "same" else None

        self.merging("merge", act)
        if answer == "different":
            assert self.answers().get((pair.first_id, pair.second_id)) in {"different", None}

    @rule(n=number)
    def reopen(self, n):
        rows = list(DuplicatePair.objects.filter(review=self.review, answer="different"))
        if rows:
            reopen_pair(by=self.people[0], review=self.review, pair_id=rows[n % len(rows)].pk)
            self.undoable.clear()

    @rule()
    @precondition(lambda self: self.undoable)
    def undo_last(self):
        kind, pk, before = self.undoable.pop()
        if kind == "run":
            said = self.answers()
            _, stayed = undo_run(by=self.cast.lead, review=self.review, run_id=pk)
            assert self.answers() == said
            if stayed:
                self.undoable.clear()
                return
        else:
            split(by=self.people[0], review=self.review, merge_id=pk)
        assert picture(self.review) == before

    @rule(n=number)
    def undo_any(self, n):
        rows = list(Merge.objects.filter(review=self.review, undone_at=None).order_by("pk"))
        if rows:
            split(
                by=self.people[0], review=self.review, merge_id=rows[n % len(rows)].pk, later=True
            )
            self.undoable.clear()

    @rule(n=number, m=number)
    def take_one_out(self, n, m):
        rows = list(Merge.objects.filter(review=self.review, undone_at=None).order_by("pk"))
        if not rows:
            return
        done, before = rows[n % len(rows)], picture(self.review)
        others = [r.pk for r in done.records.order_by("pk") if r.pk != done.primary_id]
        try:
            with transaction.atomic():
                take_out(
                    by=self.people[0],
                    review=self.review,
                    merge_id=done.pk,
                    record_id=others[m % len(others)],
                )
            self.undoable.clear()
        except MergeRefused:
            assert picture(self.review) == before

    @rule(n=number)
    def undo_some_run(self, n):
        rows = list(DedupeRun.objects.filter(review=self.review, undone_at=None).order_by("pk"))
        if rows:
            said = self.answers()
            undo_run(by=self.cast.lead, review=self.review, run_id=rows[n % len(rows)].pk)
            assert self.answers() == said
            self.undoable.clear()

    @rule(
        n=number,
        who=st.booleans(),
        stage=st.sampled_from([TA, TA, FT]),
        said=st.sampled_from(["include", "exclude"]),
    )
    def vote(self, n, who, stage, said):
        reason = self.reason.pk if (said, stage) == ("exclude", FT) else None
        self.deciding(
            cast_vote,
            by=self.people[who],
            record_id=self.record(n).pk,
            stage=stage,
            verdict=said,
            key=uuid4(),
            reason_id=reason,
        )

    @rule(n=number, who=st.booleans(), stage=st.sampled_from([TA, FT]))
    def clear(self, n, who, stage):
        self.deciding(
            clear_vote, by=self.people[who], record_id=self.record(n).pk, stage=stage, key=uuid4()
        )

    @rule(n=number, stage=st.sampled_from([TA, FT]), said=st.sampled_from(["include", "exclude"]))
    def settle(self, n, stage, said):
        reason = self.reason.pk if (said, stage) == ("exclude", FT) else None
        by = self.cast.adjudicator
        self.deciding(
            settle, by=by, record_id=self.record(n).pk, stage=stage, verdict=said, reason_id=reason
        )

    @rule(n=number, status=st.sampled_from(["", "requested", "retrieved", "not_retrieved"]))
    def retrieve(self, n, status):
        self.deciding(
            set_retrieval, by=self.people[0], record_ids=[self.record(n).pk], status=status
        )

    @rule(a=number, b=number)
    def group(self, a, b):
        ids = [self.record(a).pk, self.record(b).pk]
        self.deciding(group_reports, by=self.people[0], record_ids=ids)

    def deciding(self, act: Any, **values: Any) -> None:
        """Work on reports; a refusal changes nothing."""
        before = picture(self.review)
        try:
            with transaction.atomic():
                act(review=self.review, **values)
            self.undoable.clear()
        except Refused:
            assert picture(self.review) == before

    @invariant()
    def each_record_is_in_one_group_with_a_live_primary(self):
        rows = Record.objects.filter(review=self.review)
        assert not rows.filter(Q(primary__primary__isnull=False) | Q(primary=F("pk"))).exists()
        assert not rows.filter(primary=None, place="duplicate").exists()
        assert not rows.exclude(primary=None).exclude(place="duplicate").exists()
        ids = set(rows.values_list("pk", flat=True))
        assert set(rows.exclude(primary=None).values_list("primary", flat=True)) <= ids

    @invariant()
    def numbers_add_up(self):
        assert breaches(counts(self.review)) == []

    @invariant()
    def answers_of_people_hold(self):
        home = {pk: primary or pk for pk, primary in Record.objects.values_list("pk", "primary")}
        for (a, b), answer in self.answers().items():
            assert (home[a] == home[b]) == (answer == "same"), (a, b, answer)

    @invariant()
    def merges_that_stand_are_whole(self):
        home = {pk: primary or pk for pk, primary in Record.objects.values_list("pk", "primary")}
        for merge in Merge.objects.filter(review=self.review, undone_at=None).prefetch_related(
            "records"
        ):
            assert len({home[record.pk] for record in merge.records.all()}) == 1


@pytest.mark.django_db
def test_random_histories_keep_groups_answers_and_numbers():
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=quiet
        ),
    )
