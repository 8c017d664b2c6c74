"""Whatever is sent within the document, by whatever role: no fault of the program,
no answer the document does not know.

schemathesis makes the requests of the document; the things in the paths exist. `API_EXAMPLES` says
how many for each operation, and that all operations are tried; without it a seventh of them is, as
making up requests takes long.
"""

import json
import os
import re
import zlib
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from screening.api.operation import OPERATIONS
from tests.api.client import Program, check, content, document, parts
from tests.world import World

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
ROLES = ["lead", "first", "adjudicator", "observer"]
#: What would ask a name server, or make the review read-only for what comes after.
NOT_SENT = {"add_webhook", "change_webhook", "put_review_away"}
TRIED = [
    name
    for name in sorted(set(OPERATIONS) - NOT_SENT)
    if "API_EXAMPLES" in os.environ or not zlib.crc32(name.encode()) % 7
]


@cache
def described() -> dict[str, Any]:
    """The operations as schemathesis reads them, by name; only where they are tried, as reading them takes long."""
    schema = schemathesis.openapi.from_dict(document())
    return {one.ok().definition.raw["operationId"]: one.ok() for one in schema.get_all_operations()}


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_no_request_is_answered_with_what_the_document_does_not_know(
    name: str, world: World
) -> None:
    op = OPERATIONS[name]
    given_parts = {part: world.value(part) for part in parts(op)}
    tokens = {role: Program(world.person(role)).headers for role in ROLES}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described()[name].as_strategy())
    def run(case: Any) -> None:
        for role in ROLES:
            with transaction.atomic():
                answer = ask(op, case, given_parts, tokens[role])
                assert answer.status_code < 500, (
                    role,
                    case.query,
                    case.body,
                    content(answer)[:500],
                )
                check(op, answer)
                transaction.set_rollback(True)

    run()


def ask(op: Any, case: Any, given_parts: dict[str, Any], headers: dict[str, str]) -> Any:
    path = "/api/v1/" + re.sub(r"<\w+:(\w+)>", lambda part: str(given_parts[part[1]]), op.path)
    program = Program(None)
    heads = dict(headers)
    if op.match:
        heads["If-Match"] = "*"
    if op.method == "POST":
        heads["Idempotency-Key"] = uuid4().hex
    sent: dict[str, Any] = {"headers": heads, "query_params": plain(case.query)}
    if op.method != "GET" and not op.upload and op.takes is not None:
        body = (
            case.body
            if isinstance(case.body, dict | list | str | int | float | bool | None)
            else {}
        )
        sent |= {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(program.client, op.method.lower())(path, **sent)


def plain(query: Any) -> dict[str, Any]:
    return {
        k: v for k, v in (query or {}).items() if isinstance(v, str | int | float | bool | list)
    }
