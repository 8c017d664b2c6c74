"""The protocol: criteria, reasons for exclusion, highlight lists."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from rest_framework import serializers

from screening.actions.history.event_log import log
from screening.actions.protocol import protocol_items as actions
from screening.actions.protocol.reason_merge import merge_reasons as join_reasons
from screening.api.fields import Id, choice, input_of
from screening.api.forms import changed, cleaned, sent
from screening.api.operation import Call, one_of, operation
from screening.models import Criterion, HighlightList, Reason, Scope
from screening.queries.protocol import current_protocol as queries
from screening.stages import STAGES
from screening.web.protocol.forms import CriterionForm, HighlightForm, ReasonForm

BASE = "reviews/<int:review_id>/"
LEAD = {"needs": "lead", "scope": Scope.LEAD}


class CriterionAnswer(serializers.Serializer):
    """A criterion in force."""

    id = Id()
    stage = choice(STAGES)
    kind = choice(Criterion.Kind.choices)
    inclusion = serializers.BooleanField()
    text_en = serializers.CharField()
    text_zh = serializers.CharField()
    position = serializers.IntegerField()
    since_version = serializers.IntegerField(help_text="Version of the criteria in which it came.")


class ReasonAnswer(serializers.Serializer):
    """A reason for exclusion; `position` is the protocol's order."""

    id = Id()
    stage = choice(STAGES)
    label_en = serializers.CharField()
    label_zh = serializers.CharField()
    position = serializers.IntegerField()


class HighlightAnswer(serializers.Serializer):
    """A list of terms that are marked in texts: the team's, or one's own."""

    id = Id()
    own = serializers.SerializerMethodField()
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    colour = choice(HighlightList.Colour.choices)
    terms = serializers.ListField(child=serializers.CharField())
    position = serializers.IntegerField()

    def get_own(self, one: HighlightList) -> bool:
        """Whether nobody else sees it."""
        return one.owner_id is not None


class SuggestionInput(serializers.Serializer):
    """Terms, and why."""

    terms = serializers.ListField(
        child=serializers.CharField(max_length=200), allow_empty=False, max_length=100
    )
    why = serializers.CharField(max_length=2000)


class ReasonMoveInput(serializers.Serializer):
    """Where a reason goes."""

    up = serializers.BooleanField()


class ReasonMergeInput(serializers.Serializer):
    """The reason that stays."""

    into = Id()


CRITERION = input_of("CriterionInput", CriterionForm)
REASON = input_of("ReasonInput", ReasonForm)
HIGHLIGHTS = input_of("HighlightInput", HighlightForm)
OWN = serializers.BooleanField(
    required=False, default=False, help_text="One's own list, which nobody else sees."
)


@operation("GET", BASE + "criteria/", answers=CriterionAnswer, many=True)
def list_criteria(call: Call) -> QuerySet[Criterion]:
    """Criteria in force, inclusion first."""
    return queries.criteria(call.review)


@operation(
    "POST", BASE + "criteria/", takes=CRITERION, answers=CriterionAnswer, conflicts=False, **LEAD
)
def add_criterion(call: Call) -> Criterion:
    """A new criterion; it raises the version of the criteria once people have voted."""
    values = cleaned(CriterionForm(sent(call.data, CriterionForm), review=call.review))
    return actions.save_criterion(by=call.user, review=call.review, **values)


@operation("GET", BASE + "criteria/<int:criterion_id>/", answers=CriterionAnswer)
def get_criterion(call: Call) -> Criterion:
    """A criterion in force."""
    return one_of(queries.criteria(call.review), pk=call.parts["criterion_id"])


@operation(
    "PATCH",
    BASE + "criteria/<int:criterion_id>/",
    match=True,
    answers=CriterionAnswer,
    conflicts=False,
    takes=input_of("CriterionChange", CriterionForm, partial=True),
    **LEAD,
)
def change_criterion(call: Call) -> Criterion:
    """New words for a criterion; where people have voted under the old ones, the answer has another id."""
    one = get_criterion(call)
    values = cleaned(
        CriterionForm(changed(one, CriterionForm, call.data), instance=one, review=call.review)
    )
    fresh = get_criterion(call)
    return actions.save_criterion(by=call.user, review=call.review, criterion=fresh, **values)


@operation("DELETE", BASE + "criteria/<int:criterion_id>/", conflicts=False, **LEAD)
def retire_criterion(call: Call) -> None:
    """Takes a criterion out of the protocol."""
    actions.retire_criterion(by=call.user, review=call.review, criterion=get_criterion(call))


@operation("GET", BASE + "reasons/", answers=ReasonAnswer, many=True)
def list_reasons(call: Call) -> QuerySet[Reason]:
    """Reasons for exclusion that are in use, in the protocol's order."""
    return queries.reasons(call.review)


