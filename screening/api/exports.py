"""Files to take away: streamed while they are made, or made by a worker."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, override
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from screening import tasks
from screening.actions.exports import export_job
from screening.api.fields import PageQuery, choice, filter_parameters, input_of, paged
from screening.api.forms import cleaned
from screening.api.jobs import JobAnswer, told
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.api.problems import Problem
from screening.exports import EXPORTS, Export
from screening.exports._export import GROUPS, LISTED
from screening.models import Job
from screening.queries.exports.snapshot import (
    listed_reports,
    may_see_votes,
    sight,
    snapshot,
    wishes_of,
)
from screening.web.exports.export_options import (
    Sizes,
    chosen_export,
    file_language,
    told_wishes,
    too_long,
)
from screening.web.exports.forms import WishesForm
from screening.web.language import in_reader_language
from screening.web.records.filters import RecordFilter
from screening.web.records.views import filtered

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "exports/"
FORMS = ("csv", "ris", "bibtex")


class ExportAnswer(serializers.Serializer):
    """A kind of file."""

    key = serializers.CharField()
    name = serializers.CharField()
    group = choice(GROUPS)
    content_type = serializers.CharField()
    filename = serializers.CharField()
    large = serializers.BooleanField(help_text="Whether it has to be made as a job.")
    held_back = serializers.BooleanField(
        help_text="Whether it waits for all stages to be closed (blinding)."
    )


class WishesQuery(serializers.Serializer):
    """How the file is to look."""

    language = serializers.CharField(required=False, max_length=10, help_text="en or zh-hans.")
    style = serializers.CharField(required=False, max_length=100, help_text="Reference style.")
    doi = serializers.CharField(required=False, max_length=10)
    label_set = serializers.CharField(
        required=False, max_length=40, help_text="Words of the diagram."
    )
    template = serializers.CharField(required=False, max_length=40)
    bw = serializers.BooleanField(required=False, help_text="Black and white.")


class ExportFileAnswer(JobAnswer):
    """A file that a worker makes, or has made."""

    export = serializers.CharField()
    ready = serializers.BooleanField(help_text="Whether it can be taken away.")


class ListExportInput(serializers.Serializer):
    """A list of records to be made as a file."""

    form = serializers.ChoiceField(choices=FORMS)
    query = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=8000,
        help_text="The filter, as it would stand behind /records/?",
    )


WISHES = input_of("WishesInput", WishesForm)


@operation("GET", BASE, answers=ExportAnswer, many=True)
def list_exports(call: Call) -> list[dict[str, Any]]:
    """Every kind of file that can be taken away."""
    votes, sizes = may_see_votes(call.access), Sizes(call.review)
    shown = [one for one in EXPORTS.values() if one.group in GROUPS]
    return [_export(one, votes, sizes) for one in shown]


def _export(one: Export, votes: bool, sizes: Sizes) -> dict[str, Any]:
    held = one.group == "decisions" and not votes
    return {
        "key": one.key,
        "name": gettext(one.label),
        "group": one.group,
        "content_type": one.content_type,
        "filename": one.filename,
        "large": not held and sizes.is_large(one),
        "held_back": held,
    }


@operation(
    "GET", BASE + "files/<slug:key>/", query=(WishesQuery,), answers="application/octet-stream"
)
def get_export(call: Call) -> StreamingHttpResponse:
    """The file, streamed while it is made. A large one is refused (409 `exports.large`): have it made as a job."""
    chosen, form = (
        chosen_export(call.access, call.parts["key"]),
        _wishes(call, call.request.query_params),
    )
    if Sizes(call.review).is_large(chosen):
        raise Problem("exports.large")
    with override(file_language(form, chosen)):
        wishes = wishes_of(call.review, **told_wishes(form))
        pieces = in_reader_language(chosen.render(snapshot(call.access, wishes), gettext))
    return _streamed(call, chosen, pieces)


@operation(
    "POST",
    BASE + "files/<slug:key>/prepare/",
    takes=WISHES,
    answers=ExportFileAnswer,
    status=202,
    conflicts=False,
)
def prepare_export(call: Call) -> dict[str, Any]:
    """Has a worker make the file; one that was asked for like this already is not made twice."""
    chosen, form = chosen_export(call.access, call.parts["key"]), _wishes(call, call.data)
    language = file_language(form, chosen)
    return _asked(call, key=chosen.key, wishes=told_wishes(form), language=language)


@operation(
    "GET",
    REVIEW + "records/export/<slug:form>/",
    answers="application/octet-stream",
    query=(
        OpenApiParameter("form", str, OpenApiParameter.PATH, enum=FORMS),
        *filter_parameters(RecordFilter),
    ),
)
def get_list_export(call: Call) -> StreamingHttpResponse:
    """The records that the filter finds as CSV, RIS or BibTeX. A long list is refused: have it made as a job."""
    chosen = chosen_export(call.access, f"{LISTED}_{call.parts['form']}", of_list=True)
    rows = filtered(call.access, call.request.query_params).qs.order_by()
    if too_long(rows):
        raise Problem("exports.large")
    shown = snapshot(call.access, wishes_of(call.review))
    shown = replace(shown, reports=lambda places: listed_reports(call.access, rows))
    return _streamed(call, chosen, in_reader_language(chosen.render(shown, gettext)))


@operation(
    "POST",
    REVIEW + "records/export/",
    takes=ListExportInput,
    answers=ExportFileAnswer,
    status=202,
    conflicts=False,
)
def prepare_list_export(call: Call) -> dict[str, Any]:
    """Has a worker make the file of a list of any length."""
    query = QueryDict(call.data["query"])
    chosen = chosen_export(call.access, f"{LISTED}_{call.data['form']}", of_list=True)
    rows = filtered(call.access, query).qs.order_by()
    return _asked(
        call,
        key=chosen.key,
        wishes=told_wishes(WishesForm(None)),
        language=get_language() or "en",
        rows=rows,
        query=query.urlencode(),
    )


@operation(
    "GET", BASE + "prepared/", query=(PageQuery,), answers=paged("ExportFile", ExportFileAnswer)
)
def list_prepared(call: Call) -> dict[str, Any]:
    """One's own files that workers have made or are making, newest first."""
    rows = export_job.exports_of(call.user, call.review.pk)
    return page_of(
        call, rows, order="-pk", told=lambda found: [_prepared(call, job) for job in found]
    )


