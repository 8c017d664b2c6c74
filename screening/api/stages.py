"""How the stages run: their settings and state, opening and closing, dealing records out."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from screening.actions.protocol.rule_changes import change_stage as write_stage
from screening.actions.protocol.rule_outlook import stage_change
from screening.actions.screening import assignment
from screening.actions.screening import stages as actions
from screening.api.fields import ChangedAnswer, Id, Moment, choice, input_of
from screening.api.forms import changed, cleaned, sent
from screening.api.operation import Call, one_of, operation
from screening.api.rules import RuleInput, agreed_to
from screening.models import Scope, StageSetting
from screening.queries.screening.stage_status import to_screen_again
from screening.stages import STAGES
from screening.web.protocol.forms import StageForm
from screening.web.screening.stage_forms import AgainForm, CalibrationForm, DealForm, WhyForm

BASE = "reviews/<int:review_id>/stages/"
ONE = BASE + "<slug:stage>/"
LEAD = {"needs": "lead", "scope": Scope.LEAD}
WHY = input_of("WhyInput", WhyForm)


class StageAnswer(serializers.Serializer):
    """A stage of the review, and the rules under which its votes decide."""

    stage = choice(STAGES)
    is_open = serializers.BooleanField()
    opened_at = Moment(allow_null=True)
    closed_at = Moment(allow_null=True)
    unblinded_at = Moment(allow_null=True)
    votes_needed = serializers.IntegerField()
    double_share = serializers.IntegerField()
    by_language = serializers.BooleanField()
    maybe_conflicts = serializers.BooleanField()
    reason_required = serializers.BooleanField()
    judged = serializers.BooleanField()
    cutoff = serializers.IntegerField(allow_null=True)
    cutoff_reason = Id(source="cutoff_reason_id", allow_null=True)
    instructions_en = serializers.CharField()
    instructions_zh = serializers.CharField()
    verdicts = serializers.SerializerMethodField()
    learned_order = serializers.BooleanField()
    stopping_rule = serializers.CharField()

    def get_verdicts(self, one: StageSetting) -> list[str]:
        """What a vote can say."""
        return list(STAGES[one.stage].verdicts) if one.stage in STAGES else []


class DealInput(serializers.Serializer):
    """Who gets records; people are named by their membership, as the team has it."""

    people = serializers.ListField(child=Id(), max_length=200, allow_empty=False)
    group = serializers.ListField(child=Id(), max_length=200, required=False)
    each = serializers.IntegerField(min_value=1, max_value=9, required=False, default=2)
    language = serializers.ChoiceField(choices=["zh", "en"], required=False, allow_blank=True)
    only_readers = serializers.BooleanField(required=False, default=False)


@operation("GET", BASE, answers=StageAnswer, many=True)
def list_stages(call: Call) -> QuerySet[StageSetting]:
    """The stages in the order of the flow."""
    return StageSetting.objects.filter(review=call.review).order_by("pk")


@operation("GET", ONE, answers=StageAnswer)
def get_stage(call: Call) -> StageSetting:
    """A stage."""
    return one_of(
        StageSetting.objects.select_related("review"), review=call.review, stage=call.stage
    )


@operation(
    "PATCH",
    ONE,
    match=True,
    answers=StageAnswer,
    **LEAD,
    takes=input_of("StageInput", StageForm, partial=True, **RuleInput().fields),
)
def change_stage(call: Call) -> StageSetting:
    """Changes how a stage runs. Where that moves reports, what would move is told first (409 `rules.preview`)."""
    given = dict(call.data)
    agreed, reason = given.pop("agreed", ""), given.pop("reason", "")
    one = get_stage(call)
    values = cleaned(StageForm(changed(one, StageForm, given), instance=one))
    fresh = get_stage(call)
    agreed_to(stage_change(fresh, values), call.data)
    write_stage(by=call.user, setting=fresh, reason=reason, agreed=agreed, **values)
    return get_stage(call)


@operation("POST", ONE + "open/", takes=WHY, answers=StageAnswer, status=200, **LEAD)
def open_stage(call: Call) -> StageSetting:
    """Takes votes from now on; a stage that was closed needs a reason."""
    return actions.open_stage(by=call.user, review=call.review, stage=call.stage, reason=_why(call))


@operation("POST", ONE + "close/", takes=WHY, answers=StageAnswer, status=200, **LEAD)
def close_stage(call: Call) -> StageSetting:
    """Takes no more votes; those cast stay."""
    return actions.close_stage(
        by=call.user, review=call.review, stage=call.stage, reason=_why(call)
    )


@operation("POST", ONE + "unblind/", takes=WHY, answers=StageAnswer, status=200, **LEAD)
def unblind_stage(call: Call) -> StageSetting:
    """Shows all votes of the stage to everybody, tells everybody why, and bars them from what they were shown."""
    return actions.unblind(by=call.user, review=call.review, stage=call.stage, reason=_why(call))


@operation(
    "POST",
    ONE + "screen-again/",
    takes=input_of("AgainInput", AgainForm),
    answers=ChangedAnswer,
    status=200,
    **LEAD,
)
def screen_again(call: Call) -> dict[str, int]:
    """Drops votes and settlements of these reports, so that they are screened anew."""
    data = cleaned(AgainForm(call.data))
    ids = to_screen_again(call.review, call.stage, data["scope"])
    if not ids:
        raise actions.StageRefused("records")
    done = actions.screen_again(
        by=call.user, review=call.review, stage=call.stage, record_ids=ids, reason=data["reason"]
    )
    return {"changed": done}


@operation(
    "POST", ONE + "calibration/", takes=input_of("CalibrationInput", CalibrationForm), **LEAD
)
def start_calibration(call: Call) -> None:
    """Has everybody vote on the same random sample first."""
    size = cleaned(CalibrationForm(call.data))["size"]
    actions.start_calibration(by=call.user, review=call.review, stage=call.stage, size=size)


@operation("DELETE", ONE + "calibration/", **LEAD)
def end_calibration(call: Call) -> None:
    """Ends the calibration round; its votes stay."""
    actions.end_calibration(by=call.user, review=call.review, stage=call.stage)


@operation("POST", ONE + "assignments/", takes=DealInput, answers=ChangedAnswer, status=200, **LEAD)
def deal(call: Call) -> dict[str, int]:
    """Deals the records that wait to these people."""
    form = DealForm(sent(call.data, DealForm), review=call.review)
    data: dict[str, Any] = cleaned(form)
    done = assignment.deal(
        by=call.user,
        review=call.review,
        stage=call.stage,
        people=[m.user for m in data["people"]],
        group=[m.user for m in data["group"]],
        each=data["each"],
        language=data["language"],
        only_readers=data["only_readers"],
    )
    return {"changed": done}


@operation("DELETE", ONE + "assignments/", conflicts=False, **LEAD)
def take_assignments_back(call: Call) -> None:
    """Takes back what was dealt; votes stay."""
    assignment.take_back(by=call.user, review=call.review, stage=call.stage)


def _why(call: Call) -> str:
    return str(cleaned(WhyForm(call.data))["reason"])
