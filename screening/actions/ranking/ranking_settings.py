"""Switching the learned order of a stage on and off."""

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.screening.stages import StageRefused
from screening.models import Review, StageSetting, User


@transaction.atomic
def set_learned_order(
    *, by: User, review: Review, stage: str, learned: bool, terms: bool
) -> StageSetting:
    """Offers everybody at this stage an order learned from their votes, or no longer; `terms`:
    tells why, after a vote.

    Orders that were learned stay, for when it is switched on again.
    Raises StageRefused("state") for no such stage.
    """
    setting = StageSetting.objects.select_for_update().filter(review=review, stage=stage).first()
    if setting is None:
        raise StageRefused("state")
    before = {"learned": setting.learned_order, "terms_told": setting.shows_terms}
    after = {"learned": learned, "terms_told": terms}
    if before != after:
        setting.learned_order, setting.shows_terms = learned, terms
        setting.save(update_fields=["learned_order", "shows_terms"])
        log(review=review, actor=by, verb="learned_order", stage=stage, before=before, after=after)
    return setting
