"""Figures for Prometheus: of this host's requests and of the whole installation.
Only for whom a setting names.
"""

import ipaddress
import os
from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from screening import __version__
from screening.queries.site.installation_figures import Measured, measured


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure; for others the page is not there."""
    if not _may(request):
        raise Http404
    own = CollectorRegistry(auto_describe=False)
    if (
        "PROMETHEUS_MULTIPROC_DIR" in os.environ
    ):  # the web server has several processes, which keep them in files
        multiprocess.MultiProcessCollector(own)  # type: ignore[no-untyped-call]
        requests = generate_latest(own)
    else:
        requests = generate_latest(REGISTRY)
    whole = CollectorRegistry(auto_describe=False)
    whole.register(Installation())
    return HttpResponse(requests + generate_latest(whole), content_type=CONTENT_TYPE_LATEST)


def _may(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN and compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_FROM)


class Installation:
    """What the database knows, asked anew for each answer."""

    def collect(self) -> Iterator[Metric]:
        """The families of figures; without a database, that it is away."""
        yield _one("reviewapp_build", "Which version runs here.", {(__version__,): 1}, "version")
        try:
            found = measured()
        except DatabaseError:
            yield _one("reviewapp_database_up", "Whether the database answers.", {(): 0})
            return
        yield _one("reviewapp_database_up", "Whether the database answers.", {(): 1})
        yield from _of_jobs(found)
        yield from _of_the_rest(found)


def _of_jobs(found: Measured) -> Iterator[Metric]:
    yield _one("reviewapp_jobs", "Jobs by kind and state.", found.jobs, "kind", "state")
    kinds = {
        "reviewapp_job_oldest_waiting_seconds": (
            "How long the oldest waiting job has waited.",
            found.oldest,
        ),
        "reviewapp_job_wait_seconds": (
            "How long jobs of the last hour waited, on average.",
            found.waited,
        ),
        "reviewapp_job_duration_seconds": (
            "How long jobs of the last hour took, on average.",
            found.took,
        ),
    }
    for name, (help_, by_kind) in kinds.items():
        yield _one(name, help_, {(kind,): value for kind, value in by_kind.items()}, "kind")
    yield _one(
        "reviewapp_job_silent_seconds", "The longest silence of a running job.", {(): found.silent}
    )
    yield _one(
        "reviewapp_caretaker_up",
        "Whether a worker looks after the site.",
        {(): int(found.looked_after)},
    )


def _of_the_rest(found: Measured) -> Iterator[Metric]:
    if found.backup_age is not None:
        yield _one(
            "reviewapp_backup_age_seconds",
            "Since the last backup was made.",
            {(): found.backup_age},
        )
    tries = {(outcome,): count for outcome, count in found.sign_ins.items()}
    yield _one("reviewapp_sign_ins_last_hour", "Tries to sign in, by outcome.", tries, "outcome")
    yield _one("reviewapp_database_bytes", "Size of the database.", {(): found.database_bytes})
    if found.connections_most:
        states = {(state,): count for state, count in found.connections.items()}
        yield _one(
            "reviewapp_database_connections",
            "Connections to the server, by state.",
            states,
            "state",
        )
        yield _one(
            "reviewapp_database_connections_most", "max_connections.", {(): found.connections_most}
        )
    free, total = ({(disk,): room[i] for disk, room in found.disks.items()} for i in (0, 1))
    yield _one("reviewapp_disk_free_bytes", "Free on the disk.", free, "holds")
    yield _one("reviewapp_disk_bytes", "Size of the disk.", total, "holds")


def _one(
    name: str,
    help_: str,
    values: dict[tuple[str, ...], float] | dict[tuple[()], float],
    *labels: str,
) -> Metric:
    family = GaugeMetricFamily(name, help_, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family
