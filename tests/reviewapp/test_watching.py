"""Each request has a number, and a line where that is asked for."""

import logging
from types import SimpleNamespace

import pytest

from reviewapp import telemetry, watching
from screening.web.site import health_views


@pytest.fixture
def broken(monkeypatch, client):
    def fails():
        raise ValueError("骨形成")

    monkeypatch.setattr(health_views.queries, "recently", fails)
    client.raise_request_exception = False
    return client


def test_a_fault_names_the_number_that_the_log_has(broken, caplog):
    answer = broken.get("/health/ready/", headers={"accept-language": "en"})
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Request number in the server log: {number}." in answer.content.decode()


def test_the_number_of_a_proxy_is_taken_where_there_is_one(broken, settings):
    given = {"x-request-id": "from-the-proxy-1"}
    assert broken.get("/health/ready/", headers=given).headers["X-Request-ID"] != "from-the-proxy-1"
    settings.BEHIND_PROXY = True
    assert broken.get("/health/ready/", headers=given).headers["X-Request-ID"] == "from-the-proxy-1"
    assert (
        broken.get("/health/ready/", headers={"x-request-id": "no\tnumber "}).headers[
            "X-Request-ID"
        ]
        != "no\tnumber "
    )


def test_requests_are_logged_by_route_without_what_was_searched_for(client, caplog, settings):
    with caplog.at_level(logging.INFO, logger="reviewapp.requests"):
        client.get("/health/live/?q=骨形成")
    line = caplog.records[-1]
    assert (line.route, line.status, line.method) == ("health-live", 200, "GET")
    assert "骨形成" not in line.getMessage()


def test_spans_carry_route_and_status(client, monkeypatch):
    made = []

    class Span:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def set_attributes(self, more):
            made.append(more)

        def update_name(self, name):
            made.append(name)

    tracer = SimpleNamespace(start_as_current_span=lambda name, **more: Span())
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(telemetry, "_tracer", lambda process: tracer)
    client.get("/health/live/?q=骨")
    assert made == [
        {"http.route": "health-live", "http.response.status_code": 200},
        "GET health-live",
    ]


def test_methods_that_somebody_made_up_are_counted_as_one(client):
    client.generic("骨FORGED", "/health/live/")
    assert watching.ANSWERS.labels("health-live", "other", 405)._value.get() >= 1
