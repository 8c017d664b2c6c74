"""Files brought to a search: stored as they are under made-up names, read, read again differently,
discarded.
"""

import hashlib
import tempfile
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.imports.local_copies import local_path
from screening.actions.imports.parser_client import Reader
from screening.actions.jobs.crash_points import reach
from screening.actions.refusal import Refusal
from screening.models import ImportFile, RejectedEntry, Search, User
from screening.records.columns import COLUMNS, DERIVED

#: Records shown before an import.
PREVIEWED = 5
PROBLEMS_KEPT = 300
AT_ONCE = 200
MOST_MEMBERS = 200
READING, READ, FAILED = ImportFile.State.READING, ImportFile.State.READ, ImportFile.State.FAILED
#: States in which a file may be read again or discarded.
OPEN = (READING, READ, FAILED)


class FileRefused(Refusal):
    """Something that may not be done with a file. `code`: state (it is being imported, or has
    been), twin (the same content is imported already), in_use (work of people rests on its
    records).
    """


@dataclass(frozen=True, slots=True)
class Upload:
    """Something a person uploads: its name, for people only, and its content."""

    name: str
    content: File  # type: ignore[type-arg]


def store(
    *, by: User, search: Search, upload: Upload, run_again_on: date | None = None
) -> ImportFile:
    """Keeps the file under a name of our own, with its SHA-256; it waits to be read.

    `run_again_on`: when the search was run again for it,
    where its first run was for an earlier version of the review.
    """
    digest = hashlib.sha256()
    for chunk in upload.content.chunks():
        digest.update(chunk)
    upload.content.seek(0)
    stored = default_storage.save(f"imports/{search.review_id}/{uuid.uuid4().hex}", upload.content)
    with transaction.atomic():
        file = ImportFile.objects.create(
            review_id=search.review_id,
            search=search,
            name=_short(upload.name),
            stored=stored,
            sha256=digest.hexdigest(),
            size=upload.content.size,
            state=READING,
            uploaded_by=by,
            run_again_on=run_again_on,
        )
        log(
            review=search.review,
            actor=by,
            verb="upload",
            file=file.name,
            file_id=file.pk,
            search=search.pk,
            sha256=file.sha256,
            size=file.size,
            run_again_on=run_again_on.isoformat() if run_again_on else None,
        )
    reach("import.stored")
    return file


def unpack(
    *, by: User, search: Search, upload: Upload, reader: Reader, run_again_on: date | None = None
) -> tuple[list[ImportFile], list[dict[str, Any]]]:
    """Keeps each file of an archive by itself;
    gives them and the messages (stored form) about what was not taken.
    """
    files: list[ImportFile] = []
    messages: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="unpacked-") as folder:
        archive = Path(folder) / "archive"
        with archive.open("wb") as copy:
            for chunk in upload.content.chunks():
                copy.write(chunk)
        request = {
            "do": "unpack",
            "name": upload.name,
            "path": str(archive),
            "into": folder,
            "most_bytes": settings.UPLOAD_LIMIT,
            "most_files": MOST_MEMBERS,
        }
        for answer in reader.ask(request):
            if answer["kind"] == "member":
                path = Path(answer["path"])
                with path.open("rb") as member:
                    kept = Upload(answer["name"], File(member))
                    files.append(
                        store(by=by, search=search, upload=kept, run_again_on=run_again_on)
                    )
                path.unlink()
            elif answer["kind"] == "problem":
                messages.append(answer["message"])
            elif answer["error"]:
                messages.append(answer["error"])
    return files, messages


def read(*, file: ImportFile, reader: Reader, tick: Any = bool) -> ImportFile:
    """Reads the file as it is marked to be read, and keeps what was found: counts, first records,
    problems, rejects.
    """
    RejectedEntry.objects.filter(file=file).delete()
    reach("import.decode")
    findings = Findings(file)
    rows: list[list[Any]] = []
    request = request_for(file, after=0, most=PREVIEWED)
    for answer in reader.ask(request, tick):
        if answer["kind"] == "rows":
            rows += answer["rows"]
        findings.take(answer)
    findings.keep_rejects()
    file.preview = [preview_of(row) for row in rows]
    file.found, file.rejected = findings.records + findings.rejected, findings.rejected
    file.problems, file.error = findings.problems, findings.error
    file.format, file.encoding = findings.format or file.format, findings.encoding or file.encoding
    found = {
        "table": findings.table,
        "decisions": findings.decisions,
        "unused": findings.unused,
        "readings": findings.readings,
    }
    kept = {name: value for name, value in file.options.items() if name not in found}
    file.options = kept | {name: value for name, value in found.items() if value}
    file.state = FAILED if findings.error and not findings.records else READ
    changed = [
        "preview",
        "found",
        "rejected",
        "problems",
        "error",
        "format",
        "encoding",
        "options",
        "state",
    ]
    ImportFile.objects.filter(pk=file.pk, state__in=OPEN).update(
        **{name: getattr(file, name) for name in changed}
    )
    if known := _known_mapping(file):
        file.options = file.options | {"mapping": known}
        return read(file=file, reader=reader, tick=tick)
    return file


