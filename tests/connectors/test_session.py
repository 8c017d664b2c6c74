"""What every client of the services obeys: tries, Retry-After, answers that are none, redirects,
sizes, addresses.
"""

from datetime import UTC, datetime, timedelta

import pytest

from screening.connectors import Missing, Parked, Refused, Unavailable
from screening.connectors._network import is_public
from screening.connectors._request import Ask
from screening.connectors._waiting import seconds_asked
from tests.connectors.replies import FAILURES, LASTING, Reply, json_reply, recorded_reply

URL = "https://api.crossref.org/works"
HOST = "api.crossref.org"


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, b"", 7),
        ({"retry-after": "16.666"}, b"", 16.666),
        ({"retry-after": "Sun, 29 Nov 2026 12:00:30 GMT"}, b"", 30),
        ({"retry-after": "Sun, 29 Nov 2026 11:00:00 GMT"}, b"", 0),
        ({"retry-after": "soon"}, b"", None),
        ({"retry-after": "nan"}, b"", 0),
        ({"retry-after": "-3"}, b"", 0),
        ({"retry-after": "9999999999"}, b"", 86_400),
        ({"backoff": "12"}, b"", 12),
        ({}, b'{"retryAfter": 41.5}', 41.5),
        ({}, b'{"retryAfter": true}', None),
        ({}, b"<html>", None),
    ],
)
def test_retry_after_is_read_in_every_form(headers, body, seconds):
    assert seconds_asked(headers, body, now=datetime(2026, 11, 29, 12, 0, tzinfo=UTC)) == seconds


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_that_passes_is_got_over(stub, session, failure):
    stub.failing[HOST] = [failure, failure]
    found = session("crossref").get(URL, {"query.bibliographic": "liposarcoma", "rows": 1}).json()
    assert found["message"]["items"]
    assert len(stub.asked(HOST)) == (1 if failure == "slow bytes" else 3)


@pytest.mark.parametrize("failure", [name for name in FAILURES if name != "slow bytes"])
def test_a_failure_that_stays_ends_after_five_tries_with_a_sentence(stub, session, failure):
    stub.always[HOST] = failure
    with pytest.raises(Unavailable) as error:
        session("crossref").get(URL)
    assert len(stub.asked(HOST)) == 5
    assert str(error.value).startswith("Crossref did not answer properly after 5 tries (")


@pytest.mark.parametrize("failure", LASTING)
def test_what_will_not_change_is_asked_once(stub, session, failure):
    stub.always[HOST] = failure
    with pytest.raises((Refused, Unavailable)) as error:
        session("crossref").get(URL)
    if failure != "loop":
        assert len(stub.asked(HOST)) == 1
        assert isinstance(error.value, Refused)
    assert len(str(error.value)) < 400


def test_recorded_refusals_are_told_in_the_words_of_the_service(stub, session):
    stub.routes["api.openalex.org"] = lambda *_: recorded_reply("openalex", "invalid_filter_400")
    with pytest.raises(Refused, match="OpenAlex refused the request"):
        session("openalex").get("https://api.openalex.org/works")
    stub.routes["api.openalex.org"] = lambda *_: recorded_reply("openalex", "work_404_html")
    with pytest.raises(Missing):
        session("openalex").get("https://api.openalex.org/works/x")
    stub.routes |= stub.library.routes()


def test_a_limit_echoes_nothing_of_who_asked(stub, session):
    stub.routes["eutils.ncbi.nlm.nih.gov"] = lambda *_: recorded_reply(
        "ncbi", "rate_limit_exceeded_json"
    )
    with pytest.raises(Unavailable) as error:
        session("pubmed").get("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi")
    assert "api-key" not in str(error.value)
    stub.routes |= stub.library.routes()


def test_a_long_wait_puts_the_work_off_and_holds_everybody(stub, session):
    class Gate:
        held: list[float] = []

        def enter(self, *_):
            from contextlib import nullcontext

            return nullcontext()

        def hold(self, service, seconds):
            self.held.append(seconds)

        def tell(self, *_, **__): ...

        def learn(self, *_): ...

    stub.routes[HOST] = lambda *_: json_reply(
        {"error": "Daily budget used", "retryAfter": 7200}, 429
    )
    gate = Gate()
    with pytest.raises(Parked) as error:
        session("crossref", gate=gate).get(URL)
    assert gate.held == [7200]
    assert abs(error.value.until - datetime.now(UTC) - timedelta(hours=2)) < timedelta(seconds=10)
    stub.routes |= stub.library.routes()


def test_redirects_are_followed_to_the_service_alone(stub, session):
    def route(path, query, body):
        return (
            Reply(301, b"", {"Location": f"http://{HOST}/works/10.1/b"})
            if path.endswith("/a")
            else json_reply({"ok": 1})
        )

    stub.routes[HOST] = route
    assert session("crossref").get(f"{URL}/a").json() == {"ok": 1}
    for away in (
        "https://evil.example.net/",
        "https://api.crossref.org:8443/",
        "https://u@api.crossref.org/",
        "ftp://x/",
    ):
        stub.routes[HOST] = lambda *_, away=away: Reply(302, b"", {"Location": away})
        with pytest.raises(Refused, match="led to another host"):
            session("crossref").get(URL)
    stub.routes |= stub.library.routes()


def test_too_much_is_not_read(stub, session):
    stub.routes[HOST] = lambda *_: Reply(200, b" " * 2_000_000)
    with pytest.raises(Refused, match="more than 1 MB"):
        session("crossref").ask(Ask(URL, most=1 << 20))
    stub.routes |= stub.library.routes()


def test_no_key_and_no_address_stands_in_the_log(stub, session):
    notes = []
    journal = type("J", (), {"note": lambda self, entry: notes.append(entry)})()
    session("crossref", journal=journal).get(
        URL, {"mailto": "team@example.org", "api_key": "SECRET", "rows": 1}
    )
    (entry,) = notes
    assert "SECRET" not in entry.address
    assert "team@" not in entry.address
    assert (entry.status, entry.service) == (200, "crossref")
    assert entry.size > 100


def test_the_user_agent_names_program_and_contact(stub, session):
    session("crossref").get(URL, {"rows": 1})
    assert stub.seen[-1][3]["User-Agent"] == "reviewapp/1 (mailto:team@example.org)"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_open_internet_count(address, public):
    assert is_public(address) is public


def test_a_name_of_this_machine_is_not_fetched_from():
    from screening.connectors import Session, Site
    from screening.connectors._request import Pace

    alone = Session(
        service="x", label="A place", hosts=(), pace=Pace(1), site=Site(), pause=lambda s: None
    )
    with pytest.raises(Refused, match="not on the open internet"):
        alone.ask(Ask("https://localhost/paper.pdf", expects="pdf", anywhere=True))
