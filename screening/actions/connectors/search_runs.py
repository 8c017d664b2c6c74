"""Searching a service: looked at first, fetched page by page, kept as one file, and imported as any file is.

A run that is repeated for an update ends in an inbox: how many are new, how many known; a lead lets them in.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused, begin, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.imports.import_files import FileRefused, Upload, discard, read, store
from screening.actions.imports.import_job import begin_import
from screening.actions.imports.parser_client import Reader
from screening.actions.imports.searches import add_search, change_search
from screening.actions.jobs import job_queue
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Running
from screening.connectors import CONNECTORS, Connector, Counted, Query, Searching
from screening.formats import parse
from screening.models import ImportFile, Job, Review, RunPage, SearchSchedule, ServiceRun, User
from screening.models import Search as SearchRow
from screening.queries.connectors.runs import known_ids, last_run_on, service_of
from screening.queries.connectors.services import is_on
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

State = ServiceRun.State
LOOKED_AT = 20
OVERLAP = timedelta(days=14)
"""An update asks for two weeks more than have passed: days of indexing jump, and known ids are told apart anyway."""
FETCHING = gettext_noop("%(n)s of %(of)s records fetched from %(service)s.")
TOO_FEW = gettext_noop("%(service)s reported %(reported)s records and handed out %(fetched)s.")
CUT_OFF = gettext_noop("Only the first %(most)s records were fetched; %(service)s reported %(reported)s.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would bring: the number, how the service understood it, and the first records."""

    counted: Counted
    records: list[Record]


def _searching(key: str) -> tuple[Connector, Searching]:
    connector = CONNECTORS.get(key)
    if connector is None or connector.searching is None:
        raise ConnectorRefused("off")
    return connector, connector.searching


def preview(*, review: Review, service: str, query: str) -> Preview:
    """The count and the first records, while a person waits. Raises ServiceError, SwitchedOff, ConnectorRefused."""
    if not query.strip():
        raise ConnectorRefused("empty")
    _connector, searching = _searching(service)
    with open_session(service, review=review, what="search", hurried=True) as session:
        counted = searching.count(session, Query(query))
        body = searching.first(session, Query(query), LOOKED_AT) if counted.reported else b""
    return Preview(counted, parse(body, name="", format_key=searching.format).records if body else [])


@transaction.atomic
def begin_search(*, by: User, review: Review, service: str, query: str) -> tuple[ServiceRun, Job]:
    """Writes the search down as PRISMA-S asks, and gives the job that fetches and imports it, to be sent.

    Raises ConnectorRefused: empty, off.
    """
    if not query.strip():
        raise ConnectorRefused("empty")
    connector, _ = _searching(service)
    if not is_on(review, service):
        raise ConnectorRefused("off")
    search = add_search(
        by=by, review=review, kind=connector.kind, name=connector.label, platform=platform_of(connector),
        date_run=timezone.localdate(), strategy=query.strip(), ran_by=str(by)[:200],
    )  # fmt: skip
    return begin(by=by, review=review, purpose="search", services=[service], search=search, query=query.strip())


def platform_of(connector: Connector) -> str:
    """What PRISMA-S names the platform: the service's own site, asked by program."""
    return f"{connector.address.removeprefix('https://').split('/')[0]} (API)"


@transaction.atomic
def begin_update(
    *, by: User | None, search: SearchRow, service: str = "", query: str = "", everything: bool = False
) -> tuple[ServiceRun, Job]:  # fmt: skip
    """Runs a search again since it was last run; with `everything` its whole time, and only unknown ids are fetched.

    Raises ConnectorRefused: off, empty (no query is written down), busy.
    """
    service = service or service_of(search)
    _searching(service)
    query = (query or search.strategy).strip()
    if not query:
        raise ConnectorRefused("empty")
    last = last_run_on(search)
    since = None if everything or last is None else last - OVERLAP
    return begin(
        by=by, review=search.review, purpose="update", services=[service], search=search, query=query, since=since
    )  # fmt: skip


def fetch(running: Running) -> dict[str, Any]:
    """The job "fetch". Params: run. Goes on behind the last page; result: the run, and the import that follows."""
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
    connector, searching = _searching(run.services[0])
    query = Query(run.query, run.since)
    known = known_ids(run.search, connector.key) if run.purpose == "update" and run.search else set()
    with open_session(connector.key, review=run.review, what=run.purpose) as session:
        if "state" not in running.resume:
            _note_count(run, searching.count(session, query))
            running.remember(state=searching.begin(session, query), page=0, fetched=0)
        while (state := running.resume["state"]) is not None and running.resume["fetched"] < searching.most:
            page = searching.page(session, state, known)
            fetched = running.resume["fetched"] + len(page.ids)
            with transaction.atomic():
                running.remember(state=page.following, page=running.resume["page"] + 1, fetched=fetched)
                body = zlib.compress(page.body) if page.body else b""
                RunPage.objects.create(run=run, number=running.resume["page"], ids=list(page.ids), body=body)
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
    connector, searching = _searching(run.services[0])
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
        RunPage.objects.filter(run=run).order_by("number").values_list("body", flat=True).iterator(chunk_size=1)
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
        set_state(run, ready, file=file, ids=ids, new=new, known=max(len(ids) - new, 0), warnings=run.warnings)
        log(
            review=run.review, actor=run.by, verb="services_answered", purpose=run.purpose, services=run.services,
            run_id=run.pk, search=run.search_id, reported=run.reported, fetched=len(ids), new=new,
        )  # fmt: skip
        if run.purpose == "search" and file and file.state == ImportFile.State.READ:
            following.append(begin_import(by=_actor(run), file=file, again=True).pk)
        RunPage.objects.filter(run=run).delete()
    return {"run": run.pk, "then": following}


