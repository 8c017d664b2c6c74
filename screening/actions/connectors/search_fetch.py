"""The job that carries a search out: fetched page by page, kept as one file,
and imported as any file is.
"""

import zlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.imports.import_files import Upload, read, store
from screening.actions.imports.import_job import begin_import
from screening.actions.imports.parser_client import Reader
from screening.actions.imports.searches import change_search
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Running
from screening.connectors import CONNECTORS, Connector, Counted, Query, Searching
from screening.models import ImportFile, RunPage, SearchSchedule, ServiceRun, User
from screening.models import Search as SearchRow
from screening.queries.connectors.runs import known_ids
from screening.records.messages import Message, gettext_noop

State = ServiceRun.State
FETCHING = gettext_noop("%(n)s of %(of)s records fetched from %(service)s.")
TOO_FEW = gettext_noop("%(service)s reported %(reported)s records and handed out %(fetched)s.")
CUT_OFF = gettext_noop(
    "Only the first %(most)s records were fetched; %(service)s reported %(reported)s."
)


def searching_of(key: str) -> tuple[Connector, Searching]:
    """A service and how it is searched. Raises ConnectorRefused("off")."""
    connector = CONNECTORS.get(key)
    if connector is None or connector.searching is None:
        raise ConnectorRefused("off")
    return connector, connector.searching


def fetch(running: Running) -> dict[str, Any]:
    """The job "fetch". Params: run. Goes on behind the last page; result: the run,
    and the import that follows.
    """
    run = ServiceRun.objects.select_related("search", "review", "by").get(pk=running.params["run"])
    if run.state in (State.READY, State.TAKEN, State.LEFT):
        return {"run": run.pk}
    set_state(run, State.RUNNING, message=None, finished_at=None)
    with reporting(run):
        _fetch_pages(run, running)
    reach("fetch.pages")
    file = _as_file(run)
    reach("fetch.stored")
    return _conclude(run, file, running)


def _fetch_pages(run: ServiceRun, running: Running) -> None:
    connector, searching = searching_of(run.services[0])
    query = Query(run.query, run.since)
    known = (
        known_ids(run.search, connector.key) if run.purpose == "update" and run.search else set()
    )
    with open_session(connector.key, review=run.review, what=run.purpose) as session:
        if "state" not in running.resume:
            _note_count(run, searching.count(session, query))
            running.remember(state=searching.begin(session, query), page=0, fetched=0)
        while (state := running.resume["state"]) is not None and running.resume[
            "fetched"
        ] < searching.most:
            page = searching.page(session, state, known)
            fetched = running.resume["fetched"] + len(page.ids)
            with transaction.atomic():
                running.remember(
                    state=page.following, page=running.resume["page"] + 1, fetched=fetched
                )
                body = zlib.compress(page.body) if page.body else b""
                RunPage.objects.create(
                    run=run, number=running.resume["page"], ids=list(page.ids), body=body
                )
                reach("fetch.page", running.resume["page"])
            values = {"n": fetched, "of": run.reported, "service": connector.label}
            running.advance(fetched, run.reported, Message(FETCHING, values))


def _note_count(run: ServiceRun, counted: Counted) -> None:
    run.reported, run.sent, run.translation = counted.reported, counted.sent, counted.translation
    run.warnings = list(counted.warnings)
    run.save(update_fields=["reported", "sent", "translation", "warnings"])
    if run.purpose == "search" and run.search and run.by:
        change_search(by=run.by, search=run.search, hits=counted.reported)


def _as_file(run: ServiceRun) -> ImportFile | None:
    """The raw answers as one file of the search, read and waiting; None when there is nothing new."""
    connector, searching = searching_of(run.services[0])
    pages = RunPage.objects.filter(run=run).order_by("number")
    if not any(pages.values_list("body", flat=True).iterator()):
        return None
    name = f"{connector.key}-{run.pk}.{searching.extension}"
    # A worker that died behind the storing finds its file again.
    file = ImportFile.objects.filter(search=run.search, name=name).first()
    if file is None:
        with TemporaryFile() as whole:
            for piece in searching.join(_bodies(run)):
                whole.write(piece)
            whole.seek(0)
            again = timezone.localdate() if run.purpose == "update" else None
            upload = Upload(name, File(whole, name=name))
            file = store(by=_actor(run), search=_search_of(run), upload=upload, run_again_on=again)
    if file.state == ImportFile.State.READING:
        file.options = {"chosen": {"format": searching.format, "encoding": "utf-8"}}
        file.save(update_fields=["options"])
        with Reader(seconds=3600, patient=True) as reader:
            file = read(file=file, reader=reader)
    return file


def _bodies(run: ServiceRun) -> Iterator[bytes]:
    for body in (
        RunPage.objects.filter(run=run)
        .order_by("number")
        .values_list("body", flat=True)
        .iterator(chunk_size=1)
    ):
        if body:
            yield zlib.decompress(bytes(body))


def _search_of(run: ServiceRun) -> SearchRow:
    assert run.search is not None, "a search that is fetched has a row"  # noqa: S101
    return run.search


def _actor(run: ServiceRun) -> User:
    """Who began it; for a schedule, whoever set that up."""
    if run.by is not None:
        return run.by
    return SearchSchedule.objects.select_related("by").get(search=run.search).by


def _conclude(run: ServiceRun, file: ImportFile | None, running: Running) -> dict[str, Any]:
    ids = [each for page in RunPage.objects.filter(run=run).order_by("number") for each in page.ids]
    ids = list(dict.fromkeys(ids))
    new = file.found if file else 0
    following: list[int] = []
    with transaction.atomic():
        running.remember(concluded=True)
        _warn(run, len(ids))
        ready = State.READY if run.purpose == "update" and file else State.TAKEN
        set_state(
            run,
            ready,
            file=file,
            ids=ids,
            new=new,
            known=max(len(ids) - new, 0),
            warnings=run.warnings,
        )
        log(
            review=run.review,
            actor=run.by,
            verb="services_answered",
            purpose=run.purpose,
            services=run.services,
            run_id=run.pk,
            search=run.search_id,
            reported=run.reported,
            fetched=len(ids),
            new=new,
        )
        if run.purpose == "search" and file and file.state == ImportFile.State.READ:
            following.append(begin_import(by=_actor(run), file=file, again=True).pk)
        RunPage.objects.filter(run=run).delete()
    return {"run": run.pk, "then": following}


def _warn(run: ServiceRun, fetched: int) -> None:
    """Numbers that do not agree are told, not made to agree: announced counts are not exact."""
    connector, searching = searching_of(run.services[0])
    if run.reported is None or fetched >= run.reported:
        return
    values = {
        "service": connector.label,
        "reported": run.reported,
        "fetched": fetched,
        "most": searching.most,
    }
    words = CUT_OFF if fetched >= searching.most else TOO_FEW
    run.warnings = [*run.warnings, Message(words, values).to_json()]
