"""Conflicts and their settlements, comments, and what the team may see of votes."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from screening.actions.screening import adjudication
from screening.actions.screening.notes import comment as say_to_team
from screening.api.fields import Id, Ids, Moment, PageQuery, choice, paged
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.api.records import RecordAnswer
from screening.models import Comment, Record, Scope, Settlement, Standing, Verdict
from screening.queries.records.stored_records import record_of
from screening.queries.screening.conflicts import Ballot, ballots, names_of, waiting_conflicts
from screening.queries.screening.reopening import settled_decisions
from screening.queries.screening.votes import visible_votes
from screening.stages import STAGES

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "conflicts/<slug:stage>/"
ONE = BASE + "<int:record_id>/"
SETTLER: dict[str, Any] = {"needs": "settle", "scope": Scope.SCREEN}
JUDGE: dict[str, Any] = {"needs": "judge", "scope": Scope.SCREEN}
VERDICTS = [verdict for verdict in Verdict.values if verdict != Verdict.MAYBE]


class BallotAnswer(serializers.Serializer):
    """One side of a conflict. Where the review hides names, `name` is the code of the person."""

    name = serializers.CharField()
    verdict = serializers.CharField(source="vote.verdict")
    reason = Id(source="vote.reason_id", allow_null=True)
    judgements = serializers.DictField(child=serializers.CharField(), source="vote.judgements")
    note = serializers.SerializerMethodField()
    labels = serializers.SerializerMethodField()

    def get_note(self, one: Ballot) -> str:
        """What the person wrote, where it is shared."""
        return getattr(one.note, "text", one.note) or ""

    def get_labels(self, one: Ballot) -> list[str]:
        """Labels the person put on, where they are shared."""
        return [str(label) for label in one.labels]


class ConflictAnswer(serializers.Serializer):
    """A report on which votes differ."""

    record = RecordAnswer()
    since = Moment(source="reached_at", allow_null=True)
    discussed_at = Moment(allow_null=True)


class SidesAnswer(serializers.Serializer):
    """A conflict side by side."""

    record = RecordAnswer()
    ballots = BallotAnswer(many=True)


class SettleInput(serializers.Serializer):
    """How a conflict is decided."""

    verdict = serializers.ChoiceField(choices=VERDICTS)
    reason = Id(required=False, allow_null=True)
    rationale = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=10_000
    )


class SettleManyInput(SettleInput):
    """One settlement for several conflicts."""

    records = Ids()


class SettlementAnswer(serializers.Serializer):
    """A decision of an adjudicator."""

    id = Id()
    record = Id(source="record_id")
    stage = choice(STAGES)
    verdict = choice(Verdict.choices)
    reason = Id(source="reason_id", allow_null=True)
    rationale = serializers.CharField()
    settled_by = serializers.CharField(
        source="named", help_text="The name, or the code where names are hidden."
    )
    settled_at = Moment()


class SettledAnswer(serializers.Serializer):
    """What became of several."""

    settled = SettlementAnswer(many=True)
    refused = serializers.DictField(child=serializers.IntegerField(), help_text="Code → how many.")


class CommentInput(serializers.Serializer):
    """What is said to the team."""

    text = serializers.CharField(max_length=10_000)


class CommentAnswer(serializers.Serializer):
    """A comment."""

    id = Id()
    record = Id(source="record_id")
    stage = choice(STAGES)
    text = serializers.CharField()
    at = Moment()


class VisibleVoteAnswer(serializers.Serializer):
    """A vote that one may see: one's own, and those on reports that are decided at that stage."""

    record = Id(source="record_id")
    stage = choice(STAGES)
    name = serializers.CharField(source="named")
    verdict = choice(Verdict.choices)
    reason = Id(source="reason_id", allow_null=True)
    judgements = serializers.DictField(child=serializers.CharField())
    cast_at = Moment()


class VisibleVotesQuery(PageQuery):
    """Which votes."""

    stage = choice(STAGES, required=False)
    record = Id(required=False)


@operation(
    "GET",
    REVIEW + "votes/",
    query=(VisibleVotesQuery,),
    answers=paged("VisibleVote", VisibleVoteAnswer),
)
def list_visible_votes(call: Call) -> dict[str, Any]:
    """The votes that one may see: one's own, and all on reports that are decided. For agreement and for analysis."""
    rows, names = visible_votes(call.access), names_of(call.access)
    for name, field in (("stage", "stage"), ("record", "record_id")):
        if call.query.get(name):
            rows = rows.filter(**{field: call.query[name]})

    def told(found: Any) -> list[Any]:
        for vote in found:
            vote.named = names.get(vote.user_id, "")
        return list(found)

    return page_of(call, rows, order="pk", told=told)


