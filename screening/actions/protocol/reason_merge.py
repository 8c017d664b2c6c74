"""Reasons for exclusion that were written twice: no two have one name,
and a misspelt one is merged into another.
"""

import unicodedata
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.outcomes import restate
from screening.actions.vote_lock import close_gate
from screening.models import (
    ManualNumber,
    Merge,
    Reason,
    Record,
    Reopening,
    Review,
    Settlement,
    StageSetting,
    User,
    Vote,
)
from screening.records.batches import batches


class ReasonRefused(Refusal):
    """The code says why: name (another reason has it), reason (not two live reasons of one stage)."""


def name_key(label: str) -> str:
    """What two labels have in common that readers take for one: width, case,
    blanks and a full stop do not count.
    """
    text = unicodedata.normalize("NFKC", label).casefold()
    return " ".join(text.split()).rstrip(" .。;；")


def same_name(
    review: Review, stage: str, labels: tuple[str, str], but: int | None = None
) -> Reason | None:
    """Another reason in use at the stage with one of these labels, in either language."""
    wanted = {key for key in map(name_key, labels) if key}
    for reason in Reason.objects.filter(review=review, stage=stage, retired_at=None).exclude(
        pk=but
    ):
        if wanted & {name_key(reason.label_en), name_key(reason.label_zh)}:
            return reason
    return None


@transaction.atomic
def merge_reasons(*, by: User, review: Review, reason: Reason, into: Reason) -> int:
    """Everything that names `reason` names `into` from now on, and `reason` goes out of the list.

    Votes and settlements stay what they were in all else; what they amount to is derived anew, as
    two exclusions for what were two reasons now agree. Gives how many votes changed. Raises
    ReasonRefused("reason").
    """
    close_gate(review)
    live = Reason.objects.select_for_update().filter(
        review=review, stage=reason.stage, retired_at=None
    )
    if reason.pk == into.pk or live.filter(pk__in=[reason.pk, into.pk]).count() != 2:
        raise ReasonRefused("reason")
    touched = set(Vote.objects.filter(reason=reason).values_list("record", flat=True))
    touched |= set(Settlement.objects.filter(reason=reason).values_list("record", flat=True))
    touched |= set(Record.objects.filter(review=review, reason=reason).values_list("pk", flat=True))
    changed = Vote.objects.filter(reason=reason).update(reason=into)
    Settlement.objects.filter(reason=reason).update(reason=into)
    ManualNumber.objects.filter(reason=reason).update(reason=into)
    # What was published stood for it: a merge is no decision, and moves no report (P13).
    stood = Record.objects.filter(review=review, published__isnull=False, published_reason=reason)
    stood.update(published_reason=into)
    StageSetting.objects.filter(cutoff_reason=reason).update(cutoff_reason=into)
    for model in (Merge, Reopening):
        _rename_kept(model, review, reason.pk, into.pk)
    reason.retired_at = timezone.now()
    reason.save(update_fields=["retired_at"])
    log(
        review=review,
        actor=by,
        verb="merge_reasons",
        stage=reason.stage,
        reason=reason.pk,
        into_reason=into.pk,
        votes=changed,
    )
    for some in batches(sorted(touched), 500):
        restate(review, Record.objects.filter(pk__in=some), rules=True)
    return changed


def _rename_kept(model: Any, review: Review, old: int, new: int) -> None:
    """What a merge or a re-opening keeps, to bring it back one day, names the other reason as well."""
    rows = model.objects.filter(~Q(before={}), review=review, undone_at=None)
    for row in rows.only("before").iterator(chunk_size=500):
        if (renamed := _renamed(row.before, old, new)) != row.before:
            model.objects.filter(pk=row.pk).update(before=renamed)


def _renamed(kept: Any, old: int, new: int) -> Any:
    if isinstance(kept, dict):
        return {
            k: new if k == "reason" and v == old else _renamed(v, old, new) for k, v in kept.items()
        }
    return [_renamed(one, old, new) for one in kept] if isinstance(kept, list) else kept