def _warn(run: ServiceRun, fetched: int) -> None:
    """Numbers that do not agree are told, not made to agree: announced counts are not exact."""
    connector, searching = _searching(run.services[0])
    if run.reported is None or fetched >= run.reported:
        return
    values = {"service": connector.label, "reported": run.reported, "fetched": fetched, "most": searching.most}
    words = CUT_OFF if fetched >= searching.most else TOO_FEW
    run.warnings = [*run.warnings, Message(words, values).to_json()]


@transaction.atomic
def take_over(*, by: User, run: ServiceRun) -> list[Job]:
    """Lets in what a run found: the jobs that import it, to be sent. Raises ConnectorRefused("state")."""
    run = ServiceRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.READY or not (files := files_of(run)):
        raise ConnectorRefused("state")
    try:
        begun = [begin_import(by=by, file=file, again=True) for file in files]
    except FileRefused:
        raise ConnectorRefused("state") from None
    set_state(run, State.TAKEN)
    log(review=run.review, actor=by, verb="take_update", run_id=run.pk, search=run.search_id, new=run.new)
    return begun


def files_of(run: ServiceRun) -> list[ImportFile]:
    """The files that a run has made, one for a search, one a service for citations."""
    ids = run.facts.get("files") or [run.file_id]
    return list(ImportFile.objects.filter(review=run.review_id, pk__in=[each for each in ids if each]).order_by("pk"))


@transaction.atomic
def leave_out(*, by: User, run: ServiceRun) -> None:
    """Throws away what a run found. Raises ConnectorRefused("state")."""
    run = ServiceRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.READY or run.purpose not in ("update", "citations"):
        raise ConnectorRefused("state")
    files = files_of(run)
    # Ids that were not let in are not known: a later update finds them again.
    set_state(run, State.LEFT, file=None, ids=[])
    log(review=run.review, actor=by, verb="leave_update", run_id=run.pk, search=run.search_id, new=run.new)
    try:
        for file in files:
            discard(by=by, file=file)
    except FileRefused:
        raise ConnectorRefused("state") from None


@transaction.atomic
def set_schedule(*, by: User, search: SearchRow, every_days: int | None) -> SearchSchedule | None:
    """Has a search run again by itself every so many days; None ends that. Raises ConnectorRefused: off, empty."""
    if every_days is None:
        ended, _ = SearchSchedule.objects.filter(search=search).delete()
        if ended:
            log(review=search.review, actor=by, verb="end_schedule", search=search.pk, name=search.name)
        return None
    service = service_of(search)
    if not is_on(search.review, service):
        raise ConnectorRefused("off")
    if not search.strategy.strip():
        raise ConnectorRefused("empty")
    values = {"service": service, "query": search.strategy, "every_days": every_days, "by": by}
    values["next_on"] = timezone.localdate() + timedelta(days=every_days)
    row, _ = SearchSchedule.objects.update_or_create(search=search, defaults=values)
    log(review=search.review, actor=by, verb="set_schedule", search=search.pk, name=search.name, days=every_days)
    return row


def begin_due(now: datetime) -> list[Job]:
    """Runs searches again whose day has come, of reviews that are worked on; the jobs, to be delivered."""
    begun = []
    today: date = timezone.localdate(now)
    due = SearchSchedule.objects.filter(
        next_on__lte=today, search__review__put_away_at=None, search__review__deleting_at=None
    )
    for row in due.select_related("search__review"):
        following = today + timedelta(days=row.every_days)
        # Of two workers that look at once, one moves the day.
        if not SearchSchedule.objects.filter(pk=row.pk, next_on=row.next_on).update(next_on=following):
            continue
        try:
            begun.append(begin_update(by=None, search=row.search, service=row.service, query=row.query)[1])
        except ConnectorRefused:
            continue
    return begun


def unfinished_of(run: ServiceRun) -> Job | None:
    """The job at work on a run, or the last that was."""
    found = Job.objects.filter(review=run.review_id, params__run=run.pk)
    return found.order_by("-pk").first()


def go_on(*, run: ServiceRun) -> Job | None:
    """A failed run's job, waiting again to go on behind its last page; to be sent. None when there is none."""
    job = unfinished_of(run)
    if job is None or run.state != State.FAILED:
        return None
    set_state(run, State.WAITING, message=None, finished_at=None)
    return job_queue.retry(job=job)


def newest_days(review: Review) -> dict[int, Any]:
    """Search → when it was last run by a service."""
    rows = ServiceRun.objects.filter(review=review, search__isnull=False, state__in=[State.READY, State.TAKEN])
    return dict(rows.order_by().values_list("search").annotate(Max("at")))
