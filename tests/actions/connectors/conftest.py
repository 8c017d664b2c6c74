"""A review with all services on, whose site reaches the stub in place of the world."""

import time
from collections.abc import Iterator

import pytest

from screening.actions.connectors.switches import switch_services
from screening.connectors import CONNECTORS
from tests.connectors.replies import SERVICES
from tests.connectors.stub import Stub, running


@pytest.fixture(scope="module")
def one_stub() -> Iterator[Stub]:
    if not SERVICES.exists():
        pytest.skip("the recorded answers of the services are not here")
    with running() as stub:
        yield stub


@pytest.fixture
def stub(one_stub: Stub, settings, monkeypatch) -> Stub:
    """The server without failures; the site offers every service and reaches them there.
    Nobody waits for long.
    """
    one_stub.seen.clear()
    one_stub.failing.clear()
    one_stub.always.clear()
    one_stub.delay.clear()
    one_stub.library.day.clear()
    one_stub.routes |= one_stub.library.routes()
    offer(settings, one_stub)
    moment = [time.time()]
    wait = lambda seconds: moment.__setitem__(0, moment[0] + seconds)  # noqa: E731
    monkeypatch.setattr("screening.connectors._session.wait", wait)
    monkeypatch.setattr("screening.actions.connectors.sessions.wait", wait)
    monkeypatch.setattr("screening.actions.connectors.sessions.now", lambda: moment[0])
    return one_stub


def offer(settings, stub: Stub) -> None:
    """The site's settings with every service on."""
    settings.CONNECTORS = list(CONNECTORS)
    settings.CONNECTORS_CONTACT = "team@example.org"
    settings.CONNECTORS_GATEWAY = stub.address
    settings.CONNECTORS_KEYS = {"semantic_scholar": "KEY"}


@pytest.fixture
def online(stub: Stub, cast):
    """The cast of a review that has every service on."""
    switch_services(by=cast.lead, review=cast.review, on=list(CONNECTORS))
    return cast
