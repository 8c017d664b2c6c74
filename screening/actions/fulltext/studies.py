"""Studies: an investigation and the reports that tell of it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from screening.actions.history.event_log import log
from screening.models import Record, Review, Study, User
from screening.records.text import plain_name


@transaction.atomic
def group_reports(
    *,
    by: User,
    review: Review,
    record_ids: Sequence[int],
    study: Study | None = None,
    name: str = "",
) -> Study | None:
    """Puts reports into a study, a new one where none is given;
    None when no report of the review is named.

    A second report of an included study is no exclusion: it is counted with its study.
    """
    records = list(
        Record.objects.filter(review=review, pk__in=record_ids, primary=None).order_by("pk")
    )
    if not records:
        return None
    if study is None:
        study = Study.objects.create(
            review=review, name=(plain_name(name) or str(records[0]).removesuffix("."))[:300]
        )
    study.reports.add(*records)
    log(
        review=review,
        actor=by,
        verb="study",
        study=study.pk,
        name=study.name,
        records=[r.pk for r in records],
    )
    return study


@transaction.atomic
def ungroup_reports(*, by: User, review: Review, study: Study, record_ids: Sequence[int]) -> int:
    """Takes reports out of a study; a study without reports ends.
    Gives how many records were taken out.

    A report goes with all its records: what is linked through a duplicate counts for the report
    too.
    """
    records = list(
        study.reports.filter(Q(pk__in=record_ids) | Q(primary__in=record_ids)).order_by("pk")
    )
    study.reports.remove(*records)
    if records:
        log(
            review=review,
            actor=by,
            verb="unlink_study",
            study=study.pk,
            records=[r.pk for r in records],
        )
    if not study.reports.exists():
        study.delete()
    return len(records)


@transaction.atomic
def rename_study(*, by: User, review: Review, study: Study, name: str) -> Study:
    """Gives the study another name; an empty one changes nothing."""
    name = plain_name(name)[:300]
    if name and name != study.name:
        log(
            review=review,
            actor=by,
            verb="rename_study",
            study=study.pk,
            before=study.name,
            after=name,
        )
        study.name = name
        study.save(update_fields=["name"])
    return study
