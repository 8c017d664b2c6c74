"""Records: found by every filter of the records page, read, edited, added by hand, removed before screening."""

from typing import Any

from django.db import transaction
from rest_framework import serializers
from rest_framework.fields import SkipField

from screening import tasks
from screening.actions.imports.import_job import next_dedupe
from screening.actions.records.record_edits import add_record as write_record
from screening.actions.records.record_edits import edit_record as change
from screening.actions.records.record_edits import stamp
from screening.actions.screening.bulk_edits import label_many, remove_many
from screening.api.fields import (
    ChangedAnswer,
    Id,
    Ids,
    Moment,
    PageQuery,
    choice,
    filter_parameters,
    input_of,
    paged,
)
from screening.api.forms import cleaned
from screening.api.operation import Call, one_of, operation
from screening.api.pages import as_page, cursor_of
from screening.api.problems import Invalid
from screening.models import Record, Scope, Search
from screening.queries.keyset import Page, page
from screening.queries.records import report_notices
from screening.queries.records.listing import COUNTED_TO
from screening.queries.records.stored_records import group_of, record_of
from screening.queries.screening.votes import visible_labels
from screening.queries.translation import PLACE_LABELS
from screening.web.records.filters import RecordFilter
from screening.web.records.forms import LINES, TEXTS, RecordForm, entry_of, values_of
from screening.web.records.views import ORDERS, filtered

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "records/"
ONE = BASE + "<int:record_id>/"
LONG = ("abstract", "abstract_translated", "notes")


def _texts() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


class RecordAnswer(serializers.Serializer):
    """A record as its file gave it, in its own language and, where known, in the other; and where its report stands."""

    id = Id()
    report = serializers.SerializerMethodField(
        help_text="The record that stands for the report: itself, or another."
    )
    place = choice(PLACE_LABELS, help_text="Where the report stands in the flow.")
    reason = Id(source="reason_id", allow_null=True, help_text="Of an exclusion at full text.")
    removed = serializers.CharField(
        help_text="Removed before screening: automation, other, or empty."
    )
    search = Id(source="search_id")
    file = Id(source="file_id", allow_null=True)
    version = serializers.IntegerField()
    title = serializers.CharField()
    title_translated = serializers.CharField()
    authors = _texts()
    authors_translated = _texts()
    year = serializers.IntegerField(allow_null=True)
    date = serializers.CharField()
    journal = serializers.CharField()
    journal_translated = serializers.CharField()
    volume = serializers.CharField()
    issue = serializers.CharField()
    pages = serializers.CharField()
    doi = serializers.CharField()
    pmid = serializers.CharField()
    issn = _texts()
    isbn = serializers.CharField()
    language = serializers.CharField()
    type = serializers.CharField()
    keywords = _texts()
    keywords_translated = _texts()
    publisher = serializers.CharField()
    url = serializers.CharField()
    source_database = serializers.CharField()
    notices = _texts()

    def get_report(self, one: Record) -> int:
        """The id of the primary record."""
        return one.primary_id or one.pk


class RecordLookAnswer(RecordAnswer):
    """A record with its long texts, and what its report rests on."""

    abstract = serializers.CharField()
    abstract_translated = serializers.CharField()
    authors_incomplete = serializers.BooleanField()
    editors = _texts()
    translators = _texts()
    edition = serializers.CharField()
    published_at_place = serializers.CharField()
    accessed = serializers.CharField()
    created_at = Moment()
    stamp = serializers.SerializerMethodField()
    group = serializers.SerializerMethodField(
        help_text="All records of the report, the one that stands for it first."
    )
    report_notices = serializers.SerializerMethodField(
        help_text="Retractions and corrections of the report."
    )

    def get_stamp(self, one: Record) -> str:
        """A mark of what the record says."""
        return stamp(one)

    def get_group(self, one: Record) -> list[int]:
        """Record ids."""
        return [row.pk for row in group_of(one)]

    def get_report_notices(self, one: Record) -> list[str]:
        """Of any record of the report."""
        primary = one.primary_id or one.pk
        return list(
            dict.fromkeys(
                [*one.notices, *report_notices.told(one.review, [primary]).get(primary, [])]
            )
        )


class Loaded(serializers.CharField):
    """A text that is told where it was read with the row."""

    def get_attribute(self, one: Record) -> Any:
        """The text. Raises SkipField where it would cost a query."""
        if self.field_name in one.get_deferred_fields():
            raise SkipField
        return super().get_attribute(one)


class ListQuery(PageQuery):
    """The order of the list, and whether long texts come along."""

    order = choice(ORDERS, required=False, default="imported")
    abstracts = serializers.BooleanField(required=False, default=False)


class RecordListAnswer(RecordAnswer):
    """A record of a list; its abstracts where they were asked for."""

    abstract = Loaded(required=False)
    abstract_translated = Loaded(required=False)


class CountAnswer(serializers.Serializer):
    """How many records there are; exact up to 10,000."""

    count = serializers.IntegerField()
    more = serializers.BooleanField(help_text="Whether there are more than that.")


class ManyInput(serializers.Serializer):
    """Records by number."""

    records = Ids()


