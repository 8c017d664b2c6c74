"""Webhooks: what is told and when, by whom it can be trusted, and what a bad receiver can do."""

import json
import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from screening.actions.screening.adjudication import settle
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.stages import close_stage
from screening.actions.screening.voting import cast_vote
from screening.actions.webhooks import sending
from screening.actions.webhooks.delivery_job import PAUSES, due
from screening.actions.webhooks.messages import gather
from screening.actions.webhooks.webhooks import (
    WebhookRefused,
    add_webhook,
    change_secret,
    end_webhook,
    send_again,
)
from screening.models import Delivery, Job, Membership, Webhook, WebhookEvent
from screening.tasks import run_job
from tests.builders import make_cast, make_record, make_review

TA = "title-abstract"
EVERYTHING = WebhookEvent.values


class Receiver:
    """A server of this machine that keeps what it is sent, and answers as a test wants."""

    def __init__(self) -> None:
        self.got, self.status, self.heads, self.pause = [], 200, {}, 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                time.sleep(outer.pause)
                self.send_response(outer.status)
                for name, value in outer.heads.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(body) for _heads, body in self.got]


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def hook(cast, receiver):
    made, secret = add_webhook(
        by=cast.lead, review=cast.review, url=receiver.url, events=EVERYTHING
    )
    made.shown = secret
    return made


def deliver() -> None:
    """What the caretaker does: gather, and run the jobs of what is due."""
    gather()
    for job in due():
        run_job(job.pk)


def vote(cast, record, first: str, second: str) -> None:
    for user, verdict in ((cast.first, first), (cast.second, second)):
        cast_vote(
            by=user, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
        )


# Trust
# ---------------------------------------------------------------------------------------------------------------


def test_the_library_of_the_standard_accepts_a_message(cast, hook, receiver):
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    heads, body = receiver.got[0]
    told = Verifier(hook.shown).verify(body, {name.lower(): value for name, value in heads.items()})
    assert told["type"] == "stage.closed"
    assert told["data"] == {"review": cast.review.pk, "stage": TA}
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.shown).verify(
            body + b" ", {name.lower(): value for name, value in heads.items()}
        )


def test_after_a_change_of_the_secret_both_hold_for_a_day(cast, hook, receiver):
    fresh = change_secret(by=cast.lead, webhook=hook)
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    heads, body = receiver.got[0]
    for secret in (hook.shown, fresh):
        Verifier(secret).verify(body, {name.lower(): value for name, value in heads.items()})


def test_the_secret_is_kept_encrypted(hook):
    assert hook.shown.startswith("whsec_")
    assert hook.shown.removeprefix("whsec_") not in Webhook.objects.get().secret


# What is told
# --------------------------------------------------------------------------------------------------------


def test_a_report_is_told_once_it_is_decided_and_nobody_can_change_that(cast, hook, receiver):
    record = make_record(cast.review)
    vote(cast, record, "include", "include")
    deliver()
    assert receiver.got == [], "its voters may still mend a slip"
    outcomes_seen(cast.review)
    deliver()
    deliver()
    assert [one["data"] for one in receiver.bodies] == [
        {"review": cast.review.pk, "stage": TA, "records": [record.pk]}
    ]


def test_a_single_vote_tells_nothing(cast, hook, receiver):
    record = make_record(cast.review)
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict="include",
        key=uuid4(),
    )
    outcomes_seen(cast.review)
    deliver()
    assert receiver.got == []


def test_no_message_holds_a_vote_or_a_name(cast, hook, receiver):
    record = make_record(cast.review)
    vote(cast, record, "include", "exclude")
    outcomes_seen(cast.review)
    settle(
        by=cast.adjudicator,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict="exclude",
        rationale="秘密",
    )
    close_stage(by=cast.lead, review=cast.review, stage=TA, reason="完")
    deliver()
    text = b"".join(body for _heads, body in receiver.got).decode()
    assert "report.excluded" in text
    for secret in ("秘密", "Rosa", "rationale", "verdict", "votes", "reason"):
        assert secret not in text


@pytest.mark.parametrize("votes", [False, True])
def test_conflicts_are_told_by_the_hour_and_to_nobody_who_votes(cast, hook, receiver, votes):
    Membership.objects.filter(user=cast.lead).update(reviews=votes)
    Webhook.objects.update(created_at=timezone.now() - timedelta(days=1))
    vote(cast, make_record(cast.review), "include", "exclude")
    outcomes_seen(cast.review)
    gather()
    told = Delivery.objects.filter(event="conflicts.waiting")
    assert not told.exists(), "not at once"
    gather(timezone.now() + timedelta(hours=1))
    assert [json.loads(one.body)["data"] for one in told] == (
        [] if votes else [{"review": cast.review.pk, "stage": TA}]
    )


