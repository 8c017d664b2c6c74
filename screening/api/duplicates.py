"""Duplicates: questions and answers, merges and their undoing."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from rest_framework import serializers

from screening import tasks
from screening.actions.duplicates import duplicate_answers
from screening.actions.duplicates.merge import MergeRefused, built_upon
from screening.actions.jobs import job_queue
from screening.api.fields import Id, Moment, PageQuery, choice, paged
from screening.api.jobs import JobAnswer, told
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.api.records import RecordAnswer
from screening.dedupe.evidence import sorted_out
from screening.models import DuplicatePair, Merge, Record, Scope
from screening.queries.duplicates import duplicate_pairs as queries
from screening.queries.records.stored_records import record_of
from screening.queries.translation import say

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "duplicates/"
JUDGE = {"needs": "judge", "scope": Scope.SCREEN}
WHY = "Why they may be, or are, the same; in the reader's language."


class PairAnswer(serializers.Serializer):
    """Two records that may be the same report."""

    id = Id()
    first = RecordAnswer()
    second = RecordAnswer()
    answer = choice(DuplicatePair.Answer.choices)
    score = serializers.FloatField(allow_null=True)
    evidence = serializers.SerializerMethodField(help_text=WHY)
    against = serializers.SerializerMethodField(help_text="What speaks against it.")
    answered_at = Moment(allow_null=True)

    def get_evidence(self, one: DuplicatePair) -> list[str]:
        """In words."""
        return [say(each) for each in sorted_out(one.evidence)[0]]

    def get_against(self, one: DuplicatePair | Merge) -> list[str]:
        """In words."""
        return [say(each) for each in sorted_out(one.evidence)[1]]


class MergeAnswer(serializers.Serializer):
    """A merge: records that became one report."""

    id = Id()
    primary = Id(source="primary_id")
    records = serializers.SerializerMethodField()
    by_program = serializers.SerializerMethodField()
    score = serializers.FloatField(allow_null=True)
    evidence = serializers.SerializerMethodField(help_text=WHY)
    against = serializers.SerializerMethodField(help_text="What speaks against it.")
    at = Moment()
    undone_at = Moment(allow_null=True)

    def get_records(self, one: Merge) -> list[int]:
        """The records that were joined to the primary one."""
        return sorted(record.pk for record in one.records.all())

    def get_by_program(self, one: Merge) -> bool:
        """Whether the program was certain by itself."""
        return one.by_id is None

    def get_evidence(self, one: Merge) -> list[str]:
        """In words."""
        return [say(each) for each in sorted_out(one.evidence)[0]]

    def get_against(self, one: DuplicatePair | Merge) -> list[str]:
        """In words."""
        return [say(each) for each in sorted_out(one.evidence)[1]]


class MergeLookAnswer(MergeAnswer):
    """A merge with what was built upon it since, which has to be undone first."""

    later = serializers.SerializerMethodField()

    def get_later(self, one: Merge) -> list[int]:
        """Merges, newest first."""
        return [] if one.undone_at else list(built_upon(one))


class CountsAnswer(serializers.Serializer):
    """How many pairs and merges there are."""

    check = serializers.IntegerField()
    merged = serializers.IntegerField()
    linked = serializers.IntegerField()
    apart = serializers.IntegerField()


class PairQuery(PageQuery):
    """Which pairs."""

    answer = choice(DuplicatePair.Answer.choices, required=False, default="open")


class AnswerInput(serializers.Serializer):
    """What a person says of a pair, and which record is to stand for the report."""

    answer = serializers.ChoiceField(choices=["same", "different", "later"])
    primary = Id(required=False)


class OneAnswerInput(AnswerInput):
    """The answer to one of several pairs."""

    pair = Id()


class AnswersInput(serializers.Serializer):
    """Many answers at once; each stands or is refused by itself."""

    answers = OneAnswerInput(many=True, allow_empty=False, max_length=500)


class DoneAnswer(serializers.Serializer):
    """One of many, done or refused."""

    id = Id()
    done = serializers.BooleanField()
    code = serializers.CharField(allow_blank=True, help_text="Why it was refused.")


class OfInput(serializers.Serializer):
    """The record of which another one is a duplicate."""

    of = Id()


class UndoInput(serializers.Serializer):
    """How a merge is taken back."""

    later = serializers.BooleanField(
        required=False, default=False, help_text="Undo the merges built upon it as well."
    )


class TakeOutInput(serializers.Serializer):
    """The record that does not belong to the report."""

    record = Id()


@operation("GET", BASE, answers=CountsAnswer)
def count_duplicates(call: Call) -> dict[str, int]:
    """How many pairs wait for an answer, are linked or kept apart, and how many merges stand."""
    return queries.counts(call.review)


@operation(
    "POST",
    BASE + "run/",
    needs="lead",
    scope=Scope.IMPORT,
    answers=JobAnswer,
    status=202,
    conflicts=False,
)
def find_duplicates(call: Call) -> dict[str, Any]:
    """Looks for duplicates among the records that are new since the last time, as a job."""
    with transaction.atomic():
        job, _new = job_queue.enqueue_once(kind="dedupe", review=call.review, by=call.user)
        tasks.send(job)
    return told(job)


@operation("GET", BASE + "pairs/", query=(PairQuery,), answers=paged("Pair", PairAnswer))
def list_pairs(call: Call) -> dict[str, Any]:
    """Pairs with one answer; `open` and `later` ones wait for people."""
    rows = DuplicatePair.objects.filter(review=call.review, answer=call.query["answer"])
    if call.query["answer"] in {"open", "later"}:
        rows = queries.to_check(call.review).filter(answer=call.query["answer"])
    return page_of(call, rows.select_related("first", "second"), order="pk")


@operation("GET", BASE + "pairs/<int:pair_id>/", answers=PairAnswer)
def get_pair(call: Call) -> DuplicatePair:
    """A pair."""
    found: DuplicatePair = one_of(
        DuplicatePair.objects.select_related("first", "second"),
        review=call.review,
        pk=call.parts["pair_id"],
    )
    return found


@operation(
    "POST",
    BASE + "pairs/<int:pair_id>/answer/",
    takes=AnswerInput,
    answers=PairAnswer,
    status=200,
    **JUDGE,
)
def answer_pair(call: Call) -> DuplicatePair:
    """Says that two records are the same report, different ones, or that it has to wait."""
    one = get_pair(call)
    duplicate_answers.answer_pair(
        by=call.user,
        review=call.review,
        pair_id=one.pk,
        answer=call.data["answer"],
        primary_id=call.data.get("primary"),
    )
    return get_pair(call)


@operation(
    "POST",
    BASE + "pairs/answers/",
    takes=AnswersInput,
    answers=DoneAnswer,
    many=True,
    status=200,
    **JUDGE,
)
def answer_pairs(call: Call) -> list[dict[str, Any]]:
    """Answers many pairs; what is refused is told, the rest stands."""
    known = set(DuplicatePair.objects.filter(review=call.review).values_list("pk", flat=True))
    return [_answered(call, one, known) for one in call.data["answers"]]


def _answered(call: Call, one: dict[str, Any], known: set[int]) -> dict[str, Any]:
    code = ""
    try:
        if one["pair"] not in known:
            raise MergeRefused("records")
        duplicate_answers.answer_pair(
            by=call.user,
            review=call.review,
            pair_id=one["pair"],
            answer=one["answer"],
            primary_id=one.get("primary"),
        )
    except duplicate_answers.AnsweredAlready:
        code = "duplicates.answered"
    except MergeRefused as refused:
        code = f"duplicates.{refused.code}"
    return {"id": one["pair"], "done": not code, "code": code}


@operation("POST", BASE + "pairs/<int:pair_id>/reopen/", answers=PairAnswer, status=200, **JUDGE)
def reopen_pair(call: Call) -> DuplicatePair:
    """Takes “different” or “later” back, so that the pair is to be checked again."""
    duplicate_answers.reopen_pair(by=call.user, review=call.review, pair_id=get_pair(call).pk)
    return get_pair(call)


@operation("GET", BASE + "merges/", query=(PageQuery,), answers=paged("Merge", MergeAnswer))
def list_merges(call: Call) -> dict[str, Any]:
    """Merges that stand, the latest first."""
    return page_of(call, queries.merges(call.review).prefetch_related("records"), order="-pk")


@operation("GET", BASE + "merges/<int:merge_id>/", answers=MergeLookAnswer)
def get_merge(call: Call) -> Merge:
    """A merge, also one that was undone."""
    found: Merge = one_of(queries.all_merges(call.review), pk=call.parts["merge_id"])
    return found


@operation("POST", BASE + "merges/<int:merge_id>/undo/", takes=UndoInput, **JUDGE)
def undo_merge(call: Call) -> None:
    """Takes a merge back: each record is as it was before."""
    merge_id = get_merge(call).pk
    duplicate_answers.split(
        by=call.user, review=call.review, merge_id=merge_id, later=call.data["later"]
    )


@operation("POST", BASE + "merges/<int:merge_id>/take-out/", takes=TakeOutInput, **JUDGE)
def take_out(call: Call) -> None:
    """Takes one of several records out; the others stay merged."""
    merge_id = get_merge(call).pk
    duplicate_answers.take_out(
        by=call.user, review=call.review, merge_id=merge_id, record_id=call.data["record"]
    )


@operation(
    "POST",
    REVIEW + "records/<int:record_id>/duplicate/",
    takes=OfInput,
    answers=MergeAnswer,
    **JUDGE,
)
def mark_duplicate(call: Call) -> Merge:
    """Says that a record is a duplicate of another one, whose report stays."""
    one = one_of(record_of(call.access, call.parts["record_id"]))
    other: QuerySet[Record] = record_of(call.access, call.data["of"])
    if one.pk == call.data["of"] or not other.exists():
        raise MergeRefused("records")
    return duplicate_answers.mark_duplicate(
        by=call.user, review=call.review, record_id=one.pk, of_id=call.data["of"]
    )
