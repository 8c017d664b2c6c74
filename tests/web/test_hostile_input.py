"""Input that nobody sends by accident: every address of the role table,
with numbers and texts that once gave a 500.
"""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch

from screening.models import Label, SavedFilter, Search, Study, User, Vote
from tests.builders import Cast, make_record
from tests.web.roles_table import ROWS, Row
from tests.world import World, build_world, parts

NUMBERS = [
    "9223372036854775808",
    "9" * 40,
    "9" * 5000,
    "-1",
    "0",
    "1e9",
    "٣",
    "１２",
    "²",
    "1.5",
    "NaN",
    "",
]
TEXTS = [
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202egnp.exe",
    "x" * 100_000,
    "[]",
    "{}",
]
TURNED = "\u202ecod.exe"


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(client: Client, method: str, path: str, data: dict[str, Any]) -> int:
    with transaction.atomic():
        status = int(getattr(client, method)(path, data).status_code)
        transaction.set_rollback(True)
    return status


#: The addresses of votes, lists and duplicates; the others have not been gone through yet.
TRIED = [
    row
    for row in ROWS
    if any(word in row.name for word in ("vote", "duplicates", "screen", "records"))
]


@pytest.mark.parametrize("row", TRIED, ids=lambda row: row.name)
def test_no_hostile_value_gives_a_500(row: Row, db: None) -> None:
    world: World = build_world()
    user = (
        world.cast.first
        if row.name in {"vote", "votes", "clear-vote", "note", "labels"}
        else world.cast.lead
    )
    client = client_of(user)
    data, wrong = row.data(world), {}
    for value in (*NUMBERS, *TEXTS):
        for part in parts(row.name):
            try:
                path = world.path(row.name, **{part: int(value) if part.endswith("_id") else value})
            except (ValueError, NoReverseMatch):
                continue
            for method in ("get", "post"):
                if (status := asked(client, method, path, {})) >= 500:
                    wrong[method, path[:80]] = status
        path = world.path(row.name)
        for name in {
            *data,
            "page",
            "record",
            "records",
            "reason",
            "pair",
            "of",
            "study",
            "label",
            "size",
            "seed",
            "ids",
        }:
            if row.POST and (status := asked(client, "post", path, data | {name: value})) >= 500:
                wrong["post", name, value[:20]] = status
        if (
            row.GET
            and (status := asked(client, "get", path, dict.fromkeys(QUESTIONS, value))) >= 500
        ):
            wrong["get", value[:20]] = status
    assert wrong == {}


QUESTIONS = (
    "page",
    "pair",
    "record",
    "search",
    "reason",
    "label",
    "year_from",
    "seed",
    "ids",
    "but",
    "score",
    "actor",
    "stage",
    "tab",
    "order",
    "box",
    "detail",
)


def press(cast: Cast, **more: Any) -> tuple[int, Any]:
    data = {"record": make_record(cast.review).pk, "verdict": "include", "key": str(uuid4())} | more
    path = f"/reviews/{cast.review.pk}/screen/title-abstract/vote/"
    answer = client_of(cast.first).post(
        path,
        json.dumps(data),
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "more",
    [
        {"judgements": {"999999": "met"}},
        {"judgements": {"9" * 30: "met"}},
        {"judgements": {str(n): "met" for n in range(1, 5000)}},
        {"judgements": {"1": ["met"]}},
        {"judgements": [1]},
        {"reason": 2**70},
        {"exclude_for": 2**70},
        {"record": 2**70},
        {"record": -1},
        {"seen": "x" * 100},
        {"key": 7},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_vote_that_cannot_be_is_refused_in_words_and_frees_the_outbox(
    cast: Cast, more: dict[str, Any]
) -> None:
    """400 and 409 are answers at which the page lets go of the vote;
    a 500 would be sent again for ever.
    """
    status, told = press(cast, **more)
    assert status in {400, 409}
    assert told["message"]
    assert not Vote.objects.exists()


def test_names_that_turn_what_stands_around_them_are_refused(cast: Cast) -> None:
    lead = client_of(cast.lead)
    base = f"/reviews/{cast.review.pk}/"
    for path, data in (
        (base + "searches/new/", {"kind": "database", "name": TURNED}),
        (base + "protocol/edit/", {"title_en": TURNED, "conflict_votes": "all"}),
        (base + "protocol/reasons/new/", {"stage": "full-text", "label_en": TURNED}),
        ("/reviews/new/", {"title_en": TURNED}),
        ("/account/", {"name": TURNED}),
    ):
        assert "control characters" in lead.post(path, data).content.decode(), path
    assert not Search.objects.filter(name__contains="\u202e").exists()
    data = {"record": make_record(cast.review).pk, "new": TURNED, "key": str(uuid4())}
    path = base + "screen/title-abstract/labels/"
    assert (
        client_of(cast.first).post(path, data, headers={"accept": "application/json"}).status_code
        == 400
    )
    assert not Label.objects.exists()
    assert (
        lead.post(base + "searches/new/", {"kind": "database", "name": "قاعدة بيانات"}).status_code
        == 302
    )


def test_names_without_a_form_of_their_own_lose_what_turns_them(cast: Cast) -> None:
    lead, base = client_of(cast.lead), f"/reviews/{cast.review.pk}/"
    lead.post(base + "records/filters/", {"name": TURNED, "query": "q=x"})
    lead.post(base + "labels/", {"name": TURNED})
    lead.post(base + "studies/group/", {"records": [make_record(cast.review).pk], "name": TURNED})
    study = Study.objects.get()
    names = [SavedFilter.objects.get().name, Label.objects.get().name, study.name]
    lead.post(base + f"studies/{study.pk}/rename/", {"name": "1 " + TURNED})
    study.refresh_from_db()
    names.append(study.name)
    assert all(names)
    assert not [name for name in names if "\u202e" in name]
