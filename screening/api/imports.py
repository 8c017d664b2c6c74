"""Files of searches: brought, looked at, read differently, imported, taken back."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from rest_framework import serializers

from screening import tasks
from screening.actions.imports import import_files as actions
from screening.actions.imports import import_job
from screening.actions.imports import undo_import as undoing
from screening.actions.imports.import_files import Upload
from screening.actions.imports.parser_client import Reader
from screening.actions.records.record_edits import mend_entry as mend
from screening.api.fields import Id, Moment, PageQuery, choice, paged
from screening.api.forms import cleaned
from screening.api.jobs import JobAnswer, told
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.formats import ENCODINGS, FORMATS
from screening.formats._archive import is_archive
from screening.formats._asreview_project import is_project
from screening.models import ImportFile, RejectedEntry, Scope, Search
from screening.queries.imports.import_files import dependents, file_of, job_of, twins
from screening.queries.translation import say
from screening.web.imports.file_views import (
    PATIENCE,
    check_may_see_text,
    format_label,
    read_now_or_later,
)
from screening.web.imports.forms import UploadForm

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "files/"
ONE = BASE + "<int:file_id>/"
IMPORT = {"needs": "lead", "scope": Scope.IMPORT}


class MessageAnswer(serializers.Serializer):
    """Something that was noticed while a file was read."""

    line = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class FileAnswer(serializers.Serializer):
    """A file of a search. found = imported + rejected, and nothing is lost in silence."""

    id = Id()
    search = Id(source="search_id")
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = choice(ImportFile.State.choices)
    format = serializers.CharField()
    format_name = serializers.SerializerMethodField()
    encoding = serializers.CharField()
    found = serializers.IntegerField()
    imported = serializers.IntegerField()
    rejected = serializers.IntegerField()
    readable = serializers.IntegerField()
    uploaded_at = Moment()
    imported_at = Moment(allow_null=True)
    run_again_on = serializers.DateField(allow_null=True)
    error = serializers.SerializerMethodField()
    twins = serializers.SerializerMethodField(
        help_text="Files of the review with the same content."
    )

    def get_format_name(self, one: ImportFile) -> str:
        """What people call the format."""
        return format_label(one)

    def get_error(self, one: ImportFile) -> str:
        """Why the file cannot be read."""
        return say(one.error) if one.error else ""

    def get_twins(self, one: ImportFile) -> list[int]:
        """At most five of them."""
        return [twin.pk for twin in twins(one)[:5]]


class FileLookAnswer(FileAnswer):
    """A file with the beginning of what was found in it."""

    preview = serializers.ListField(
        child=serializers.DictField(), help_text="The first records as they would come in."
    )
    problems = serializers.SerializerMethodField()
    columns = serializers.SerializerMethodField(
        help_text="Of a table: column → field it is taken for."
    )
    job = serializers.SerializerMethodField()

    def get_problems(self, one: ImportFile) -> list[dict[str, Any]]:
        """What was noticed, by line."""
        return [{"line": p.get("line"), "message": say(p["message"])} for p in one.problems]

    def get_columns(self, one: ImportFile) -> dict[str, str]:
        """How the columns of a table are understood."""
        return dict((one.options.get("table") or {}).get("mapping", {}))

    def get_job(self, one: ImportFile) -> dict[str, Any] | None:
        """The newest work on the file."""
        job = job_of(one)
        return told(job) | {"created_at": None, "finished_at": None} if job else None


class RejectedAnswer(serializers.Serializer):
    """An entry that could not become a record."""

    id = Id()
    line = serializers.IntegerField()
    message = serializers.SerializerMethodField()
    raw = serializers.CharField()
    mended_as = Id(source="mended_as_id", allow_null=True)

    def get_message(self, one: RejectedEntry) -> str:
        """Why."""
        return say(one.message)


class UploadInput(serializers.Serializer):
    """A file as the database gave it, or a zip of several."""

    file = serializers.FileField(allow_empty_file=True)
    run_again_on = serializers.DateField(
        required=False, help_text="The day the search was run again."
    )


class ReadAgainInput(serializers.Serializer):
    """How a file is to be read; what is left out is found from the content."""

    format = serializers.ChoiceField(choices=sorted(FORMATS), required=False)
    encoding = serializers.ChoiceField(choices=list(ENCODINGS), required=False)
    columns = serializers.DictField(child=serializers.CharField(max_length=40), required=False)


class ImportInput(serializers.Serializer):
    """Whether a file whose content is imported already comes in once more."""

    again = serializers.BooleanField(required=False, default=False)


class MendInput(serializers.Serializer):
    """The text of a rejected entry, mended."""

    raw = serializers.CharField(max_length=1_000_000, trim_whitespace=False)


class RecordIds(serializers.Serializer):
    """Records that were made."""

    records = serializers.ListField(child=Id())


class DependentsAnswer(serializers.Serializer):
    """Work of people that rests on the records of a file."""

    kind = serializers.CharField()
    count = serializers.IntegerField()


@operation(
    "GET",
    REVIEW + "searches/<int:search_id>/files/",
    query=(PageQuery,),
    answers=paged("File", FileAnswer),
)
def list_files(call: Call) -> dict[str, Any]:
    """The files of a search, newest first."""
    search = one_of(Search.objects.filter(review=call.review), pk=call.parts["search_id"])
    return page_of(call, search.files.select_related("review"), order="-pk")


@operation(
    "POST",
    REVIEW + "searches/<int:search_id>/files/",
    takes=UploadInput,
    answers=FileAnswer,
    many=True,
    upload=True,
    slow=True,
    **IMPORT,
)
def upload_file(call: Call) -> list[ImportFile]:
    """Brings a file. It is kept as it is and read; nothing is imported before `import_file`.

    A zip becomes the files in it. What is large is read in the background: its state is `reading` meanwhile.
    """
    search = one_of(
        Search.objects.select_related("review"), review=call.review, pk=call.parts["search_id"]
    )
    form = UploadForm(
        {"run_again_on": call.data.get("run_again_on")}, {"files": [call.data["file"]]}
    )
    values = cleaned(form)
    with Reader(seconds=PATIENCE) as reader:
        stored = _keep(call, search, values["files"][0], reader, values["run_again_on"])
        read_now_or_later(call.review, call.user, stored, reader)
    return stored


def _keep(call: Call, search: Search, file: Any, reader: Reader, day: Any) -> list[ImportFile]:
    upload = Upload(file.name or "?", file)
    head = file.read(1 << 16)
    file.seek(0)
    whole = not is_archive(head) or is_project(file)
    file.seek(0)
    if whole:
        return [actions.store(by=call.user, search=search, upload=upload, run_again_on=day)]
    return actions.unpack(
        by=call.user, search=search, upload=upload, reader=reader, run_again_on=day
    )[0]


@operation("GET", ONE, answers=FileLookAnswer)
def get_file(call: Call) -> ImportFile:
    """A file: what was found in it before the import, and what became of it after."""
    one = _own(call)
    if one.options.get("decisions") and not call.access.may("lead"):
        one.preview = []  # the texts of such a file are the leads' (blinding)
    return one


@operation("GET", ONE + "content/", answers="application/octet-stream")
def get_file_content(call: Call) -> FileResponse:
    """The file exactly as it was brought."""
    one = _own(call)
    check_may_see_text(call.access, one)
    content = default_storage.open(one.stored.name)
    return FileResponse(
        content, as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )


@operation("GET", ONE + "rejected/", query=(PageQuery,), answers=paged("Rejected", RejectedAnswer))
def list_rejected(call: Call) -> dict[str, Any]:
    """Entries of the file that could not become records, with line, reason and text."""
    one = _own(call)
    check_may_see_text(call.access, one)
    return page_of(call, RejectedEntry.objects.filter(file=one), order="pk")


@operation(
    "POST",
    ONE + "rejected/<int:entry_id>/mend/",
    takes=MendInput,
    answers=RecordIds,
    slow=True,
    **IMPORT,
)
def mend_entry(call: Call) -> dict[str, list[int]]:
    """Reads a rejected entry again from its mended text, and imports what it holds."""
    entry = one_of(RejectedEntry.objects.filter(file=_own(call)), pk=call.parts["entry_id"])
    with transaction.atomic():
        made = mend(by=call.user, entry=entry, raw=call.data["raw"].replace("\r\n", "\n"))
        tasks.send(import_job.next_dedupe(call.review, call.user))
    return {"records": [record.pk for record in made]}


@operation(
    "POST",
    ONE + "read/",
    takes=ReadAgainInput,
    answers=FileLookAnswer,
    status=200,
    slow=True,
    **IMPORT,
)
def read_file_again(call: Call) -> ImportFile:
    """Reads the file with another format, encoding or meaning of its columns."""
    one = actions.choose(
        by=call.user,
        file=_own(call),
        format_key=call.data.get("format", ""),
        encoding=call.data.get("encoding", ""),
        mapping=call.data.get("columns", {}),
    )
    with Reader(seconds=PATIENCE) as reader:
        read_now_or_later(call.review, call.user, [one], reader)
    return _own(call)


@operation("POST", ONE + "import/", takes=ImportInput, answers=JobAnswer, status=202, **IMPORT)
def import_file(call: Call) -> dict[str, Any]:
    """Imports what can be read of the file, all of it or nothing, as a job."""
    with transaction.atomic():
        job = import_job.begin_import(by=call.user, file=_own(call), again=call.data["again"])
        tasks.send(job)
    return told(job)


@operation("GET", ONE + "dependents/", answers=DependentsAnswer, many=True, **IMPORT)
def list_dependents(call: Call) -> list[Any]:
    """Work of people that rests on the file's records: while there is any, the import cannot be undone."""
    return dependents(_own(call), call.access)


@operation("POST", ONE + "undo/", answers=JobAnswer, status=202, **IMPORT)
def undo_import(call: Call) -> dict[str, Any]:
    """Takes the import back, as a job; refused while work of people rests on it."""
    with transaction.atomic():
        job = undoing.begin_undo(by=call.user, file=_own(call))
        tasks.send(job)
    return told(job)


@operation("DELETE", ONE, **IMPORT)
def discard_file(call: Call) -> None:
    """Takes away a file that was not imported."""
    actions.discard(by=call.user, file=_own(call))


def _own(call: Call) -> ImportFile:
    rows: QuerySet[ImportFile] = file_of(call.access, call.parts["file_id"])
    found: ImportFile = one_of(rows)
    return found
