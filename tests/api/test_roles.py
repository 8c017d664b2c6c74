"""Every operation × every person, as `roles_table.py` says, each answer held to the document."""

import pytest
from django.db import transaction

from screening.api.operation import OPERATIONS, Operation
from screening.models import Scope
from tests.api.client import Program, parts
from tests.api.roles_table import LINES, PEOPLE
from tests.world import World

CAST = {"anonymous": "", "reviewer": "first"}


def expected(op: Operation, person: int) -> int:
    line = LINES[op.name]
    cell = line.who.split()[person]
    return (line.status or op.status) if cell == "ok" else int(cell)


def ask(world: World, op: Operation, user, **options) -> int:
    """The status of one request whose traces are wiped."""
    with transaction.atomic():
        program = Program(user, **options)
        line = LINES[op.name]
        body = line.body(world) if line.body else None
        headers = {"If-Match": "*"} if op.match else {}
        given = {part: world.value(part) for part in parts(op)}
        status = program.ask(op.name, body, headers=headers, **given).status_code
        transaction.set_rollback(True)
    return status


def test_every_operation_has_a_line():
    assert sorted(LINES) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_everybody_gets_what_the_table_says(name: str, world: World):
    op = OPERATIONS[name]
    given = {person: ask(world, op, world.person(CAST.get(person, person))) for person in PEOPLE}
    wanted = {person: expected(op, number) for number, person in enumerate(PEOPLE)}
    assert given == wanted


@pytest.mark.parametrize(
    "name", sorted(name for name, op in OPERATIONS.items() if op.scope != Scope.READ)
)
def test_a_token_without_the_scope_is_refused(name: str, world: World):
    assert ask(world, OPERATIONS[name], world.cast.lead, scopes=[Scope.READ]) == 403
