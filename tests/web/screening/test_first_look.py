"""What counts as a look: every address of a review but those of screening,
which tell nothing of a fresh outcome.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import get_resolver

from screening.actions.screening.voting import cast_vote
from screening.models import Standing
from screening.web.screening.first_look import BLIND
from tests.builders import Cast, make_record
from tests.web.roles_table import ROWS
from tests.web.test_leaks import Attack
from tests.web.twin_worlds import look, world
from tests.world import World, parts

__all__ = ["world"]

TA, FT = "title-abstract", "full-text"


def decided(cast: Cast, *verdicts: str) -> Any:
    record = make_record(cast.review, title="骨骼肌外泌体")
    for user, verdict in zip((cast.second, cast.first), verdicts, strict=True):
        cast_vote(
            by=user, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
        )
    return record


def fresh() -> bool:
    return Standing.objects.filter(fresh=True).exists()


def test_blind_addresses_exist() -> None:
    assert set(get_resolver().reverse_dict) >= BLIND


@pytest.mark.parametrize("name", ["overview", "records", "flow", "history", "exports", "protocol"])
def test_pages_end_the_freshness_and_screening_does_not(cast: Cast, name: str) -> None:
    decided(cast, "include", "include")
    voter = Attack(cast, cast.first)
    for blind in ("screen", "screen-list", "screen-cards", "my-decisions"):
        assert voter.get(blind, stage=TA).status_code == 200
    assert voter.get("review-waits").status_code == 200
    assert fresh()
    Attack(cast, cast.outsider).get(name)
    assert fresh(), "strangers see nothing, and end nothing"
    Attack(cast, cast.observer).get(name)
    assert not fresh()


def test_next_stage_is_a_look_at_the_one_before(cast: Cast) -> None:
    decided(cast, "include", "include")
    Attack(cast, cast.second).get("screen", stage=FT)
    assert not fresh()


def test_what_one_person_has_decided_alone_is_theirs_to_mend(cast: Cast) -> None:
    cast.review.stages.update(votes_needed=1)
    record = make_record(cast.review)
    voter = Attack(cast, cast.first)
    assert voter.vote(record, "exclude", seen="none") == 200
    voter.look(record)
    assert voter.vote(record, "include") == 200


@pytest.mark.parametrize("viewer", ["first", "lead", "adjudicator", "observer"])
def test_blind_addresses_are_the_same_whatever_the_fresh_outcome(world: World, viewer: str) -> None:
    """Whoever voted last, and everybody else,
    is shown the same there while the other's vote decides either way.
    """
    from django.db import transaction

    cast, user = world.cast, world.person(viewer)
    assert user is not None
    found = []
    for other in ("include", "exclude"):
        with transaction.atomic():
            decided(cast, other, "include")
            client = Attack(cast, user).client
            client.get("/reviews/")
            seen = {}
            for row in ROWS:
                if row.name in BLIND and row.GET:
                    for stage in (TA, FT) if "stage" in parts(row.name) else ("",):
                        path = world.path(row.name, **({"stage": stage} if stage else {}))
                        if stage != FT:
                            seen[path] = look(client, path)
            assert fresh()
            found.append(seen)
            transaction.set_rollback(True)
    assert {path: page for path, page in found[0].items() if page != found[1][path]} == {}
