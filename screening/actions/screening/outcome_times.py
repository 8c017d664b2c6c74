"""When each outcome was reached, kept with a merge so that undoing it brings back the moment as
well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dateparse import parse_datetime

from screening.models import Record, Standing

MOMENTS = ("reached_at", "discussed_at")


def keep_standings(primaries: Sequence[Record]) -> dict[str, dict[str, Any]]:
    """Record id to stage to outcome and moments, as plain JSON values."""
    kept: dict[str, dict[str, Any]] = {str(record.pk): {} for record in primaries}
    for standing in Standing.objects.filter(record__in=primaries):
        moments = {
            name: at.isoformat() if (at := getattr(standing, name)) else None for name in MOMENTS
        }
        kept[str(standing.record_id)][standing.stage] = {"outcome": standing.outcome} | moments
    return kept


def return_standings(primary: int, kept: Mapping[str, Mapping[str, Any]] | None) -> None:
    """Puts the moments back wherever the outcome is what it was;
    what the merge alone had made is gone.
    """
    if kept is None:
        return
    for record, stages in kept.items():
        for stage, was in stages.items():
            moments = {name: parse_datetime(was[name]) if was[name] else None for name in MOMENTS}
            Standing.objects.filter(record=int(record), stage=stage, outcome=was["outcome"]).update(
                **moments
            )
    empty = Standing.objects.filter(
        record=primary, votes=0, outcome="pending", tool="", needed=None
    )
    empty.exclude(stage__in=list(kept[str(primary)])).delete()