def test_failed_work_is_told(cast, hook, receiver):
    Job.objects.create(
        kind="dedupe", review=cast.review, state="failed", finished_at=timezone.now()
    )
    deliver()
    assert receiver.bodies[0]["type"] == "job.failed"


def test_nothing_of_another_review_is_told(cast, hook, receiver):
    other = make_review(lead=cast.lead)
    close_stage(by=cast.lead, review=other, stage=TA)
    deliver()
    assert receiver.got == []


# Bad receivers
# -------------------------------------------------------------------------------------------------------


def test_a_receiver_that_is_down_is_asked_again_for_more_than_a_day_under_one_id(
    cast, hook, receiver
):
    receiver.status = 503
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    for _try in PAUSES:
        one = Delivery.objects.get()
        assert one.state == "waiting"
        assert one.next_at > timezone.now()
        Delivery.objects.update(next_at=timezone.now())
        deliver()
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.status) == ("given_up", len(PAUSES) + 1, 503)
    assert len({heads["webhook-id"] for heads, _body in receiver.got}) == 1
    assert sum(PAUSES) > 24 * 3600
    receiver.status = 200
    send_again(by=cast.lead, delivery=one)
    deliver()
    assert Delivery.objects.get().state == "delivered"
    assert len({heads["webhook-id"] for heads, _body in receiver.got}) == 1


def test_a_redirect_is_no_answer_and_not_followed(cast, hook, receiver):
    receiver.status, receiver.heads = 302, {"Location": receiver.url}
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    assert len(receiver.got) == 1
    assert Delivery.objects.get().state == "waiting"


def test_a_receiver_that_is_gone_is_switched_off(cast, hook, receiver):
    receiver.status = 410
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    assert Webhook.objects.get().off_at is not None
    assert Delivery.objects.get().state == "given_up"


def test_it_says_when_to_come_back(cast, hook, receiver):
    receiver.status, receiver.heads = 429, {"Retry-After": "3600"}
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    deliver()
    assert Delivery.objects.get().next_at > timezone.now() + timedelta(minutes=59)


def test_a_receiver_that_never_answers_is_cut_off(receiver, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    receiver.pause = 5
    begun = time.monotonic()
    came = sending.post(receiver.url, b"{}", {})
    assert came.status == 0
    assert time.monotonic() - begun < 3


def test_a_certificate_that_is_none_is_refused(settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(
        target=lambda: listener.accept()[0].sendall(b"HTTP/1.1 200 OK\r\n\r\n"), daemon=True
    ).start()
    came = sending.post(f"https://127.0.0.1:{listener.getsockname()[1]}/", b"{}", {})
    assert came.status == 0
    assert came.error


def test_one_bad_receiver_holds_up_no_other(cast, hook, receiver):
    other = Receiver()
    add_webhook(by=cast.lead, review=cast.review, url=other.url, events=EVERYTHING)
    receiver.status = 500
    for stage in (TA, "full-text"):
        close_stage(by=cast.lead, review=cast.review, stage=stage)
    deliver()
    assert len(other.got) == 2
    assert len(receiver.got) == 1, "after a failed try the rest waits for the next round"
    other.server.shutdown()


# Addresses
# -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
    ],
)
def test_private_addresses_are_none_of_the_open_internet(address):
    assert not sending.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_ones_are(address):
    assert sending.is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("https://user:pw@example.org/", "scheme"),
        ("https:///x", "host"),
        ("https://example.org:99999/", "host"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://localhost/", "private"),
        ("https://2130706433/", "private"),
    ],
)
def test_addresses_that_are_refused(cast, url, code):
    with pytest.raises(WebhookRefused) as refused:
        add_webhook(by=cast.lead, review=cast.review, url=url, events=["import.finished"])
    assert refused.value.code == code


def test_one_private_address_among_several_is_enough(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)
    with pytest.raises(sending.AddressRefused):
        sending.checked("https://example.org/")


def test_nothing_is_sent_after_the_end(cast, hook, receiver):
    close_stage(by=cast.lead, review=cast.review, stage=TA)
    gather()
    end_webhook(by=cast.lead, webhook=hook)
    deliver()
    assert receiver.got == []
