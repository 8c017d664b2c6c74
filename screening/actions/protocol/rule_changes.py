"""Changes of the rules under which votes decide: seen before they take effect, applied to all
reports at once, or to none, and taken back.

What is decided stays decided: a report keeps the number of votes that decided it
(`Standing.pinned`) when its stage comes to want more. A lower number decides reports by votes that
are still open: that is a way of showing them, so it takes a reason, everybody is told, and when it
is taken back nobody who could see those outcomes may vote there.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Model

from screening.actions.history.event_log import log
from screening.actions.protocol.rule_outlook import (
    BATCH,
    NUMBER,
    Change,
    Outlook,
    compare,
    derived_reports,
    look_ahead,
    methods_change,
    returning,
    search_change,
    stage_change,
    to_pin,
)
from screening.actions.refusal import Refusal
from screening.actions.screening.outcomes import write
from screening.actions.screening.unblinding import bar, team, tell_unblinded
from screening.actions.screening.update_baseline import moved_again
from screening.actions.vote_lock import close_gate
from screening.models import Reason, Review, Search, StageSetting, Standing, User
from screening.queries.protocol.rule_changes import rule_changes, rules_of

#: Settings of a stage from which the outcome of votes follows.
RULES = NUMBER | {"maybe_conflicts", "reason_required", "cutoff", "cutoff_reason"}


class RuleRefused(Refusal):
    """A change of a rule that may not be. `code`: reason (open votes would decide), changed (the
    numbers are others by now), state (there is nothing to take back). Nothing was changed.
    """


def carry_out(change: Change, *, by: User, reason: str = "") -> Outlook:
    """Moves every report that the change concerns, pins what is decided,
    tells of votes that were open.

    To be called in the transaction that writes the setting itself, before it does; the gate is
    closed by then. Raises RuleRefused("reason").
    """
    pins = [(list(rows.values_list("pk", flat=True)), number) for rows, number in to_pin(change)]
    found = Outlook(kept=sum(len(pks) for pks, _number in pins))
    for pks, number in pins:
        for start in range(0, len(pks), BATCH):
            Standing.objects.filter(pk__in=pks[start : start + BATCH]).update(pinned=number)
    fresh = set(returning(change).filter(fresh=True).values_list("record", flat=True))
    for derived in derived_reports(change):
        opened = compare(change, derived, found)
        for standing in opened:
            standing.fresh = True
        write(derived, change.review)
    found.stuck = [pk for pk in found.returned if pk not in fresh]
    if found.opened and not reason.strip():
        raise RuleRefused("reason")
    bar(
        review=change.review,
        people=team(change.review, change.since),
        reports=[(pk, change.stage) for pk in found.stuck],
        cause="rules",
    )
    if found.opened:
        tell_unblinded(
            by=by,
            review=change.review,
            reason=reason,
            stage=change.stage,
            decided=len(found.opened),
        )
    return found


def told(change: Change, found: Outlook, reason: str) -> dict[str, Any]:
    """What the history keeps of it beside the values of before and after."""
    kept: dict[str, Any] = {}
    if found.moves:
        kept["moves"] = [[*move, number] for move, number in sorted(found.moves.items())]
    if found.opened:
        kept["records"] = sorted(found.opened)
    if change.taken_back:
        kept["taken_back"] = True
    return kept | ({"note": reason.strip()} if reason.strip() else {})


@transaction.atomic
def change_stage(
    *, by: User, setting: StageSetting, reason: str = "", agreed: str = "", **fields: Any
) -> StageSetting:
    """Writes the given settings of a stage, and moves the reports that they concern.

    `agreed` is the stamp of the outlook that was shown. Raises RuleRefused: reason, changed.
    """
    close_gate(setting.review)
    return _apply_stage(by, stage_change(setting, fields), reason, agreed)


def _apply_stage(by: User, change: Change, reason: str, agreed: str) -> StageSetting:
    setting = change.setting
    if setting is None or not change.before:
        return setting  # type: ignore[return-value]
    found = Outlook()
    if change.before.keys() & RULES:
        _check_agreed(change, agreed)
        found = carry_out(change, by=by, reason=reason)
    for name, value in change.after.items():
        setattr(setting, name, value)
    setting.save(update_fields=list(change.after))
    log(
        review=setting.review,
        actor=by,
        verb="change_stage",
        stage=setting.stage,
        before={n: plain(value) for n, value in change.before.items()},
        after={n: plain(value) for n, value in change.after.items()},
        **told(change, found, reason),
    )
    if change.before.keys() & RULES:
        moved_again(change.review)
    return setting


def _check_agreed(change: Change, agreed: str) -> None:
    if agreed and look_ahead(change).stamp != agreed:
        raise RuleRefused("changed")


def plain(value: Any) -> Any:
    """A field's value as the history keeps it: the id of a row, anything else as it is."""
    return value.pk if isinstance(value, Model) else value


@transaction.atomic
def take_back(
    *, by: User, review: Review, change_id: int, reason: str = "", agreed: str = ""
) -> Outlook:
    """Takes the last change of a stage's rules back: what was is again,
    but that nobody votes on what they have seen.

    Raises RuleRefused: state, reason, changed.
    """
    close_gate(review)
    change = taking_back(review, change_id)
    if change.setting is None:
        raise RuleRefused("state")
    found = look_ahead(change)
    _apply_stage(by, change, reason, agreed)
    return found


def taking_back(review: Review, change_id: int) -> Change:
    """The change that takes that one back. Raises RuleRefused("state"):
    it is not the last of its kind any more.
    """
    event = rule_changes(review).get(change_id)
    if event is None:
        raise RuleRefused("state")
    was = dict(rules_of(event))
    if event.verb == "change_review":
        return replace(methods_change(review, was["other_skips_screening"]), taken_back=True)
    if event.verb == "change_search":
        search = Search.objects.filter(review=review, pk=event.data["search"]).first()
        if search is None:
            raise RuleRefused("state")
        return replace(search_change(search, was["kind"]), taken_back=True)
    if was.get("cutoff_reason"):
        was["cutoff_reason"] = Reason.objects.filter(review=review, pk=was["cutoff_reason"]).first()
    setting = StageSetting.objects.select_related("review").get(review=review, stage=event.stage)
    returned = frozenset(event.data.get("records", ()))
    return replace(stage_change(setting, was), returned=returned, taken_back=True, since=event.at)


# What follows
# ------------------------------------------------------------------------------------------------------
