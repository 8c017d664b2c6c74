"""Changes of rules that move reports: what would move is told first, and has to be agreed to."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from screening.actions.protocol.rule_outlook import Change, look_ahead
from screening.api.problems import Problem


class RuleInput(serializers.Serializer):
    """Agreement to what a change moves."""

    agreed = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="The `stamp` of the preview that came with 409 `rules.preview`.",
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="Why; wanted where open votes would decide.",
    )


def agreed_to(change: Change, data: Mapping[str, Any]) -> None:
    """Goes on where the change moves nothing, or just that was agreed to. Raises Problem with the preview otherwise."""
    found = look_ahead(change)
    if not found.changes:
        return
    agreed = data.get("agreed", "") == found.stamp
    if agreed and (data.get("reason", "").strip() or not found.opened):
        return
    moves = [
        {"before": before, "after": now, "reports": n}
        for (before, now), n in sorted(found.moves.items())
    ]
    outlook = {
        "stamp": found.stamp,
        "moves": moves,
        "opened": len(found.opened),
        "returned": len(found.returned),
        "stuck": len(found.stuck),
    }
    raise Problem("rules.preview", outlook=outlook)
