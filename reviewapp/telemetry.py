"""Faults to Sentry and traces to OpenTelemetry,
each where a setting and its optional packages are there.

Neither is told a text: no messages of exceptions that may quote a review, no variables, bodies,
queries or cookies.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from reviewapp.environment import text


def start_sentry(release: str) -> None:
    """Reports faults where SENTRY_DSN says so. Raises ImproperlyConfigured, with the remedy,
    without the package.
    """
    if not (dsn := text("SENTRY_DSN", "")):
        return
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN needs a package: pip install 'reviewapp[sentry]'"
        ) from None
    sentry_sdk.init(
        dsn,
        release=release,
        environment=text("SENTRY_ENVIRONMENT", "production"),
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0.0,
        before_send=without_texts,
    )


def without_texts(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """The report of a fault: kind and place of the exception,
    nothing that anybody wrote or searched for.

    None for a database or disk that is away, which is no fault of the program and may last.
    """
    from reviewapp.logs import JOB, REQUEST, _may_be_said
    from screening.web.storage_errors import is_storage_fault

    error = (hint.get("exc_info") or (None, None, None))[1]
    if is_storage_fault(error):
        return None
    for value in event.get("exception", {}).get("values", []):
        if error is None or not _may_be_said(error):
            value["value"] = ""
    path = event.get("request", {}).get("url", "").split("?")[0]
    event.pop("logentry", None)
    event.pop("extra", None)
    event.pop("user", None)
    event["request"] = {"url": path, "method": event.get("request", {}).get("method", "")}
    event["tags"] = {"request": REQUEST.get(), "job": str(JOB.get() or "")}
    return event


@contextmanager
def span(name: str, **facts: Any) -> Iterator[Callable[..., None]]:
    """A span around the block, where OTEL_EXPORTER_OTLP_ENDPOINT asks for traces;
    yields what adds facts to it.
    """
    if not text("OTEL_EXPORTER_OTLP_ENDPOINT", ""):
        yield lambda **more: None
        return
    with _tracer(os.getpid()).start_as_current_span(
        name, record_exception=False, attributes=facts
    ) as current:

        def add(**more: Any) -> None:
            current.set_attributes(more)
            if "http.route" in more:
                current.update_name(f"{name.split()[0]} {more['http.route']}")

        yield add


@cache
def _tracer(process: int) -> Any:
    """One for each process: what sends the spans is a thread,
    and threads do not live through a fork.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise ImproperlyConfigured(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs packages: pip install 'reviewapp[opentelemetry]'"
        ) from None
    from screening import __version__

    named = {"service.name": text("OTEL_SERVICE_NAME", "reviewapp"), "service.version": __version__}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("reviewapp")


def check_tracing() -> None:
    """Raises ImproperlyConfigured where traces are asked for and their packages are missing."""
    if text("OTEL_EXPORTER_OTLP_ENDPOINT", ""):
        _tracer(os.getpid())
