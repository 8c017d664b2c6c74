"""Votes and settlements as plain JSON values,
so that what moved or went can be written again exactly as it was.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from screening.models import Record, Settlement, Vote


def keep_votes(votes: Iterable[Vote]) -> list[dict[str, Any]]:
    """What each vote says, with its voter and the key press it came from."""
    return [
        {
            "id": v.pk,
            "user": v.user_id,
            "verdict": v.verdict,
            "reason": v.reason_id,
            "key": str(v.key),
            "first": v.first_verdict,
            "judgements": v.judgements,
            "grade": v.grade,
            "criteria_version": v.criteria_version,
            "cast_at": v.cast_at.isoformat(),
        }
        for v in votes
    ]


def write_vote(record: Record, stage: str, kept: Mapping[str, Any]) -> Vote:
    """The vote again, on that record."""
    return Vote.objects.create(
        review_id=record.review_id,
        record=record,
        user_id=kept["user"],
        stage=stage,
        verdict=kept["verdict"],
        first_verdict=kept.get("first", ""),
        reason_id=kept["reason"],
        key=kept["key"],
        judgements=kept["judgements"],
        grade=kept.get("grade"),
        criteria_version=kept["criteria_version"],
        cast_at=parse_datetime(kept["cast_at"]),
    )


def keep_settlements(settlements: Iterable[Settlement]) -> list[dict[str, Any]]:
    """What each settlement says, by whom and when."""
    return [
        {
            "verdict": s.verdict,
            "reason": s.reason_id,
            "rationale": s.rationale,
            "user": s.settled_by_id,
            "settled_at": s.settled_at.isoformat(),
        }
        for s in settlements
    ]


def write_settlement(record: Record, stage: str, kept: Mapping[str, Any]) -> Settlement:
    """The settlement again, on that record."""
    return Settlement.objects.create(
        review_id=record.review_id,
        record=record,
        stage=stage,
        verdict=kept["verdict"],
        reason_id=kept["reason"],
        rationale=kept["rationale"],
        settled_by_id=kept["user"],
        settled_at=parse_datetime(kept["settled_at"]),
    )
