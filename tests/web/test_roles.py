"""Every address × every person × every method, as `roles_table.py` says;
and things of another review are not there.

Which methods an address knows is not asked of the person: all of them are tried as nobody and as
the lead, and GET and POST as everybody. `ROLES=all` tries each as each.
"""

import os

import pytest
from django.db import transaction
from django.test import Client

from screening.web.urls import urlpatterns
from tests.web.roles_table import PEOPLE, ROWS, Row
from tests.world import World, build_world, parts

#: POST comes last: it may end the session.
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "POST")
TRY_ALL = PEOPLE if os.environ.get("ROLES") == "all" else ("anonymous", "lead")
CAST = {"anonymous": "", "reviewer": "first"}


def client_of(world: World, person: str) -> Client:
    client = Client(raise_request_exception=False)
    user = world.person(CAST.get(person, person))
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, path: str, data: dict) -> int:
    """The status of one request whose traces are wiped."""
    with transaction.atomic():
        answer = client.generic(method, path) if method != "POST" else client.post(path, data)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_address_has_a_row():
    assert sorted(str(pattern.name) for pattern in urlpatterns) == sorted(row.name for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_everybody_gets_what_the_table_says(row: Row, db):
    world = build_world()
    path, data = world.path(row.name), row.data(world)
    wanted, given = {}, {}
    for number, person in enumerate(PEOPLE):
        client = client_of(world, person)
        for method in METHODS if person in TRY_ALL else ("GET", "POST"):
            wanted[person, method] = row.expected(method, number)
            given[person, method] = ask(client, method, path, data)
    wrong = {
        cell: (given[cell], "instead of", wanted[cell])
        for cell in wanted
        if given[cell] != wanted[cell]
    }
    assert wrong == {}


def numbers(row: Row) -> list[str]:
    return [part for part in parts(row.name) if part.endswith("_id") and part != "review_id"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.swaps and numbers(row)], ids=lambda row: row.name
)
def test_things_of_another_review_are_not_there(row: Row, db):
    mine, other = build_world(), build_world(other=True)
    client = client_of(mine, "lead")
    for person in ("lead", "reviewer", "adjudicator"):
        client = client_of(mine, person)
        for part in numbers(row):
            path = mine.path(row.name, **{part: other.value(part)})
            for method in ("GET", "POST"):
                if getattr(row, method):
                    expected = row.expected(method, PEOPLE.index(person))
                    status = ask(client, method, path, row.data(mine))
                    assert status == 404 or status == expected == 403, (person, part, method)


@pytest.mark.parametrize("person", ["observer", "first", "adjudicator", "lead"])
def test_the_rail_leads_only_where_the_person_may_go(person, cast, client):
    from screening.queries.access.authorization import access_review
    from screening.templatetags.frame import rail_items

    user = getattr(cast, person)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    groups = rail_items(access_review(user, cast.review.pk), "/")
    answers = {
        item["url"]: client.get(item["url"]).status_code
        for group in groups
        for item in group["items"]
    }
    assert answers
    assert set(answers.values()) == {200}, answers
