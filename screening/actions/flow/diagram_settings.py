"""The diagram: the team's own words in it, and numbers from before the tool."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.flow.boxes import KINDS
from screening.flow.labels import SETS
from screening.models import ManualNumber, Reason, Review, Search, User


class NumberRefused(Refusal):
    """A number that may not be entered. `code`: why (none given), source, kind, reason, number,
    none (to withdraw).
    """


@transaction.atomic
def word_diagram(*, by: User, review: Review, label_set: str, labels: Mapping[str, str]) -> Review:
    """Writes the team's own words for one label set;
    a text that is empty or the set's own falls back to the set.

    Raises KeyError for an unknown set or label.
    """
    original = SETS[label_set].labels
    own = {
        key: text.strip()
        for key, text in labels.items()
        if text.strip() and text.strip() != original[key]
    }
    review = Review.objects.select_for_update().get(pk=review.pk)
    before = review.diagram_labels.get(label_set, {})
    if own != before:
        review.diagram_labels = {**review.diagram_labels, label_set: own}
        review.save(update_fields=["diagram_labels"])
        log(
            review=review,
            actor=by,
            verb="word_diagram",
            label_set=label_set,
            before=before,
            after=own,
        )
    return review


@transaction.atomic
def enter_number(
    *,
    by: User,
    review: Review,
    box: str,
    number: int,
    why: str,
    source: str = "",
    kind: str = "",
    reason: Reason | None = None,
) -> ManualNumber:
    """A number from before the tool: so many records of a source, and what became of them;
    or a number of studies.

    A source that the review has already keeps its kind. Raises NumberRefused.
    """
    source, why = " ".join(source.split()), why.strip()
    _check_number(number, why)
    if box in ManualNumber.OF_STUDIES:
        source, kind = "", ""
    else:
        kind = _kind(review, source, kind)
    if (box == ManualNumber.Box.FT_EXCLUDE) != (reason is not None):
        raise NumberRefused("reason")
    entered = ManualNumber.objects.create(
        review=review,
        version=review.version,
        source=source,
        kind=kind,
        box=box,
        reason=reason,
        number=number,
        why=why,
        by=by,
    )
    log(
        review=review,
        actor=by,
        verb="enter_number",
        manual=entered.pk,
        name=source,
        kind=kind,
        box=box,
        number=number,
        reason=entered.reason_id,
        note=why,
    )
    return entered


def _check_number(number: int, why: str) -> None:
    if not why:
        raise NumberRefused("why")
    if number < 1:
        raise NumberRefused("number")


def _kind(review: Review, source: str, kind: str) -> str:
    if not source:
        raise NumberRefused("source")
    known = Search.objects.filter(review=review, name=source, version=review.version).first()
    kind = known.kind if known else kind
    if kind not in KINDS:
        raise NumberRefused("kind")
    return kind


@transaction.atomic
def withdraw_number(*, by: User, review: Review, manual_id: int) -> ManualNumber:
    """The number no longer counts; the row stays.
    Raises NumberRefused("none") where there is none that counts.
    """
    found = ManualNumber.objects.select_for_update(of=("self",)).filter(
        review=review, pk=manual_id, version=review.version, withdrawn_at=None
    )
    row = found.first()
    if row is None:
        raise NumberRefused("none")
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    log(
        review=review,
        actor=by,
        verb="withdraw_number",
        manual=row.pk,
        box=row.box,
        number=row.number,
    )
    return row
