"""The history since a cursor, and the methods text."""

from typing import Any

from rest_framework import serializers

from screening.api.fields import Id, Moment, PageQuery, filter_parameters, paged
from screening.api.operation import Call, operation
from screening.api.pages import page_of
from screening.api.problems import Invalid
from screening.methods import LANGUAGES
from screening.models import Event
from screening.queries.exports.snapshot import snapshot
from screening.queries.history.event_log import visible_events
from screening.records.snapshot import Wishes
from screening.web.history import event_words
from screening.web.records.filters import EventFilter

REVIEW = "reviews/<int:review_id>/"


class FactAnswer(serializers.Serializer):
    """One fact of an event, in words."""

    name = serializers.CharField()
    value = serializers.CharField()


class EventAnswer(serializers.Serializer):
    """Something that happened. Judgements of others appear once their report is decided."""

    at = Moment()
    actor = serializers.CharField(allow_null=True, help_text="Name or code; null: the program.")
    verb = serializers.CharField()
    title = serializers.CharField(help_text="What was done, in the reader's language.")
    record = Id(allow_null=True)
    stage = serializers.CharField(allow_blank=True)
    facts = FactAnswer(many=True)


class HistoryQuery(PageQuery):
    """From which end."""

    order = serializers.ChoiceField(choices=["newest", "oldest"], required=False, default="newest")


class MethodsQuery(serializers.Serializer):
    """In which language."""

    language = serializers.ChoiceField(choices=list(LANGUAGES), required=False, default="en")


class SectionAnswer(serializers.Serializer):
    """A part of the methods text."""

    key = serializers.CharField()
    heading = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    lines = serializers.ListField(child=serializers.CharField())


@operation(
    "GET",
    REVIEW + "history/",
    query=(HistoryQuery, *filter_parameters(EventFilter)),
    answers=paged("Event", EventAnswer),
)
def list_history(call: Call) -> dict[str, Any]:
    """What happened, as far as one may see it.

    To follow a review, read with `order=oldest` until `next` is null, keep the last `cursor`, and go on from there.
    """
    query = call.request.query_params.copy()
    for name in ("cursor", "limit", "order"):
        query.pop(name, None)
    verbs = {key: str(label) for key, label in event_words.VERBS.items()}
    found = EventFilter(query, visible_events(call.access), access=call.access, verbs=verbs)
    if not found.is_valid():
        raise Invalid({name: list(told) for name, told in found.errors.items()})
    order = "-pk" if call.query["order"] == "newest" else "pk"
    return page_of(
        call,
        found.qs,
        order=order,
        told=lambda rows: [_told(line) for line in event_words.lines(call.access, rows)],
    )


def _told(line: dict[str, Any]) -> dict[str, Any]:
    event: Event = line["event"]
    return {
        "at": event.at,
        "actor": line["actor"],
        "verb": event.verb,
        "title": line["title"],
        "record": event.record_id,
        "stage": event.stage,
        "facts": [{"name": name, "value": value} for name, value in line["facts"]],
    }


@operation("GET", REVIEW + "methods/", query=(MethodsQuery,), answers=SectionAnswer, many=True)
def get_methods(call: Call) -> list[Any]:
    """The methods text of the paper, every value from the data."""
    return list(LANGUAGES[call.query["language"]](snapshot(call.access, Wishes())))
