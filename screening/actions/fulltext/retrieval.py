"""Full texts: recording whether a report could be had."""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.screening.outcomes import restate
from screening.actions.screening.vote_withdrawal import withdraw_open
from screening.models import Record, Retrieval, Review, User
from screening.stages import reading


@transaction.atomic
def set_retrieval(
    *, by: User, review: Review, record_ids: Iterable[int], status: str, note: str = ""
) -> int:
    """Writes the status (requested, retrieved, not_retrieved, caj_only,
    or "" for still to find) of these reports.

    Gives the number of reports that changed. Records that are not reports sought in this review are
    left alone. Where a text turns out not to be at hand after all, open votes on it are taken back
    and their voters told: they rest on nothing, and where the report stands afterwards would tell
    that somebody had voted.
    """
    sought = {"await_retrieval", "not_retrieved", reading().waits}
    records = list(
        Record.objects.select_for_update(of=("self",)).filter(
            review=review, pk__in=record_ids, place__in=sought
        )
    )
    known = {r.record_id: r for r in Retrieval.objects.filter(record__in=records)}
    changed = []
    for record in records:
        old = known.get(record.pk)
        if (old.status if old else "") == status and (old.note if old else "") == note:
            continue
        if status:
            values = {"review": review, "status": status, "note": note, "by": by}
            Retrieval.objects.update_or_create(record=record, defaults=values)
        elif old:
            old.delete()
        log(
            review=review,
            actor=by,
            verb="retrieval",
            record=record,
            status=status,
            note=note,
            before=old.status if old else "",
        )
        changed.append(record)
    if status in {"", "requested", "caj_only"}:
        _take_votes_back(by, review, changed)
    restate(review, changed)
    return len(changed)


def _take_votes_back(by: User, review: Review, records: list[Record]) -> None:
    taken = withdraw_open(by=by, review=review, records=records, stage=reading().key)
    for user, votes in groupby(
        sorted(taken, key=lambda vote: vote.user_id), key=lambda vote: vote.user
    ):
        tell(review, [user], "no_text", reading().key, {"records": len(list(votes))})
