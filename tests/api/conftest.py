"""What the tests of the interface share."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from screening.api.operation import OPERATIONS
from screening.api.rate_limit import WINDOWS
from tests.api.client import parts
from tests.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all: what each request does is rolled back."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        made = build_world()
        made.value("publication_id")  # only while nothing waits can a version be published
        for op in OPERATIONS.values():
            for part in parts(op):
                made.value(part)
        yield made
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _whole_minute() -> None:
    """No test uses up another one's requests."""
    WINDOWS.kept.clear()