@operation("GET", BASE + "prepared/<int:export_id>/", answers=ExportFileAnswer)
def get_prepared(call: Call) -> dict[str, Any]:
    """How far the making of one's own file is."""
    return _prepared(call, _job(call))


@operation("GET", BASE + "prepared/<int:export_id>/content/", answers="application/octet-stream")
def get_prepared_content(call: Call) -> FileResponse:
    """The file: for whoever asked, and while they may see what is in it."""
    job = _job(call)
    chosen = chosen_export(call.access, job.params["key"], of_list="rows" in job.params)
    if not _ready(job):
        raise Http404
    if (job.result or {}).get("sight") != sight(call.access):
        raise Problem("exports.stale")
    stored = default_storage.open((job.result or {})["stored"])
    name = f"review-{call.review.pk}-{chosen.filename}"
    return FileResponse(
        stored, as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def _wishes(call: Call, data: Any) -> WishesForm:
    form = WishesForm(data)
    cleaned(form)
    return form


def _asked(call: Call, **about: Any) -> dict[str, Any]:
    with transaction.atomic():
        job, new = export_job.ask(access=call.access, **about)
        if new:
            tasks.send(job)
    return _prepared(call, job)


def _job(call: Call) -> Job:
    found: Job = one_of(
        export_job.exports_of(call.user, call.review.pk), pk=call.parts["export_id"]
    )
    return found


def _prepared(call: Call, job: Job) -> dict[str, Any]:
    return told(job) | {"export": job.params.get("key", ""), "ready": _ready(job)}


def _ready(job: Job) -> bool:
    stored, kept = (job.result or {}).get("stored"), timedelta(hours=settings.EXPORT_KEEP_HOURS)
    late = job.finished_at is None or job.finished_at < timezone.now() - kept
    return (
        job.state == Job.State.DONE and bool(stored) and not late and default_storage.exists(stored)
    )


def _streamed(call: Call, chosen: Export, pieces: Any) -> StreamingHttpResponse:
    name = f"review-{call.review.pk}-{chosen.filename}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(pieces, content_type="application/octet-stream", headers=headers)