@operation("GET", BASE, query=(PageQuery,), answers=paged("Conflict", ConflictAnswer), **SETTLER)
def list_conflicts(call: Call) -> dict[str, Any]:
    """Conflicts that one may settle."""
    rows: QuerySet[Standing] = waiting_conflicts(call.access, call.stage).select_related("record")
    return page_of(call, rows, order="pk")


@operation("GET", ONE, answers=SidesAnswer, **SETTLER)
def get_conflict(call: Call) -> dict[str, Any]:
    """One conflict side by side, as far as one may see it."""
    standing = one_of(
        waiting_conflicts(call.access, call.stage).select_related("record"),
        record=call.parts["record_id"],
    )
    return {
        "record": standing.record,
        "ballots": ballots(call.access, call.stage, standing.record_id),
    }


@operation("POST", ONE + "settle/", takes=SettleInput, answers=SettlementAnswer, **SETTLER)
def settle(call: Call) -> Settlement:
    """Decides a conflict; the votes stay."""
    return _named(
        call,
        adjudication.settle(
            by=call.user,
            review=call.review,
            record_id=_record(call),
            stage=call.stage,
            **_values(call),
        ),
    )


@operation(
    "POST", BASE + "settle/", takes=SettleManyInput, answers=SettledAnswer, status=200, **SETTLER
)
def settle_many(call: Call) -> dict[str, Any]:
    """Decides several conflicts alike; what is refused is told, the rest stands."""
    done, refused = adjudication.settle_many(
        by=call.user,
        review=call.review,
        record_ids=call.data["records"],
        stage=call.stage,
        **_values(call),
    )
    codes = {f"screening.{code}": times for code, times in refused.items()}
    return {"settled": [_named(call, one) for one in done], "refused": codes}


@operation("POST", ONE + "discuss/", **SETTLER)
def discuss(call: Call) -> None:
    """Asks the people who voted to talk; they may change their own votes."""
    adjudication.discuss(
        by=call.user, review=call.review, record_id=_record(call), stage=call.stage
    )


@operation(
    "GET",
    REVIEW + "settlements/<slug:stage>/",
    needs="reopen",
    query=(PageQuery,),
    answers=paged("Settlement", SettlementAnswer),
)
def list_settlements(call: Call) -> dict[str, Any]:
    """What was settled at a stage and stands, newest first."""
    names = names_of(call.access)

    def told(found: Any) -> list[Any]:
        for one in found:
            one.named = names.get(one.settled_by_id, "")
        return list(found)

    return page_of(call, settled_decisions(call.access, call.stage), order="-pk", told=told)


@operation("DELETE", REVIEW + "settlements/<slug:stage>/<int:settlement_id>/", **SETTLER)
def undo_settlement(call: Call) -> None:
    """Takes one's own settlement back at once, as a slip; later only re-opening corrects it."""
    adjudication.undo_settle(
        by=call.user, review=call.review, settlement_id=call.parts["settlement_id"]
    )


@operation(
    "POST",
    REVIEW + "records/<int:record_id>/comments/<slug:stage>/",
    takes=CommentInput,
    answers=CommentAnswer,
    **JUDGE,
)
def add_comment(call: Call) -> Comment:
    """Says something to the team about a record, once it is decided or under discussion."""
    return say_to_team(
        by=call.user,
        review=call.review,
        record_id=_record(call),
        stage=call.stage,
        text=call.data["text"],
    )


def _record(call: Call) -> int:
    found: Record = one_of(record_of(call.access, call.parts["record_id"]))
    return found.pk


def _values(call: Call) -> dict[str, Any]:
    reason = call.data.get("reason") if call.data["verdict"] == Verdict.EXCLUDE else None
    return {
        "verdict": call.data["verdict"],
        "reason_id": reason,
        "rationale": call.data["rationale"],
    }


def _named(call: Call, one: Settlement) -> Settlement:
    one.named = names_of(call.access).get(one.settled_by_id, "")  # type: ignore[attr-defined]
    return one
