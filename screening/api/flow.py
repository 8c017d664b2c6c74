"""The numbers of the diagram, what is checked about them, published versions, and numbers from before the tool."""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from screening import tasks
from screening.actions.flow import diagram_settings as actions
from screening.actions.flow.publication import begin_update as start_update
from screening.actions.flow.publication import publish as freeze
from screening.actions.flow.published_files import ask_files
from screening.api.fields import Id, Moment, PageQuery, choice, input_of, paged
from screening.api.forms import cleaned
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.flow.boxes import BOXES
from screening.models import ManualNumber, Publication, Scope, Search
from screening.queries.flow import flow_counts as queries
from screening.queries.flow.versions import digest
from screening.queries.translation import say
from screening.web.flow.diagram_forms import NumberForm, PublishForm

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "flow/"
LEAD: dict[str, Any] = {"needs": "lead", "scope": Scope.LEAD}


class BoxAnswer(serializers.Serializer):
    """One number of the diagram, and the address of the list behind it."""

    box = serializers.CharField()
    number = serializers.IntegerField()
    records = serializers.URLField(
        allow_null=True, help_text="The records behind it; null: studies, see /studies/."
    )


class FlowAnswer(serializers.Serializer):
    """Every number of the diagram of this version."""

    version = serializers.IntegerField()
    complete = serializers.BooleanField(
        help_text="Whether nothing waits for anybody; else it is a draft."
    )
    boxes = BoxAnswer(many=True)
    sources = serializers.DictField(child=serializers.IntegerField())
    other_sources = serializers.DictField(child=serializers.IntegerField())
    excluded = serializers.DictField(
        child=serializers.IntegerField(), help_text="At full text, by reason."
    )
    other_excluded = serializers.DictField(child=serializers.IntegerField())
    five = serializers.DictField(
        child=serializers.IntegerField(), help_text="The flow in five numbers."
    )
    breaches = serializers.ListField(
        child=serializers.CharField(), help_text="Sums that do not hold; empty."
    )
    warnings = serializers.ListField(child=serializers.CharField())


class VersionAnswer(serializers.Serializer):
    """A version as it was published. `digest` is what the history has sealed of it."""

    id = Id()
    version = serializers.IntegerField()
    note = serializers.CharField()
    at = Moment()
    digest = serializers.SerializerMethodField()
    numbers = serializers.SerializerMethodField()

    def get_digest(self, one: Publication) -> str:
        """SHA-256."""
        return digest(one)

    def get_numbers(self, one: Publication) -> dict[str, int]:
        """The numbers of its diagram."""
        return dict(one.flow.get("numbers", {}))


class VersionListAnswer(serializers.Serializer):
    """A published version in the list."""

    id = Id()
    version = serializers.IntegerField()
    note = serializers.CharField()
    at = Moment()


class VersionNumberAnswer(serializers.Serializer):
    """Which version is worked on."""

    version = serializers.IntegerField()


class NumberInput(serializers.Serializer):
    """A number from before the tool."""

    box = choice(ManualNumber.Box.choices)
    number = serializers.IntegerField(min_value=1, max_value=100_000_000)
    why = serializers.CharField(max_length=2000)
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    kind = choice(Search.Kind.choices, required=False)
    reason = Id(required=False, allow_null=True)


class NumberAnswer(serializers.Serializer):
    """A number that somebody entered."""

    id = Id()
    box = choice(ManualNumber.Box.choices)
    number = serializers.IntegerField()
    why = serializers.CharField()
    source = serializers.CharField()
    kind = serializers.CharField()
    reason = Id(source="reason_id", allow_null=True)
    at = Moment()
    withdrawn_at = Moment(allow_null=True)


@operation("GET", BASE, answers=FlowAnswer)
def get_flow(call: Call) -> dict[str, Any]:
    """The numbers of the diagram, each with the list behind it."""
    told = queries.counts(call.review)
    flow = told.flow
    return {
        "version": call.review.version,
        "complete": flow.complete,
        "five": queries.five(flow),
        "boxes": [
            {"box": key, "number": number, "records": _behind(call, key)}
            for key, number in flow.numbers.items()
        ],
        "sources": flow.sources,
        "other_sources": flow.other_sources,
        "excluded": flow.dbr_excluded,
        "other_excluded": flow.other_excluded,
        "breaches": [say(b.message) for b in queries.breaches(told)],
        "warnings": [say(b.message) for b in queries.warnings(told)],
    }


def _behind(call: Call, key: str) -> str | None:
    if key not in BOXES and key not in queries.STUDY_BOXES:
        return None
    where = reverse("api-list-records", kwargs={"review_id": call.review.pk})
    return str(call.request.build_absolute_uri(f"{where}?{urlencode({'box': key})}"))


@operation("GET", BASE + "numbers/", answers=NumberAnswer, many=True)
def list_numbers(call: Call) -> QuerySet[ManualNumber]:
    """Numbers from before the tool, of this version of the review; withdrawn ones too."""
    return ManualNumber.objects.filter(review=call.review, version=call.review.version)


@operation("POST", BASE + "numbers/", takes=NumberInput, answers=NumberAnswer, **LEAD)
def enter_number(call: Call) -> ManualNumber:
    """Adds a number from before the tool to its box and every sum above it."""
    values = cleaned(NumberForm(call.data, review=call.review))
    return actions.enter_number(by=call.user, review=call.review, **values)


@operation("DELETE", BASE + "numbers/<int:manual_id>/", **LEAD)
def withdraw_number(call: Call) -> None:
    """Has the number count no longer; the history keeps it."""
    one = one_of(ManualNumber.objects.filter(review=call.review), pk=call.parts["manual_id"])
    actions.withdraw_number(by=call.user, review=call.review, manual_id=one.pk)


@operation(
    "GET", REVIEW + "versions/", query=(PageQuery,), answers=paged("Version", VersionListAnswer)
)
def list_versions(call: Call) -> dict[str, Any]:
    """Published versions, oldest first."""
    return page_of(call, _published(call).defer("rows", "flow"), order="pk")


@operation(
    "POST",
    REVIEW + "versions/",
    takes=input_of("PublishInput", PublishForm),
    answers=VersionAnswer,
    **LEAD,
)
def publish(call: Call) -> Publication:
    """Publishes this version: freezes its numbers and where every record stands. Its files are made right after."""
    note = cleaned(PublishForm(call.data))["note"]
    with transaction.atomic():
        made = freeze(by=call.user, review=call.review, note=note)
        tasks.send(ask_files(made, call.user))
    return made


@operation("GET", REVIEW + "versions/<int:publication_id>/", answers=VersionAnswer)
def get_version(call: Call) -> Publication:
    """A published version with its numbers."""
    found: Publication = one_of(_published(call), pk=call.parts["publication_id"])
    return found


@operation("POST", REVIEW + "update/", answers=VersionNumberAnswer, **LEAD)
def begin_update(call: Call) -> dict[str, int]:
    """Begins an update above the published version."""
    return {"version": start_update(by=call.user, review=call.review).version}


def _published(call: Call) -> QuerySet[Publication]:
    return Publication.objects.filter(review=call.review)
