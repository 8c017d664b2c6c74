"""Every leak's test can fail: with its rule switched off, the attack of that name succeeds.

The table of `docs/security.md` names the rules;
`test_the_table_names_every_attack` holds it to the tests.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from screening.actions.protocol import protocol_items
from screening.actions.protocol.rule_outlook import Change
from screening.models import Label, Reason, Standing
from screening.queries.access.authorization import Access
from screening.queries.archive.archives import last_archive
from tests.builders import Cast
from tests.web import test_leaks, test_leaks_of_words
from tests.web.test_leaks import cast

__all__ = ["cast"]

#: What stands in the place of what, by its dotted name.
Off = dict[str, Any]


def nothing(*args: Any, **kwargs: Any) -> int:
    """Stands for a rule that does nothing."""
    return 0


def anybodys(review: Any) -> Any:
    """The last archive, as if everybody had made it."""
    job = last_archive(review)
    job.by_id = ANY  # type: ignore[union-attr]
    return job


def retired_by_name(*, by: Any, review: Any, reason: Reason) -> None:
    """A reason goes unless a vote names it."""
    if protocol_items._named(reason):
        Reason.objects.filter(pk=reason.pk).update(retired_at=timezone.now())
    else:
        reason.delete()


def voted_on(change: Change) -> QuerySet[Standing]:
    """Whatever has votes follows the rule of now."""
    return Standing.objects.filter(
        review=change.review, stage=change.stage, record__primary=None, votes__gt=0
    )


def every_label(access: Access) -> QuerySet[Label]:
    """The labels of the review, whoever made them."""
    return Label.objects.filter(review=access.review)


ACTIONS = "screening.actions."
DECIDED_BY_THE_RULE_OF_NOW = {
    ACTIONS + "protocol.rule_changes.to_pin": lambda change: [],
    ACTIONS + "protocol.rule_outlook.to_pin": lambda change: [],
    ACTIONS + "protocol.rule_outlook._concerned_at": voted_on,
    ACTIONS + "screening.outcomes._pin": nothing,
}
NO_BAR_AFTER = {ACTIONS + "duplicates.merge.bar_after_parting": nothing}
WANTS_LESS = {ACTIONS + "duplicates.merged_decisions._want_as_before": nothing}
LOOK = "screening.web.screening.first_look."
NO_LOOK = {LOOK + "seen_by": nothing}
#: Attack of `test_leaks` → the rule that is switched off, and what the test is given.
SWITCHED_OFF: dict[str, tuple[Off, dict[str, Any]]] = {
    "a_rule_lowered_read_and_raised_again": (
        DECIDED_BY_THE_RULE_OF_NOW,
        {"lowered": {"votes_needed": "1"}},
    ),
    "b_archive_of_open_votes_and_the_stage_opened_again": (
        {ACTIONS + "archive.archive_jobs.show_to": nothing},
        {},
    ),
    "b_archive_made_by_another_lead": ({"screening.web.archive.views.last_archive": anybodys}, {}),
    "c_join_to_a_record_that_needs_one_vote": (NO_BAR_AFTER | WANTS_LESS, {}),
    "d_outcome_looked_at_and_the_vote_changed": (NO_LOOK, {"seen_by": "voter"}),
    "d_slip_is_mended_while_nobody_has_looked": ({LOOK + "BLIND": frozenset()}, {}),
    "reason_retired_and_looked_for_tells_of_no_open_vote": (
        {ACTIONS + "protocol.protocol_items.retire_reason": retired_by_name},
        {},
    ),
    "join_undone_after_the_vote_gives_no_second_vote": (NO_BAR_AFTER, {}),
    "decided_record_joined_to_one_that_wants_more_votes": (WANTS_LESS, {}),
    "vote_at_the_next_stage_is_no_probe_of_a_fresh_outcome": (
        {LOOK + "_before": lambda stage: []},
        {},
    ),
    "retrieval_taken_back_tells_of_no_vote": (
        {ACTIONS + "fulltext.retrieval._take_votes_back": nothing},
        {},
    ),
    "whoever_unblinds_a_stage_votes_on_nothing_that_it_showed": (
        {ACTIONS + "screening.stages.show_to": nothing},
        {},
    ),
    "export_made_while_the_outcome_is_fresh_and_fetched_after_the_change": (
        NO_LOOK | {ACTIONS + "exports.export_job.outcomes_seen": nothing},
        {},
    ),
    "label_of_anothers_making_is_not_found_by_guessing_its_name": (
        {ACTIONS + "records.labels.visible_labels": every_label},
        {},
    ),
}


def attack(name: str) -> Callable[..., None]:
    return getattr(test_leaks, f"test_{name}")


def given(name: str, cast: Cast) -> dict[str, Any]:
    return {"cast": cast} | SWITCHED_OFF[name][1]


@pytest.mark.parametrize("name", SWITCHED_OFF)
def test_attack_succeeds_without_its_rule(
    name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where, what in SWITCHED_OFF[name][0].items():
        monkeypatch.setattr(where, what)
    with pytest.raises(AssertionError):
        attack(name)(**given(name, cast))


def test_every_attack_of_the_file_is_switched_off_once() -> None:
    played = {
        name.removeprefix("test_")
        for name, value in vars(test_leaks).items()
        if name.startswith("test_") and inspect.isfunction(value)
    }
    assert played == set(SWITCHED_OFF)


def test_the_table_names_every_attack() -> None:
    table = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    for module in (test_leaks, test_leaks_of_words):
        for name, value in vars(module).items():
            if name.startswith("test_") and inspect.isfunction(value):
                assert f"`{name}`" in table, name