@operation("POST", BASE + "reasons/", takes=REASON, answers=ReasonAnswer, **LEAD)
def add_reason(call: Call) -> Reason:
    """A new reason at the end of its stage's list."""
    values = cleaned(ReasonForm(sent(call.data, ReasonForm), review=call.review))
    return actions.save_reason(by=call.user, review=call.review, **values)


@operation("GET", BASE + "reasons/<int:reason_id>/", answers=ReasonAnswer)
def get_reason(call: Call) -> Reason:
    """A reason that is in use."""
    return one_of(queries.reasons(call.review), pk=call.parts["reason_id"])


@operation(
    "PATCH",
    BASE + "reasons/<int:reason_id>/",
    match=True,
    answers=ReasonAnswer,
    takes=input_of("ReasonChange", ReasonForm, partial=True),
    **LEAD,
)
def change_reason(call: Call) -> Reason:
    """New words for a reason; votes that name it keep it."""
    one = get_reason(call)
    values = cleaned(
        ReasonForm(changed(one, ReasonForm, call.data), instance=one, review=call.review)
    )
    return actions.save_reason(by=call.user, review=call.review, reason=get_reason(call), **values)


@operation("DELETE", BASE + "reasons/<int:reason_id>/", conflicts=False, **LEAD)
def retire_reason(call: Call) -> None:
    """Takes a reason out of the list."""
    actions.retire_reason(by=call.user, review=call.review, reason=get_reason(call))


@operation(
    "POST", BASE + "reasons/<int:reason_id>/move/", takes=ReasonMoveInput, conflicts=False, **LEAD
)
def move_reason(call: Call) -> None:
    """Moves a reason one place in the protocol's order."""
    actions.move_reason(
        by=call.user, review=call.review, reason=get_reason(call), up=call.data["up"]
    )


@operation("POST", BASE + "reasons/<int:reason_id>/merge/", takes=ReasonMergeInput, **LEAD)
def merge_reasons(call: Call) -> None:
    """Has everything that names this reason name the other one, and takes this one out."""
    reason = get_reason(call)
    others = queries.reasons(call.review, reason.stage).exclude(pk=reason.pk)
    join_reasons(
        by=call.user, review=call.review, reason=reason, into=one_of(others, pk=call.data["into"])
    )


@operation("GET", BASE + "highlights/", answers=HighlightAnswer, many=True)
def list_highlights(call: Call) -> QuerySet[HighlightList]:
    """The team's lists of terms, and one's own."""
    return queries.highlight_lists(call.review, call.user)


@operation(
    "POST",
    BASE + "highlights/",
    needs="judge",
    scope=Scope.SCREEN,
    answers=HighlightAnswer,
    conflicts=False,
    takes=input_of("HighlightInput", HighlightForm, own=OWN),
)
def add_highlights(call: Call) -> HighlightList:
    """A new list: the team's for leads who do not ask for their own, else one's own."""
    own = call.data["own"] or not call.access.may("lead")
    values = cleaned(HighlightForm(sent(call.data, HighlightForm), review=call.review))
    return actions.save_highlights(by=call.user, review=call.review, own=own, **values)


@operation("GET", BASE + "highlights/<int:highlights_id>/", answers=HighlightAnswer)
def get_highlights(call: Call) -> HighlightList:
    """A list of terms."""
    return one_of(queries.highlight_lists(call.review, call.user), pk=call.parts["highlights_id"])


@operation(
    "PATCH",
    BASE + "highlights/<int:highlights_id>/",
    needs="judge",
    scope=Scope.SCREEN,
    match=True,
    answers=HighlightAnswer,
    takes=input_of("HighlightChange", HighlightForm, partial=True),
    conflicts=False,
)
def change_highlights(call: Call) -> HighlightList:
    """Changes a list; the team's is the leads'."""
    one = _writable(call)
    given: dict[str, Any] = changed(one, HighlightForm, {"terms": one.terms} | call.data)
    values = cleaned(HighlightForm(given, instance=one, review=call.review))
    return actions.save_highlights(
        by=call.user,
        review=call.review,
        own=one.owner_id is not None,
        highlights=_writable(call),
        **values,
    )


@operation(
    "DELETE",
    BASE + "highlights/<int:highlights_id>/",
    needs="judge",
    scope=Scope.SCREEN,
    conflicts=False,
)
def delete_highlights(call: Call) -> None:
    """Deletes a list; the terms of a team's list stay in the history."""
    actions.delete_highlights(by=call.user, review=call.review, highlights=_writable(call))


@operation("POST", BASE + "suggestions/", takes=SuggestionInput, conflicts=False, **LEAD)
def suggest_terms(call: Call) -> None:
    """Notes terms that an assistant suggests to highlight. The history keeps them; nothing else is changed."""
    log(review=call.review, actor=call.user, verb="suggest_terms", **call.data)


def _writable(call: Call) -> HighlightList:
    found: HighlightList = get_highlights(call)
    if found.owner_id is None and not call.access.may("lead"):
        raise PermissionDenied
    return found
