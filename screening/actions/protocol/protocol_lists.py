"""Many criteria and reasons at once: pasted, copied from another stage or review,
taken from a template, reordered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from screening.actions.history.event_log import log
from screening.actions.protocol.protocol_items import log_highlights, log_reason
from screening.actions.protocol.reason_merge import name_key
from screening.methods.protocol_templates import ProtocolTemplate
from screening.models import (
    Criterion,
    HighlightList,
    Languages,
    Reason,
    Review,
    StageSetting,
    User,
    Vote,
)
from screening.queries.protocol.current_protocol import criteria, reasons

#: English and Chinese text.
Pair = tuple[str, str]


@dataclass(slots=True)
class Lines:
    """What is to be added at one stage: texts in both languages, one of which may be empty."""

    inclusion: Sequence[Pair] = ()
    exclusion: Sequence[Pair] = ()
    reasons: Sequence[Pair] = ()
    kinds: dict[Pair, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.inclusion or self.exclusion or self.reasons)


@dataclass(slots=True)
class Added:
    """How many came in, and how many were there already."""

    criteria: int = 0
    reasons: int = 0
    known: int = 0


@transaction.atomic
def add_lines(*, by: User, review: Review, lines: dict[str, Lines]) -> Added:
    """Adds criteria and reasons at each stage, behind those that are there;
    what is there already is left alone.

    The version of the criteria goes up by one, not by one a line,
    where somebody has voted at the stage.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    added = Added()
    voted = [s for s in lines if (lines[s].inclusion or lines[s].exclusion) and _voted(review, s)]
    fresh = {stage: _new_criteria(review, stage, one, added) for stage, one in lines.items()}
    if any(fresh[stage] for stage in voted):
        Review.objects.filter(pk=review.pk).update(criteria_version=F("criteria_version") + 1)
        review.refresh_from_db(fields=["criteria_version"])
    for stage, one in lines.items():
        for criterion in fresh[stage]:
            _save_criterion(by, review, criterion, added)
        _add_reasons(by, review, stage, one.reasons, added)
    return added


def _voted(review: Review, stage: str) -> bool:
    return Vote.objects.filter(review=review, stage=stage).exists()


def _new_criteria(review: Review, stage: str, lines: Lines, added: Added) -> list[Criterion]:
    known = {
        (c.inclusion, name_key(c.text_en), name_key(c.text_zh)) for c in criteria(review, stage)
    }
    found = []
    for inclusion, pairs in ((True, lines.inclusion), (False, lines.exclusion)):
        for pair in pairs:
            same = (inclusion, name_key(pair[0]), name_key(pair[1]))
            if same in known:
                added.known += 1
                continue
            known.add(same)
            kind = lines.kinds.get(pair, Criterion.Kind.RELEVANCE)
            found.append(
                Criterion(
                    stage=stage, inclusion=inclusion, text_en=pair[0], text_zh=pair[1], kind=kind
                )
            )
    return found


def _save_criterion(by: User, review: Review, criterion: Criterion, added: Added) -> None:
    criterion.review, criterion.since_version = review, review.criteria_version
    criterion.position = _behind(Criterion, review, criterion.stage)
    criterion.save()
    after = {name: getattr(criterion, name) for name in ("inclusion", "kind", "text_en", "text_zh")}
    log(
        review=review,
        actor=by,
        verb="save_criterion",
        stage=criterion.stage,
        criterion=criterion.pk,
        before=None,
        after=after | {"stage": criterion.stage},
    )
    added.criteria += 1


def _add_reasons(by: User, review: Review, stage: str, pairs: Iterable[Pair], added: Added) -> None:
    known = {
        key
        for one in reasons(review, stage)
        for key in (name_key(one.label_en), name_key(one.label_zh))
        if key
    }
    for english, chinese in pairs:
        keys = {key for key in (name_key(english), name_key(chinese)) if key}
        if keys & known:
            added.known += 1
            continue
        known |= keys
        saved = Reason.objects.create(
            review=review,
            stage=stage,
            label_en=english,
            label_zh=chinese,
            position=_behind(Reason, review, stage),
        )
        log_reason(by, saved, None)
        added.reasons += 1


def _behind(model: Any, review: Review, stage: str) -> int:
    highest = model.objects.filter(review=review, stage=stage).aggregate(Max("position"))[
        "position__max"
    ]
    return 0 if highest is None else int(highest) + 1