class RemovalInput(ManyInput):
    """Why records are removed before screening; an empty kind brings them back."""

    kind = serializers.ChoiceField(choices=["other", "automation"], allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class LabelManyInput(ManyInput):
    """Which label to put on, or take off."""

    label = Id()
    put = serializers.BooleanField(default=True)


FIELDS = {
    "year": serializers.IntegerField(
        required=False, allow_null=True, min_value=1000, max_value=2999
    ),
    "authors_incomplete": serializers.BooleanField(required=False),
    **{
        name: serializers.CharField(required=False, allow_blank=True, max_length=200_000)
        for name in TEXTS
    },
    **{
        name: serializers.ListField(
            child=serializers.CharField(max_length=2000), required=False, max_length=3000
        )
        for name in LINES
    },
}
RECORD_INPUT = input_of("RecordInput", RecordForm, partial=True, **FIELDS)


@operation(
    "GET",
    BASE,
    query=(ListQuery, *filter_parameters(RecordFilter)),
    answers=paged("Record", RecordListAnswer),
)
def list_records(call: Call) -> dict[str, Any]:
    """The records that the filter finds, as on the records page; without a filter all that were imported.

    `box` gives the records behind a number of the flow.
    """
    found = _filtered(call)
    order, rows = ORDERS[call.query["order"]][0], found.qs
    kept = (
        list(rows.order_by().values_list("pk", flat=True)[: COUNTED_TO + 1]) if found.data else None
    )
    # What a filter leaves is sorted when it is little and looked for in order when it is much, as on the page.
    if kept is not None and len(kept) <= COUNTED_TO:
        rows = Record.objects.filter(pk__in=kept)
    shown = Record.objects.defer(*LONG[2 if call.query["abstracts"] else 0 :])
    told: Page = page(
        rows, order=order, cursor=cursor_of(call), size=call.query["limit"], shown=shown
    )
    return as_page(call, told)


@operation(
    "GET", BASE + "count/", query=tuple(filter_parameters(RecordFilter)), answers=CountAnswer
)
def count_records(call: Call) -> dict[str, Any]:
    """How many records the filter finds."""
    n = len(_filtered(call).qs.order_by().values_list("pk")[: COUNTED_TO + 1])
    return {"count": min(n, COUNTED_TO), "more": n > COUNTED_TO}


@operation("GET", ONE, answers=RecordLookAnswer)
def get_record(call: Call) -> Record:
    """A record."""
    found: Record = one_of(record_of(call.access, call.parts["record_id"]))
    return found


@operation(
    "PATCH",
    ONE,
    needs="lead",
    scope=Scope.IMPORT,
    match=True,
    takes=RECORD_INPUT,
    answers=RecordLookAnswer,
)
def edit_record(call: Call) -> Record:
    """Changes fields of a record; the history keeps what was there before."""
    one = get_record(call)
    form = RecordForm(_lines(dict(values_of(one)) | call.data))
    cleaned(form)
    change(
        by=call.user, review=call.review, record_id=one.pk, seen=stamp(one), fields=form.columns()
    )
    return get_record(call)


@operation(
    "POST",
    REVIEW + "searches/<int:search_id>/records/",
    needs="lead",
    scope=Scope.IMPORT,
    takes=RECORD_INPUT,
    answers=RecordLookAnswer,
)
def add_record(call: Call) -> Record:
    """Adds a record by hand to a search."""
    search = one_of(
        Search.objects.select_related("review"), review=call.review, pk=call.parts["search_id"]
    )
    form = RecordForm(_lines({"type": "article"} | call.data))
    cleaned(form)
    with transaction.atomic():
        made = write_record(by=call.user, search=search, entry=entry_of(form.columns()))
        tasks.send(next_dedupe(call.review, call.user))
    return one_of(record_of(call.access, made.pk))


@operation(
    "POST",
    BASE + "remove/",
    needs="lead",
    scope=Scope.LEAD,
    takes=RemovalInput,
    answers=ChangedAnswer,
    status=200,
)
def remove_records(call: Call) -> dict[str, int]:
    """Removes reports that nobody has decided on before screening, or brings them back."""
    data = call.data
    return {
        "changed": remove_many(
            by=call.user,
            review=call.review,
            record_ids=data["records"],
            kind=data["kind"],
            note=data["note"],
        )
    }


@operation(
    "POST",
    BASE + "label/",
    needs="judge",
    scope=Scope.SCREEN,
    takes=LabelManyInput,
    answers=ChangedAnswer,
    status=200,
)
def label_records(call: Call) -> dict[str, int]:
    """Puts one's label on these records, or takes it off."""
    label = one_of(visible_labels(call.access), pk=call.data["label"])
    return {
        "changed": label_many(
            by=call.user,
            review=call.review,
            record_ids=call.data["records"],
            label=label,
            put=call.data["put"],
        )
    }


def _filtered(call: Call) -> RecordFilter:
    query = call.request.query_params.copy()
    for name in ("cursor", "limit", "order", "abstracts"):
        query.pop(name, None)
    found = filtered(call.access, query)
    if not found.is_valid():
        raise Invalid({name: list(told) for name, told in found.errors.items()})
    return found


def _lines(values: dict[str, Any]) -> dict[str, Any]:
    return {
        k: "\n".join(v) if k in LINES and isinstance(v, list | tuple) else v
        for k, v in values.items()
    }
