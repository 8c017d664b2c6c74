"""What all work with services has in common: a run is begun, noted, fails with words,
or waits until a service asks.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from screening import PROGRAM
from screening.actions.connectors.sessions import SwitchedOff
from screening.actions.history.event_log import log
from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import Failed, PutOff
from screening.actions.refusal import Refusal
from screening.connectors import Parked, ServiceError
from screening.models import Job, Review, ServiceRun, User
from screening.queries.connectors.services import usable

State = ServiceRun.State
#: The kind of job that does each purpose.
JOBS = {
    "search": "fetch",
    "update": "fetch",
    "complete": "complete",
    "notices": "notices",
    "citations": "chase",
    "full_texts": "full_texts",
}
#: What a service has to be able to do for a purpose of another name.
ABILITY = {"update": "search"}


class ConnectorRefused(Refusal):
    """Something that may not be asked of services. `code`: off (no service that can do it is on),
    empty (nothing was given), busy (the same is being done already), none (no record is meant),
    state (it was taken over or left out).
    """


@transaction.atomic
def begin(
    *,
    by: User | None,
    review: Review,
    purpose: str,
    services: Iterable[str],
    params: dict[str, Any] | None = None,
    **fields: Any,
) -> tuple[ServiceRun, Job]:
    """A run and the job that does it, to be sent. Raises ConnectorRefused: off, busy."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    able = {connector.key for connector in usable(review, ABILITY.get(purpose, purpose))}
    chosen = [key for key in services if key in able]
    if not chosen:
        raise ConnectorRefused("off")
    unfinished = ServiceRun.objects.filter(
        review=review, purpose=purpose, state__in=[State.WAITING, State.RUNNING]
    )
    if unfinished.filter(search=fields.get("search")).exists():
        raise ConnectorRefused("busy")
    run = ServiceRun.objects.create(
        review=review, by=by, purpose=purpose, services=chosen, program=PROGRAM, **fields
    )
    log(
        review=review,
        actor=by,
        verb="ask_services",
        purpose=purpose,
        services=chosen,
        run_id=run.pk,
        search=run.search_id,
        query=run.query,
    )
    return run, job_queue.enqueue(
        kind=JOBS[purpose], review=review, by=by, run=run.pk, **(params or {})
    )


@contextmanager
def reporting(run: ServiceRun) -> Iterator[None]:
    """What services refuse ends the job with their words; what they put off puts the job off."""
    try:
        yield
    except Parked as parked:
        set_state(run, State.WAITING, message=parked.message.to_json())
        raise PutOff(parked.message, parked.until) from parked
    except (ServiceError, SwitchedOff) as error:
        raise Failed(error.message) from error


def set_state(run: ServiceRun, state: str, **fields: Any) -> None:
    """Writes the state of a run, and what came of it."""
    if state not in (State.WAITING, State.RUNNING):
        fields.setdefault("finished_at", timezone.now())
    for name, value in ({"state": state} | fields).items():
        setattr(run, name, value)
    run.save(update_fields=["state", *fields])


def clear_run(job: Job) -> None:
    """Says in the run that its job failed or was cancelled; a retry goes on from its pages."""
    unfinished = ServiceRun.objects.filter(
        pk=job.params.get("run"), state__in=[State.WAITING, State.RUNNING]
    )
    unfinished.update(state=State.FAILED, finished_at=timezone.now())
