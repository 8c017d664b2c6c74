"""What is known of the full text of reports that are joined,
kept with the merge so that undoing it brings it back.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.dateparse import parse_datetime

from screening.models import Merge, Record, Retrieval, Settlement, Standing, User, Vote
from screening.stages import reading

LACKS, HAS = "not_retrieved", "retrieved"


def bring_retrieval(
    first: Record, others: Sequence[Record], before: dict[str, Any], by: User | None
) -> None:
    """The news of the primary record stand, else those of the others in order; a full text that was
    retrieved or voted on under one of them beats "not retrieved" (P9, P16). To be called before the
    votes are moved.
    """
    reports = [first, *others]
    rows = {row.record_id: row for row in Retrieval.objects.filter(record__in=reports)}
    if not rows:
        return
    voted = _voted(reports)
    status, has_votes = _status(rows, first), first.pk in voted
    for other in others:
        at_hand = _at_hand(status, has_votes) or _at_hand(_status(rows, other), other.pk in voted)
        lacks = LACKS in {status, _status(rows, other)}
        status = HAS if lacks and at_hand else status or _status(rows, other)
        has_votes = has_votes or other.pk in voted
    if status == _status(rows, first):
        return
    news = [rows[r.pk] for r in reports if _status(rows, r) == status] or [
        rows[r.pk] for r in reports if r.pk in rows
    ]
    before["retrievals"] = {str(pk): _plain(row) for pk, row in rows.items()}
    stands = (
        _plain(news[0])
        if news[0].status == status
        else {"note": "", "by": by.pk if by else news[0].by_id}
    )
    before["retrieval_made"] = _write(first, stands | {"status": status})
    Retrieval.objects.filter(record__in=others, status=status).delete()


def _voted(reports: Sequence[Record]) -> set[int]:
    here = {"record__in": reports, "stage": reading().key}
    tools = Standing.objects.filter(**here).exclude(tool="")
    decided = (Vote.objects.filter(**here), Settlement.objects.filter(**here), tools)
    return {pk for rows in decided for pk in rows.values_list("record_id", flat=True)}


def _status(rows: dict[int, Retrieval], record: Record) -> str:
    return rows[record.pk].status if record.pk in rows else ""


def _at_hand(status: str, voted: bool) -> bool:
    return status == HAS or (voted and status != LACKS)


def _plain(row: Retrieval) -> dict[str, Any]:
    return {"status": row.status, "note": row.note, "by": row.by_id, "at": row.at.isoformat()}


def _write(record: Record | int, news: dict[str, Any]) -> dict[str, Any]:
    """Writes the news of a record, its moment too where it is told; gives what stands now."""
    pk = record if isinstance(record, int) else record.pk
    review = Record.objects.only("review_id").get(pk=pk).review_id
    values = {
        "review_id": review,
        "status": news["status"],
        "note": news["note"],
        "by_id": news["by"],
    }
    row, _ = Retrieval.objects.update_or_create(record_id=pk, defaults=values)
    if at := news.get("at"):
        Retrieval.objects.filter(pk=row.pk).update(at=parse_datetime(at))
    row.refresh_from_db()
    return _plain(row)


def return_retrieval(done: Merge) -> None:
    """Puts the news back where they were; what was noted since the merge stays with its primary
    record (P5).
    """
    if kept := done.before.get("retrieval"):
        _return_moved(done, kept)
    if (made := done.before.get("retrieval_made")) is None:
        return
    rows = dict(done.before["retrievals"])
    now = Retrieval.objects.filter(record_id=done.primary_id).first()
    own = rows.pop(str(done.primary_id), None)
    if now is not None and _plain(now) == made:
        now.delete()
        if own:
            _write(done.primary_id, own)
    for pk, news in rows.items():
        if not Retrieval.objects.filter(record_id=int(pk)).exists():
            _write(int(pk), news)


def _return_moved(done: Merge, kept: dict[str, Any]) -> None:
    """The same for a merge of before, when the row itself was moved."""
    then = {
        "status": kept["status"],
        "note": kept["note"],
        "by": kept["by"],
        "at": parse_datetime(kept["at"]),
    }
    same = Retrieval.objects.filter(pk=kept["id"], record_id=done.primary_id, **then)
    if same.update(record_id=kept["record"]):
        return
    values = {
        "review_id": done.review_id,
        "status": kept["status"],
        "note": kept["note"],
        "by_id": kept["by"],
    }
    again, _ = Retrieval.objects.get_or_create(record_id=kept["record"], defaults=values)
    Retrieval.objects.filter(pk=again.pk).update(at=then["at"])
