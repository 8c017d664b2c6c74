"""What can be watched of each request: a number of its own, a line in the log, figures,
and a span of a trace.

Routes are told by the name of their address, people and reviews at most by number, and never a
word, a vote or what a person searched for.
"""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from prometheus_client import Counter, Histogram

from reviewapp.logs import REQUEST
from reviewapp.telemetry import span

log = logging.getLogger("reviewapp.requests")

SECONDS = Histogram(
    "reviewapp_request_seconds",
    "Time until an answer is made, by the name of its address.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ANSWERS = Counter("reviewapp_answers", "Requests answered.", ["route", "method", "status"])
VOTES = Counter("reviewapp_votes", "Votes stored, taken back or changed.")

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
#: How the number of a request may look that a proxy has given it.
NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
FAULT = 500


class WatchMiddleware:
    """Stands around everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, begun = _number(request), perf_counter()
        request.number = number  # type: ignore[attr-defined]
        token = REQUEST.set(number)
        try:
            with span(f"{request.method} request", request=number) as traced:
                response = self.get_response(request)
                route = _route(request)
                traced(**{"http.route": route, "http.response.status_code": response.status_code})
            self._note(request, response, route, perf_counter() - begun)
        finally:
            REQUEST.reset(token)
        if response.status_code >= FAULT:
            response.headers["X-Request-ID"] = number
        return response

    def _note(
        self, request: HttpRequest, response: HttpResponse, route: str, seconds: float
    ) -> None:
        method = request.method if request.method in METHODS else "other"
        SECONDS.labels(route).observe(seconds)
        ANSWERS.labels(route, method, response.status_code).inc()
        if votes := getattr(request, "votes", 0):
            VOTES.inc(votes)
        if log.isEnabledFor(logging.INFO):
            match = request.resolver_match
            told = {
                "method": method,
                "route": route,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "user": _user(request),
                "review": match.kwargs.get("review_id") if match else None,
            }
            log.info(
                "%s",
                " ".join(f"{key}={value}" for key, value in told.items() if value is not None),
                extra=told,
            )


class HealthMiddleware:
    """Answers /health/ and /metrics under whatever name the host is asked by, before sessions,
    accounts and https.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(("/health/", "/metrics/")):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)


def _number(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if NUMBER.fullmatch(given) else uuid4().hex[:16]


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return str(request.resolver_match.url_name)
    return (
        "static" if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/") else "none"
    )


def _user(request: HttpRequest) -> int | None:
    """Whoever is signed in, if some page has asked; the log asks no database."""
    user = request.__dict__.get("_cached_user")
    return user.pk if user is not None else None