def lines_of(review: Review, stage: str) -> Lines:
    """The criteria in force and the reasons in use of a stage."""
    there = list(criteria(review, stage))
    return Lines(
        [(c.text_en, c.text_zh) for c in there if c.inclusion],
        [(c.text_en, c.text_zh) for c in there if not c.inclusion],
        [(r.label_en, r.label_zh) for r in reasons(review, stage)],
        {(c.text_en, c.text_zh): c.kind for c in there},
    )


def copy_criteria(*, by: User, review: Review, stage: str, to: str) -> Added:
    """The criteria of one stage at another as well; reasons stay where they are."""
    found = lines_of(review, stage)
    found.reasons = ()
    return add_lines(by=by, review=review, lines={to: found})


@transaction.atomic
def use_template(
    *, by: User, review: Review, template: ProtocolTemplate, stages: Sequence[str]
) -> Added:
    """Begins with a template: its criteria at all these stages, its reasons at the last,
    where a reason is needed.

    A review in one language gets the texts of that language alone.
    """
    pick = _in_language(review)
    inclusion, exclusion = (
        [pick(p) for p in template.inclusion],
        [pick(p) for p in template.exclusion],
    )
    lines = {stage: Lines(inclusion, exclusion) for stage in stages}
    lines[stages[-1]].reasons = [pick(p) for p in template.reasons]
    _take_framework(by, review, template.framework, {})
    return add_lines(by=by, review=review, lines=lines)


@transaction.atomic
def copy_protocol(*, by: User, review: Review, source: Review, stages: Sequence[str]) -> Added:
    """The protocol of another review, behind what is there: criteria, reasons, instructions,
    highlight lists.

    Question and titles stay, framework and instructions are taken where there are none; rules that
    decide reports are left alone. Whoever asks must be a member of the source.
    """
    added = add_lines(
        by=by, review=review, lines={stage: lines_of(source, stage) for stage in stages}
    )
    _take_framework(by, review, source.framework, source.elements)
    for setting in StageSetting.objects.filter(review=source, stage__in=stages):
        mine = StageSetting.objects.filter(
            review=review, stage=setting.stage, instructions_en="", instructions_zh=""
        )
        mine.update(
            instructions_en=setting.instructions_en, instructions_zh=setting.instructions_zh
        )
    _copy_highlights(by, review, source)
    log(
        review=review,
        actor=by,
        verb="copy_protocol",
        criteria_added=added.criteria,
        reasons_added=added.reasons,
    )
    return added


def _copy_highlights(by: User, review: Review, source: Review) -> None:
    mine = HighlightList.objects.filter(review=review, owner=None)
    known = {(one.name_en, one.name_zh) for one in mine}
    for position, one in enumerate(
        HighlightList.objects.filter(review=source, owner=None), mine.count()
    ):
        if (one.name_en, one.name_zh) in known:
            continue
        saved = HighlightList.objects.create(
            review=review,
            name_en=one.name_en,
            name_zh=one.name_zh,
            colour=one.colour,
            terms=one.terms,
            position=position,
        )
        log_highlights(by, saved)


def _take_framework(by: User, review: Review, framework: str, elements: dict[str, Any]) -> None:
    if not framework or Review.objects.filter(pk=review.pk).exclude(framework="").exists():
        return
    Review.objects.filter(pk=review.pk).update(framework=framework, elements=elements)
    log(
        review=review,
        actor=by,
        verb="change_review",
        before={"framework": ""},
        after={"framework": framework},
    )


def _in_language(review: Review) -> Any:
    if review.languages == Languages.EN:
        return lambda pair: (pair[0], "")
    return (lambda pair: ("", pair[1])) if review.languages == Languages.ZH else (lambda pair: pair)


@transaction.atomic
def put_in_order(*, by: User, review: Review, model: Any, stage: str, ids: Sequence[int]) -> bool:
    """The criteria or reasons of a stage in this order; False, and nothing changed,
    if the list is not all of them.

    Inclusion criteria stay before exclusion criteria; the version of the criteria stays,
    as no text has changed.
    """
    Review.objects.select_for_update().get(pk=review.pk)
    there = {one.pk: one for one in (criteria if model is Criterion else reasons)(review, stage)}
    if sorted(ids) != sorted(there):
        return False
    for position, pk in enumerate(ids):
        there[pk].position = position
    model.objects.bulk_update(there.values(), ["position"])
    if model is Criterion:
        log(review=review, actor=by, verb="order_criteria", stage=stage, criteria_order=list(ids))
    else:
        log(review=review, actor=by, verb="order_reasons", stage=stage, order=list(ids))
    return True
