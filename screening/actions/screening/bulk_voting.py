"""One vote on many records, as one act: each record gets a vote of its own,
and the act is taken back as a whole.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from django.utils import timezone

from screening.actions.screening.voting import NONE_SEEN, Refused, cast_vote, clear_vote
from screening.models import BulkVote, Review, User, Vote

#: Records that one act decides.
MOST = 1_000


@dataclass(slots=True)
class Done:
    """What came of it: `voted` records, those `refused` by the rule that said no,
    and the `act` that can be undone.
    """

    act: BulkVote | None = None
    voted: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def vote_on_many(
    *,
    by: User,
    review: Review,
    stage: str,
    record_ids: Sequence[int],
    verdict: str,
    key: UUID,
    reason_id: int | None = None,
) -> Done:
    """Gives these records the same vote of one person, each by the rules of a single vote;
    what is refused is counted.

    Votes are stored one by one, so that nobody else's vote waits for the whole.
    The same `key` again changes nothing.
    """
    ids = list(dict.fromkeys(record_ids))[:MOST]
    if not ids:
        return Done()
    act, _made = BulkVote.objects.get_or_create(
        key=key,
        defaults={
            "review": review,
            "user": by,
            "stage": stage,
            "verdict": verdict,
            "records": ids,
            "cast_at": timezone.now(),
        },
    )
    done = Done(act)
    if act.user_id != by.pk or act.review_id != review.pk or act.undone_at:
        return done
    for record in ids:
        try:
            cast_vote(
                by=by,
                review=review,
                record_id=record,
                stage=stage,
                verdict=verdict,
                reason_id=reason_id,
                key=key_of(act, record),
                seen=NONE_SEEN,
                retrieved_only=True,
            )
            done.voted += 1
        except Refused as refused:
            done.refused[refused.code] += 1
    return done


def undo_many(*, by: User, act: BulkVote) -> Done:
    """Takes back what stands of an act's votes; those changed since stay,
    and so does what is decided and was seen.
    """
    done = Done(act)
    standing = Vote.objects.filter(
        review=act.review, user=by, stage=act.stage, record__in=act.records
    )
    keys = {key_of(act, record) for record in act.records}
    for record, key in list(standing.values_list("record_id", "key")):
        if key not in keys:
            continue
        try:
            clear_vote(by=by, review=act.review, record_id=record, stage=act.stage, key=uuid4())
            done.voted += 1
        except Refused as refused:
            done.refused[refused.code] += 1
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at"])
    return done


def key_of(act: BulkVote, record: int) -> UUID:
    """The key of the act's vote on that record."""
    return uuid5(act.key, str(record))
