"""Full texts: whether each report was found, its files up and down."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404
from rest_framework import serializers

from screening.actions.fulltext import fulltext_files as actions
from screening.actions.fulltext.fulltext_matching import sort_in
from screening.actions.fulltext.retrieval import set_retrieval
from screening.api.fields import ChangedAnswer, Id, Ids, Moment, PageQuery, paged
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.api.records import RecordAnswer
from screening.models import FullTextFile, Record, Retrieval, Scope, UnmatchedFile
from screening.queries.fulltext.reports_sought import (
    TABS,
    in_tab,
    shown_files,
    sought,
    standing,
    tab_counts,
)
from screening.queries.records.stored_records import record_of
from screening.web.fulltext.views import SANDBOX

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "full-texts/"
JUDGE: dict[str, Any] = {"needs": "judge", "scope": Scope.SCREEN}


class FullTextAnswer(serializers.Serializer):
    """A file of a report."""

    id = Id()
    record = Id(source="record_id")
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    content_type = serializers.CharField()
    at = Moment()


class SoughtAnswer(serializers.Serializer):
    """A report whose full text is sought."""

    record = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    note = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    def get_record(self, one: Record) -> RecordAnswer:
        """The report."""
        return RecordAnswer(one).data  # type: ignore[return-value]

    def get_status(self, one: Record) -> str:
        """to_find, requested, retrieved or not_retrieved."""
        return standing(one)

    def get_note(self, one: Record) -> str:
        """What was noted about it."""
        found = getattr(one, "retrieval", None)
        return found.note if found else ""

    def get_files(self, one: Record) -> list[int]:
        """Ids of its files."""
        return [file.pk for file in one.full_texts.all()]


class SoughtQuery(PageQuery):
    """Which reports."""

    status = serializers.ChoiceField(choices=list(TABS), required=False)


SoughtCounts: Any = type(
    "SoughtCounts",
    (serializers.Serializer,),
    {tab: serializers.IntegerField() for tab in TABS}
    | {"__doc__": "How many reports are where; together all reports sought."},
)


class StatusInput(serializers.Serializer):
    """One status for these reports."""

    records = Ids()
    status = serializers.ChoiceField(choices=["to_find", *Retrieval.Status.values])
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class FullTextInput(serializers.Serializer):
    """A PDF or another document."""

    file = serializers.FileField(allow_empty_file=True)


class UnmatchedAnswer(serializers.Serializer):
    """A file that waits for somebody to say which report it is."""

    id = Id()
    name = serializers.CharField()
    size = serializers.IntegerField()
    suggested = Id(source="suggested_id", allow_null=True)
    how = serializers.SerializerMethodField(help_text="doi, pmid, title, name or empty.")

    def get_how(self, one: UnmatchedFile) -> str:
        """What the suggestion rests on."""
        return str(one.found.get("how", ""))


class MatchInput(serializers.Serializer):
    """The report of a file; null throws the file away."""

    record = Id(allow_null=True)


@operation("GET", BASE, query=(SoughtQuery,), answers=paged("Sought", SoughtAnswer))
def list_full_texts(call: Call) -> dict[str, Any]:
    """Reports whose full text is sought, and where each stands."""
    rows = sought(call.review)
    if call.query.get("status"):
        rows = in_tab(rows, call.query["status"])
    shown = Record.objects.select_related("retrieval").prefetch_related(
        Prefetch("full_texts", FullTextFile.objects.order_by("pk"))
    )
    return page_of(call, rows.order_by(), order="pk", shown=shown)


@operation("GET", BASE + "counts/", answers=SoughtCounts)
def count_full_texts(call: Call) -> dict[str, int]:
    """How many reports are still to find, requested, retrieved and not retrieved."""
    return tab_counts(call.review)


@operation("POST", BASE + "status/", takes=StatusInput, answers=ChangedAnswer, status=200, **JUDGE)
def set_full_text_status(call: Call) -> dict[str, int]:
    """Writes one status to these reports."""
    status = "" if call.data["status"] == "to_find" else call.data["status"]
    return {
        "changed": set_retrieval(
            by=call.user,
            review=call.review,
            record_ids=call.data["records"],
            status=status,
            note=call.data["note"],
        )
    }


@operation("GET", REVIEW + "records/<int:record_id>/full-texts/", answers=FullTextAnswer, many=True)
def list_files_of_record(call: Call) -> QuerySet[FullTextFile]:
    """The files of a report whose full text is sought."""
    return shown_files(call.review).filter(record=_record(call)).order_by("pk")


@operation(
    "POST",
    REVIEW + "records/<int:record_id>/full-texts/",
    takes=FullTextInput,
    answers=FullTextAnswer,
    upload=True,
    slow=True,
    **JUDGE,
)
def add_full_text(call: Call) -> FullTextFile:
    """Keeps a file with its report; the report counts as retrieved."""
    given = call.data["file"]
    return actions.store_full_text(
        by=call.user,
        review=call.review,
        record_id=_record(call),
        name=given.name,
        content=given,
        limit=settings.UPLOAD_LIMIT,
    )


@operation("GET", BASE + "files/<int:document_id>/", answers="application/octet-stream")
def get_full_text(call: Call) -> FileResponse:
    """The file as it was uploaded."""
    file = one_of(shown_files(call.review), pk=call.parts["document_id"])
    try:
        content = file.stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@operation("DELETE", BASE + "files/<int:document_id>/", conflicts=False, **JUDGE)
def remove_full_text(call: Call) -> None:
    """Takes a file away; the report still counts as retrieved."""
    one_of(FullTextFile.objects.filter(record__review=call.review), pk=call.parts["document_id"])
    actions.remove_full_text(by=call.user, review=call.review, file_id=call.parts["document_id"])


@operation("GET", BASE + "unmatched/", needs="judge", answers=UnmatchedAnswer, many=True)
def list_unmatched(call: Call) -> QuerySet[UnmatchedFile]:
    """Files that wait for somebody to say which report they are."""
    return UnmatchedFile.objects.filter(review=call.review).order_by("pk")


@operation(
    "POST",
    BASE + "unmatched/",
    takes=FullTextInput,
    answers=UnmatchedAnswer,
    upload=True,
    slow=True,
    **JUDGE,
)
def add_unmatched(call: Call) -> UnmatchedFile:
    """Brings a file without saying which report it is; the report it seems to be is suggested."""
    given = call.data["file"]
    return sort_in(
        by=call.user,
        review=call.review,
        name=given.name or "",
        content=given,
        limit=settings.UPLOAD_LIMIT,
    )


@operation("POST", BASE + "unmatched/<int:unmatched_id>/match/", takes=MatchInput, **JUDGE)
def match_file(call: Call) -> None:
    """Gives a waiting file to its report, or throws it away."""
    one = one_of(UnmatchedFile.objects.filter(review=call.review), pk=call.parts["unmatched_id"])
    actions.match_file(
        by=call.user, review=call.review, unmatched_id=one.pk, record_id=call.data["record"]
    )


def _record(call: Call) -> int:
    found: Record = one_of(record_of(call.access, call.parts["record_id"]))
    return found.pk
