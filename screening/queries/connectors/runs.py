"""Runs of services: what a search knows already, when it was last run, what waits in the inbox."""

from datetime import date

from django.db.models import QuerySet

from screening.connectors import CONNECTORS
from screening.models import Job, Record, Review, Search, ServiceRun
from screening.queries.jobs.job_progress import Progress, progress

State = ServiceRun.State
#: Under which scheme the readers of formats keep a service's own id.
SCHEME = {"europepmc": "europepmc", "openalex": "openalex", "clinicaltrials": "nct"}


def known_ids(search: Search, service: str) -> set[str]:
    """Ids, as the service gives them, that earlier runs of this search listed or its records carry.

    Of this search alone: what another database has brought is a record more when this one finds it.
    """
    runs = ServiceRun.objects.filter(
        search=search, services=[service], state__in=[State.TAKEN, State.READY]
    )
    known = {each for ids in runs.values_list("ids", flat=True) for each in ids}
    rows = Record.objects.filter(search=search)
    if service == "pubmed":
        known |= set(rows.exclude(pmid="").values_list("pmid", flat=True))
    if service == "crossref":
        known |= {doi.lower() for doi in rows.exclude(doi="").values_list("doi", flat=True)}
    scheme = SCHEME.get(service)
    for identifiers in rows.values_list("identifiers", flat=True).iterator() if scheme else ():
        known |= {str(value) for name, value in identifiers if name == scheme}
    return known


def service_of(search: Search) -> str:
    """The service by which a search can be run again: the one that ran it, or the one of its name;
    "" for none.
    """
    run = (
        ServiceRun.objects.filter(search=search, purpose__in=["search", "update"])
        .order_by("-pk")
        .first()
    )
    if run is not None and run.services:
        return str(run.services[0])
    named = search.name.strip().casefold()
    return next(
        (key for key, one in CONNECTORS.items() if one.searching and one.label.casefold() == named),
        "",
    )


def last_run_on(search: Search) -> date | None:
    """The day on which the search was last run, by a service or by hand."""
    runs = ServiceRun.objects.filter(
        search=search, state__in=[State.TAKEN, State.READY]
    ).values_list("at", flat=True)
    days = [at.date() for at in runs]
    days += filter(None, search.files.values_list("run_again_on", flat=True))
    days += [search.date_run] if search.date_run else []
    return max(days, default=None)


def inbox(review: Review) -> QuerySet[ServiceRun]:
    """Repeated searches whose new records wait for a lead, oldest first."""
    found = ServiceRun.objects.filter(
        review=review, state=State.READY, purpose__in=["update", "citations"]
    )
    return found.select_related("search", "file").order_by("pk")


def runs_of(review: Review, *purposes: str) -> QuerySet[ServiceRun]:
    """The runs of a review for these purposes, newest first."""
    found = ServiceRun.objects.filter(review=review, purpose__in=purposes)
    return found.select_related("search", "file", "by").order_by("-pk")


def job_of_run(run: ServiceRun) -> Job | None:
    """The job at work on a run, or the last that was."""
    return Job.objects.filter(review=run.review_id, params__run=run.pk).order_by("-pk").first()


def progress_of(run: ServiceRun) -> Progress | None:
    """How far the work on a run is."""
    job = job_of_run(run)
    return progress(job) if job else None