def _known_mapping(file: ImportFile) -> dict[str, str]:
    """What a person chose for the columns of an earlier file with the same header;
    empty if nobody did.
    """
    table = file.options.get("table")
    if table is None or "mapping" in file.options or "chosen" in file.options:
        return {}
    earlier = ImportFile.objects.filter(review=file.review_id, options__has_key="mapping").exclude(
        pk=file.pk
    )
    for other in earlier.order_by("-pk")[:50]:
        if other.options.get("table", {}).get("header") == table["header"]:
            return dict(other.options["mapping"])
    return {}


@transaction.atomic
def choose(
    *, by: User, file: ImportFile, format_key: str, encoding: str, mapping: Mapping[str, str]
) -> ImportFile:
    """Notes how a person wants the file read; "" leaves format or encoding to be found.
    It waits to be read again.

    Raises FileRefused("state") once it is being imported.
    """
    options: dict[str, Any] = {"chosen": {"format": format_key, "encoding": encoding}}
    if mapping:
        options["mapping"] = dict(mapping)
    kept = ImportFile.objects.filter(pk=file.pk, state__in=OPEN)
    if not kept.update(format="", encoding="", options=options, state=READING, error=None):
        raise FileRefused("state")
    log(
        review=file.review,
        actor=by,
        verb="choose_format",
        file=file.name,
        file_id=file.pk,
        format=format_key,
        encoding=encoding,
        mapping=options.get("mapping", {}),
    )
    file.refresh_from_db()
    return file


def discard(*, by: User, file: ImportFile) -> None:
    """Takes away a file that was not imported. Raises FileRefused("state") for any other."""
    with transaction.atomic():
        if not ImportFile.objects.filter(pk=file.pk, state__in=OPEN).exists():
            raise FileRefused("state")
        log(
            review=file.review,
            actor=by,
            verb="discard_file",
            file=file.name,
            file_id=file.pk,
            sha256=file.sha256,
        )
        file.delete()
    if not ImportFile.objects.filter(stored=file.stored.name).exists():
        default_storage.delete(file.stored.name)


def request_for(
    file: ImportFile, *, after: int, most: int | None, seconds: float = 3600
) -> dict[str, Any]:
    """What to ask the reader for: the rows of this file from a record number on."""
    chosen = file.options.get("chosen", {})
    return {
        "do": "read",
        "path": local_path(file.stored.name),
        "name": file.name,
        "format": chosen.get("format", ""),
        "encoding": chosen.get("encoding", ""),
        "options": {key: value for key, value in file.options.items() if key == "mapping"},
        "after": after,
        "most": most,
        "seconds": seconds,
        "seed": file.review.seed,
        "key": file.sha256[:16],
    }


class Findings:
    """What a reading tells beside the rows. Rejected entries go to their table in small steps."""

    def __init__(self, file: ImportFile) -> None:
        self.file = file
        self.format = self.encoding = ""
        self.records = self.rejected = 0
        self.problems: list[dict[str, Any]] = []
        self.error: dict[str, Any] | None = None
        self.table: dict[str, Any] = {}
        self.decisions: list[list[Any]] = []
        self.unused: list[list[Any]] = []
        self.readings: list[list[str]] = []
        self._waiting: list[RejectedEntry] = []

    def take(self, answer: Mapping[str, Any]) -> None:
        """One more answer of the reader."""
        if answer["kind"] == "start":
            self.format, self.encoding = answer["format"], answer["encoding"]
            self.readings = answer.get("readings", [])
        elif answer["kind"] == "table":
            self.table = {name: answer[name] for name in ("header", "mapping", "rows")}
        elif answer["kind"] == "problem":
            self._take_problem(answer)
        elif answer["kind"] == "end":
            self.error = answer["error"]
            self.decisions = answer.get("decisions", [])
            self.unused = answer.get("unused", [])
            self.records = answer.get("records", self.records)

    def _take_problem(self, answer: Mapping[str, Any]) -> None:
        if not answer["rejected"]:
            if len(self.problems) < PROBLEMS_KEPT:
                self.problems.append(
                    {
                        "line": answer["line"],
                        "message": answer["message"],
                        "times": answer.get("times", 1),
                    }
                )
            return
        self.rejected += 1
        self._waiting.append(
            RejectedEntry(
                file=self.file, line=answer["line"], message=answer["message"], raw=answer["raw"]
            )
        )
        if len(self._waiting) >= AT_ONCE:
            self.keep_rejects()

    def keep_rejects(self) -> None:
        """Writes the rejected entries that wait."""
        RejectedEntry.objects.bulk_create(self._waiting)
        self._waiting = []


def preview_of(row: Iterable[Any]) -> dict[str, Any]:
    """The columns of a row by name, without what only the database needs."""
    named = dict(zip((*COLUMNS, "shuffle", "words", "line", "raw"), row, strict=True))
    return {
        name: value
        for name, value in named.items()
        if name not in {*DERIVED, "shuffle", "words", "raw"}
    }


def _short(name: str) -> str:
    """A name that fits: people see its beginning and its end."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "") or "?"
    return name if len(name) <= 255 else f"{name[:200]}…{name[-54:]}"
