"""A stub for each module, fresh before each test."""

from collections.abc import Iterator

import pytest

from screening.connectors import CONNECTORS, Session, Site
from tests.connectors.replies import SERVICES
from tests.connectors.stub import Stub, running


@pytest.fixture(scope="module")
def one_stub() -> Iterator[Stub]:
    if not SERVICES.exists():
        pytest.skip("the recorded answers of the services are not here")
    with running() as stub:
        yield stub


@pytest.fixture
def stub(one_stub: Stub) -> Stub:
    """The server without failures, and with nothing seen."""
    one_stub.seen.clear()
    one_stub.failing.clear()
    one_stub.always.clear()
    one_stub.delay.clear()
    return one_stub


@pytest.fixture
def session(stub: Stub):
    """A function that makes a session to a service at the stub; it waits for nothing."""

    def make(key: str, **more) -> Session:
        connector = CONNECTORS[key]
        site = Site(
            contact="team@example.org",
            agent="reviewapp/1 (mailto:team@example.org)",
            gateway=stub.address,
            keys=more.pop("keys", {}),
        )
        waited: list[float] = []
        made = Session(
            service=key,
            label=connector.label,
            hosts=connector.hosts,
            pace=connector.pace,
            site=site,
            pause=waited.append,
            **more,
        )
        made.waited = waited
        return made

    return make
