"""Opening one report again that was decided, taking that back, and asking for it."""

from typing import Any

from rest_framework import serializers

from screening.actions.screening import reopening
from screening.api.fields import Id, Moment, PageQuery, choice, paged
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.models import Record, Reopening, ReopeningRequest, Scope
from screening.queries.records.stored_records import record_of
from screening.queries.screening.conflicts import names_of
from screening.queries.screening.my_decisions import decisions_of
from screening.queries.screening.reopening import open_requests
from screening.stages import STAGES

REVIEW = "reviews/<int:review_id>/"


class ReopenInput(serializers.Serializer):
    """How a report is opened again: its votes stay and only the settlement goes, or all vote again; and why."""

    votes = choice(Reopening.Votes.choices)
    reason = serializers.CharField(max_length=2000)


class ReopeningAnswer(serializers.Serializer):
    """A report that was opened again."""

    id = Id()
    record = Id(source="record_id")
    stage = choice(STAGES)
    votes = choice(Reopening.Votes.choices)
    reason = serializers.CharField()
    at = Moment()
    undone_at = Moment(allow_null=True)


class RequestInput(serializers.Serializer):
    """What somebody says who has voted and asks for a report to be opened again."""

    text = serializers.CharField(max_length=10_000)


class DeclineInput(serializers.Serializer):
    """Why the report stays as it is."""

    reply = serializers.CharField(max_length=10_000)


class RequestAnswer(serializers.Serializer):
    """A request to open a report again. Where the review hides names, `asked_by` is the code of the person."""

    id = Id()
    record = Id(source="record_id")
    stage = choice(STAGES)
    text = serializers.CharField()
    asked_by = serializers.CharField(source="named")
    answer = choice(ReopeningRequest.Answer.choices)
    reply = serializers.CharField(allow_blank=True)
    at = Moment()


@operation(
    "POST",
    REVIEW + "records/<int:record_id>/reopen/<slug:stage>/",
    needs="reopen",
    scope=Scope.SCREEN,
    takes=ReopenInput,
    answers=ReopeningAnswer,
)
def reopen_report(call: Call) -> Reopening:
    """Opens a report again that was decided at a stage. Nothing else moves, and it can be taken back exactly."""
    return reopening.reopen(
        by=call.user, review=call.review, record_id=_report(call), stage=call.stage, **call.data
    )


@operation("DELETE", REVIEW + "reopenings/<int:reopening_id>/", needs="reopen", scope=Scope.SCREEN)
def undo_reopening(call: Call) -> None:
    """Takes a re-opening back: votes, settlements and places are exactly what they were."""
    reopening.undo_reopening(
        by=call.user, review=call.review, reopening_id=call.parts["reopening_id"]
    )


@operation(
    "GET",
    REVIEW + "reopening-requests/",
    needs="reopen",
    query=(PageQuery,),
    answers=paged("ReopeningRequest", RequestAnswer),
)
def list_reopening_requests(call: Call) -> dict[str, Any]:
    """What was asked and waits for an answer. Re-opening the report answers it, or `decline_reopening`."""

    def told(found: Any) -> list[Any]:
        return [_asked(call, one) for one in found]

    return page_of(call, open_requests(call.review), order="pk", told=told)


@operation(
    "POST",
    REVIEW + "records/<int:record_id>/reopening-requests/<slug:stage>/",
    needs="vote",
    scope=Scope.SCREEN,
    takes=RequestInput,
    answers=RequestAnswer,
)
def ask_reopening(call: Call) -> ReopeningRequest:
    """Asks those who settle conflicts to open a report again on which one's own vote can no longer be changed."""
    record = _report(call)
    if not decisions_of(call.access, call.stage).filter(record=record, fixed=True).exists():
        raise reopening.ReopenRefused("open")
    asked = reopening.ask_reopening(
        by=call.user, review=call.review, record_id=record, stage=call.stage, text=call.data["text"]
    )
    return _asked(call, asked)


@operation(
    "POST",
    REVIEW + "reopening-requests/<int:request_id>/decline/",
    needs="reopen",
    scope=Scope.SCREEN,
    takes=DeclineInput,
    answers=RequestAnswer,
    status=200,
)
def decline_reopening(call: Call) -> ReopeningRequest:
    """Leaves the report as it is, with a word for whoever asked."""
    asked = one_of(ReopeningRequest.objects.filter(review=call.review), pk=call.parts["request_id"])
    return _asked(
        call,
        reopening.decline_reopening(
            by=call.user, review=call.review, request_id=asked.pk, reply=call.data["reply"]
        ),
    )


def _report(call: Call) -> int:
    found: Record = one_of(record_of(call.access, call.parts["record_id"]))
    return found.pk


def _asked(call: Call, one: ReopeningRequest) -> ReopeningRequest:
    one.named = names_of(call.access).get(one.by_id, "")  # type: ignore[attr-defined]
    return one
