"""Searching a service: looked at first, begun as a job (`search_fetch`),
and let in or left out by a lead.

A run that is repeated for an update ends in an inbox: how many are new, how many known;
a lead lets them in.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused, begin, set_state
from screening.actions.connectors.search_fetch import searching_of
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.imports.import_files import FileRefused, discard
from screening.actions.imports.import_job import begin_import
from screening.actions.imports.searches import add_search
from screening.actions.jobs import job_queue
from screening.connectors import Connector, Counted, Query
from screening.formats import parse
from screening.models import ImportFile, Job, Review, ServiceRun, User
from screening.models import Search as SearchRow
from screening.queries.connectors.runs import last_run_on, service_of
from screening.queries.connectors.services import is_on
from screening.records.record import Record

State = ServiceRun.State
LOOKED_AT = 20
#: An update asks for two weeks more than have passed: days of indexing jump, and known ids are told
#: apart anyway.
OVERLAP = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would bring: the number, how the service understood it, and the first records."""

    counted: Counted
    records: list[Record]


def preview(*, review: Review, service: str, query: str) -> Preview:
    """The count and the first records, while a person waits. Raises ServiceError, SwitchedOff,
    ConnectorRefused.
    """
    if not query.strip():
        raise ConnectorRefused("empty")
    _connector, searching = searching_of(service)
    with open_session(service, review=review, what="search", hurried=True) as session:
        counted = searching.count(session, Query(query))
        body = searching.first(session, Query(query), LOOKED_AT) if counted.reported else b""
    return Preview(
        counted, parse(body, name="", format_key=searching.format).records if body else []
    )


@transaction.atomic
def begin_search(*, by: User, review: Review, service: str, query: str) -> tuple[ServiceRun, Job]:
    """Writes the search down as PRISMA-S asks, and gives the job that fetches and imports it,
    to be sent.

    Raises ConnectorRefused: empty, off.
    """
    if not query.strip():
        raise ConnectorRefused("empty")
    connector, _ = searching_of(service)
    if not is_on(review, service):
        raise ConnectorRefused("off")
    search = add_search(
        by=by,
        review=review,
        kind=connector.kind,
        name=connector.label,
        platform=platform_of(connector),
        date_run=timezone.localdate(),
        strategy=query.strip(),
        ran_by=str(by)[:200],
    )
    return begin(
        by=by,
        review=review,
        purpose="search",
        services=[service],
        search=search,
        query=query.strip(),
    )


def platform_of(connector: Connector) -> str:
    """What PRISMA-S names the platform: the service's own site, asked by program."""
    return f"{connector.address.removeprefix('https://').split('/')[0]} (API)"


@transaction.atomic
def begin_update(
    *,
    by: User | None,
    search: SearchRow,
    service: str = "",
    query: str = "",
    everything: bool = False,
) -> tuple[ServiceRun, Job]:
    """Runs a search again since it was last run; with `everything` its whole time,
    and only unknown ids are fetched.

    Raises ConnectorRefused: off, empty (no query is written down), busy.
    """
    service = service or service_of(search)
    searching_of(service)
    query = (query or search.strategy).strip()
    if not query:
        raise ConnectorRefused("empty")
    last = last_run_on(search)
    since = None if everything or last is None else last - OVERLAP
    return begin(
        by=by,
        review=search.review,
        purpose="update",
        services=[service],
        search=search,
        query=query,
        since=since,
    )


@transaction.atomic
def take_over(*, by: User, run: ServiceRun) -> list[Job]:
    """Lets in what a run found: the jobs that import it, to be sent.
    Raises ConnectorRefused("state").
    """
    run = ServiceRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.READY or not (files := files_of(run)):
        raise ConnectorRefused("state")
    try:
        begun = [begin_import(by=by, file=file, again=True) for file in files]
    except FileRefused:
        raise ConnectorRefused("state") from None
    set_state(run, State.TAKEN)
    log(
        review=run.review,
        actor=by,
        verb="take_update",
        run_id=run.pk,
        search=run.search_id,
        new=run.new,
    )
    return begun


def files_of(run: ServiceRun) -> list[ImportFile]:
    """The files that a run has made, one for a search, one a service for citations."""
    ids = run.facts.get("files") or [run.file_id]
    return list(
        ImportFile.objects.filter(
            review=run.review_id, pk__in=[each for each in ids if each]
        ).order_by("pk")
    )


@transaction.atomic
def leave_out(*, by: User, run: ServiceRun) -> None:
    """Throws away what a run found. Raises ConnectorRefused("state")."""
    run = ServiceRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.READY or run.purpose not in ("update", "citations"):
        raise ConnectorRefused("state")
    files = files_of(run)
    # Ids that were not let in are not known: a later update finds them again.
    set_state(run, State.LEFT, file=None, ids=[])
    log(
        review=run.review,
        actor=by,
        verb="leave_update",
        run_id=run.pk,
        search=run.search_id,
        new=run.new,
    )
    try:
        for file in files:
            discard(by=by, file=file)
    except FileRefused:
        raise ConnectorRefused("state") from None


def unfinished_of(run: ServiceRun) -> Job | None:
    """The job at work on a run, or the last that was."""
    found = Job.objects.filter(review=run.review_id, params__run=run.pk)
    return found.order_by("-pk").first()


def go_on(*, run: ServiceRun) -> Job | None:
    """A failed run's job, to be sent, to go on behind its last page. None when there is none."""
    job = unfinished_of(run)
    if job is None or run.state != State.FAILED:
        return None
    set_state(run, State.WAITING, message=None, finished_at=None)
    return job_queue.retry(job=job)
