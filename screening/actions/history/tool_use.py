"""Notes that an automated step was run, for the methods section: name and version of the program,
and the dates.
"""

from django.db.models import F
from django.utils import timezone

from screening import PROGRAM
from screening.models import Review, ToolUse


def note_use(review: Review, step: str, stage: str = "") -> None:
    """Notes one run of a step of `ToolUse.Step` by this version of the program."""
    now = timezone.now()
    used, made = ToolUse.objects.get_or_create(
        review=review,
        step=step,
        stage=stage,
        program=PROGRAM,
        defaults={"first_at": now, "last_at": now},
    )
    if not made:
        ToolUse.objects.filter(pk=used.pk).update(last_at=now, runs=F("runs") + 1)
