"""How each stage runs: its state, its calibration, what was dealt, and how far each person is;
counts only.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from screening.models import (
    Assignment,
    CalibrationRound,
    Membership,
    Review,
    StageSetting,
    Standing,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.queries.screening.progress import StageProgress, stages
from screening.stages import STAGES


@dataclass(frozen=True, slots=True)
class Running:
    """One stage: the running `calibration` with (name, done) rows in `calibrated`, (name,
    number) in `dealt`.
    """

    setting: StageSetting
    calibration: CalibrationRound | None
    sample: int
    calibrated: list[tuple[str, int]]
    dealt: list[tuple[str, int]]
    old: int
    progress: StageProgress


def running(access: Access) -> list[Running]:
    """Every stage of the review, in the order of the flow."""
    review, far = access.review, {one.key: one for one in stages(access)}
    settings = {
        s.stage: s
        for s in StageSetting.objects.filter(review=review).select_related("cutoff_reason")
    }
    return [_running(review, settings[key], far[key]) for key in STAGES if key in settings]


def _running(review: Review, setting: StageSetting, far: StageProgress) -> Running:
    calibration = CalibrationRound.objects.filter(
        review=review, stage=setting.stage, closed_at=None
    ).first()
    members = (
        Membership.objects.filter(review=review, reviews=True, ended_at=None)
        .select_related("user")
        .order_by("code")
    )
    calibrated: list[tuple[str, int]] = []
    if calibration:
        drawn = calibration.records.values("pk")
        votes: dict[int, Any] = dict(
            Vote.objects.filter(stage=setting.stage, record__in=drawn)
            .values_list("user")
            .annotate(Count("pk"))
        )
        calibrated = [(str(member.user), votes.get(member.user_id, 0)) for member in members]
    dealt = dict(
        Assignment.objects.filter(review=review, stage=setting.stage)
        .values_list("user")
        .annotate(Count("pk"))
    )
    return Running(
        setting,
        calibration,
        calibration.records.count() if calibration else 0,
        calibrated,
        [
            (str(member.user), dealt[member.user_id])
            for member in members
            if dealt.get(member.user_id)
        ],
        len(to_screen_again(review, setting.stage, "old")),
        far,
    )


def to_screen_again(review: Review, stage: str, scope: str) -> list[int]:
    """Ids of reports at a stage: decided under older criteria ("old"), in conflict,
    or all that have votes.
    """
    found = Standing.objects.filter(review=review, stage=stage, record__primary=None)
    if scope == "conflict":
        found = found.filter(outcome="conflict")
    if scope == "old":
        votes = Vote.objects.filter(
            record=OuterRef("record"), stage=stage, criteria_version__lt=review.criteria_version
        )
        found = found.filter(Exists(votes), outcome__in=["include", "exclude"])
    return list(found.values_list("record", flat=True))
