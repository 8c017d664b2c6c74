"""Screening: what waits for oneself, one's votes, notes and labels. Nothing here tells of anybody else's."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404

from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.notes import write_note as keep_note
from screening.actions.screening.voting import Refused
from screening.actions.screening.voting import cast_vote as cast
from screening.actions.screening.voting import clear_vote as clear
from screening.api.fields import paged
from screening.api.forms import cleaned
from screening.api.operation import Call, operation
from screening.api.pages import page_of
from screening.api.screening_fields import (
    CardAnswer,
    LabelAnswer,
    LabelInput,
    LabelsAnswer,
    LabelsInput,
    MyVoteAnswer,
    MyVotesQuery,
    NoteInput,
    QueueAnswer,
    QueueQuery,
    VoteAnswer,
    VoteDoneAnswer,
    VoteInput,
    VotesInput,
)
from screening.models import Label, Scope, StageSetting, Vote
from screening.queries.screening.cards import Card, cards
from screening.queries.screening.my_decisions import decisions_of
from screening.queries.screening.queue import (
    next_ids,
    offered_orders,
    open_setting,
    progress,
)
from screening.queries.screening.votes import visible_labels
from screening.web.screening.decision_filters import DecisionFilter
from screening.web.screening.forms import LabelsForm, VoteForm

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "screening/<slug:stage>/"
VOTER: dict[str, Any] = {"needs": "vote", "scope": Scope.SCREEN}


@operation("GET", BASE + "queue/", query=(QueueQuery,), answers=QueueAnswer, **VOTER)
def get_queue(call: Call) -> dict[str, Any]:
    """The next records for oneself, in the order one likes."""
    setting, query = _setting(call), call.query
    offered = offered_orders(setting)
    order = query.get("order") if query.get("order") in offered else offered[0]
    seed = query.get("seed", (call.review.seed + 7919 * call.access.membership.pk) % 10_000)
    but = [int(part) for part in query["but"].split(",") if part.isdecimal() and len(part) < 19]
    ids = next_ids(call.access, setting, order, seed, but=but, count=query["limit"])
    return {
        "open": setting.is_open,
        "orders": offered,
        "progress": progress(call.access, setting),
        "records": _cards(call, ids),
    }


@operation("GET", BASE + "records/<int:record_id>/", answers=CardAnswer, **VOTER)
def get_card(call: Call) -> Any:
    """One record as one screens it, with one's own vote, note and labels."""
    _setting(call)
    found = _cards(call, [call.parts["record_id"]])
    if not found:
        raise Http404
    return found[0]


@operation(
    "GET", BASE + "votes/", query=(MyVotesQuery,), answers=paged("MyVote", MyVoteAnswer), **VOTER
)
def list_my_votes(call: Call) -> dict[str, Any]:
    """One's own votes at this stage, newest first."""
    _setting(call)
    wanted = DecisionFilter.of(call.access, call.stage, call.request.query_params)
    cleaned(wanted.form)
    rows: QuerySet[Vote] = wanted.qs
    return page_of(call, rows, order="-pk", shown=decisions_of(call.access, call.stage))


@operation("POST", BASE + "votes/", takes=VoteInput, answers=VoteAnswer, status=200, **VOTER)
def cast_vote(call: Call) -> Vote:
    """Casts one's vote on a record, or changes it while that may be."""
    return _cast(call, call.data)


@operation(
    "POST",
    BASE + "votes/many/",
    takes=VotesInput,
    answers=VoteDoneAnswer,
    many=True,
    status=200,
    **VOTER,
)
def cast_votes(call: Call) -> list[dict[str, Any]]:
    """Casts many votes; what is refused is told, the rest stands."""
    return [_one_of_many(call, one) for one in call.data["votes"]]


def _one_of_many(call: Call, one: dict[str, Any]) -> dict[str, Any]:
    code = ""
    try:
        _cast(call, one)
    except Refused as refused:
        code = f"screening.{refused.code}"
    return {"record": one["record"], "done": not code, "code": code}


@operation("DELETE", BASE + "records/<int:record_id>/vote/", **VOTER)
def clear_vote(call: Call) -> None:
    """Takes one's own vote back, so that the record is unseen again."""
    clear(
        by=call.user,
        review=call.review,
        record_id=call.parts["record_id"],
        stage=call.stage,
        key=uuid4(),
    )


@operation("PUT", BASE + "records/<int:record_id>/note/", takes=NoteInput, **VOTER)
def write_note(call: Call) -> None:
    """Keeps one's note on a record."""
    keep_note(
        by=call.user,
        review=call.review,
        record_id=call.parts["record_id"],
        stage=call.stage,
        key=uuid4(),
        **call.data,
    )


@operation(
    "PUT",
    BASE + "records/<int:record_id>/labels/",
    takes=LabelsInput,
    answers=LabelsAnswer,
    **VOTER,
)
def put_labels_on(call: Call) -> dict[str, list[int]]:
    """Makes these one's labels on the record; those of others stay as they are."""
    key, record = uuid4(), call.parts["record_id"]
    given = cleaned(
        LabelsForm({"new": "", "labels": []} | call.data | {"record": record, "key": key})
    )
    made = (
        make_label(by=call.user, review=call.review, name=given["new"])
        if given["new"].strip()
        else None
    )
    chosen = [*given["labels"], made.pk] if made else given["labels"]
    now = put_labels(
        by=call.user,
        review=call.review,
        record_id=record,
        label_ids=chosen,
        shared=call.data["shared"],
        key=key,
        stage=call.stage,
    )
    return {"labels": now}


@operation("GET", REVIEW + "labels/", answers=LabelAnswer, many=True)
def list_labels(call: Call) -> QuerySet[Label]:
    """The labels that one may choose from."""
    return visible_labels(call.access)


@operation(
    "POST", REVIEW + "labels/", takes=LabelInput, answers=LabelAnswer, conflicts=False, **VOTER
)
def add_label(call: Call) -> Label:
    """A label of that name; the one there is, if one knows of any."""
    given = cleaned(
        LabelsForm({"new": call.data["name"], "record": 1, "key": uuid4(), "labels": []})
    )
    return make_label(by=call.user, review=call.review, name=given["new"])


def _setting(call: Call) -> StageSetting:
    return open_setting(call.access, call.stage)


def _cast(call: Call, given: dict[str, Any]) -> Vote:
    key = given.get("key") or uuid4()
    judged = VoteForm({**given, "key": key, "judgements": given.get("judgements") or None})
    if not judged.is_valid():
        raise Refused("invalid")
    data = judged.cleaned_data
    return cast(
        by=call.user,
        review=call.review,
        record_id=data["record"],
        stage=call.stage,
        verdict=data["verdict"],
        key=key,
        reason_id=data["reason"],
        judgements=data["judgements"],
        seen=data["seen"],
        retrieved_only=True,
    )


def _cards(call: Call, ids: Sequence[int]) -> list[Any]:
    return [_card(one) for one in cards(call.access, call.stage, ids)]


def _card(one: Card) -> Any:
    record: Any = one.record
    record.own, record.files = one.own(), [file.pk for file in one.files]
    record.sources = [source.name for source in one.sources]
    return record
