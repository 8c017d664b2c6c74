"""What a review does with reports that belong together without being duplicates,
and comparing all records again.
"""

from collections.abc import Mapping

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.imports.import_job import next_dedupe
from screening.dedupe.policy import RELATIONS, Policy
from screening.models import BlockingKey, Job, Review, User


@transaction.atomic
def set_policy(*, by: User, review: Review, choices: Mapping[str, str]) -> bool:
    """Writes a choice (merge, link, leave) for every relation; False when all are as before.

    Holds for comparisons from now on. Raises ValueError for an unknown relation or choice.
    """
    fresh = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    old, new = Policy(fresh.dedupe_policy), Policy(dict(choices))
    before = {relation: old.choice(relation) for relation in RELATIONS}
    after = {relation: new.choice(relation) for relation in RELATIONS}
    if before == after:
        return False
    changed = [relation for relation in RELATIONS if before[relation] != after[relation]]
    log(
        review=review,
        actor=by,
        verb="dedupe_policy",
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    Review.objects.filter(pk=review.pk).update(dedupe_policy=after)
    review.dedupe_policy = after
    return True


@transaction.atomic
def compare_again(*, by: User, review: Review) -> Job:
    """A job, to be sent, that compares every record again: one that waits, never one at work,
    which began before.

    Merges and answers stay as they are.
    """
    BlockingKey.objects.filter(review_id=review.pk).delete()
    return next_dedupe(review, by)
