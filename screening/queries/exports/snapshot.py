"""A review frozen for an export: read piece by piece, and only what this member may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from screening.flow.boxes import PLACES, POSITIONS
from screening.models import Criterion as CriterionRow
from screening.models import (
    ImportFile,
    Languages,
    Membership,
    Record,
    Retrieval,
    Review,
    Search,
    StageSetting,
    Standing,
)
from screening.queries.access.authorization import Access
from screening.queries.flow import flow_counts
from screening.queries.flow.methods_facts import methods
from screening.queries.records.report_notices import answers_to, told
from screening.queries.records.stored_records import from_row, merged
from screening.queries.screening.votes import (
    name_of,
    visible_labellings,
    visible_notes,
    visible_settlements,
    visible_votes,
)
from screening.records.snapshot import (
    REMOVED,
    Criterion,
    Decision,
    Found,
    Report,
    Searched,
    Snapshot,
    Wishes,
)

#: Reports read at a time.
PIECE = 500


def may_see_votes(access: Access) -> bool:
    """Whether exports show this member the single votes: leads and adjudicators,
    once every stage is closed.
    """
    if not (access.may("keep") or access.may("settle")):
        return False
    return not any(s.is_open for s in StageSetting.objects.filter(review=access.review))


def sight(access: Access) -> list[Any]:
    """What decides how much of others an export shows this member;
    a file made under another sight is not given out.
    """
    member, review = access.membership, access.review
    stages = StageSetting.objects.filter(review=review).order_by("stage")
    return [
        member.leads,
        member.reviews,
        member.adjudicates,
        review.conflict_votes,
        review.show_names,
        *([s.stage, s.is_open, s.unblinded_at is not None] for s in stages),
    ]


#: The usual reference style of a review in one language.
STYLES_OF = {Languages.EN: "vancouver", Languages.ZH: "gbt7714-2015-numeric"}


def usual_style(review: Review) -> str:
    """The reference style that nobody has to choose."""
    return STYLES_OF.get(Languages(review.languages), Wishes().style)


def wishes_of(
    review: Review,
    *,
    style: str = "",
    label_set: str = "",
    template: str = "",
    colour: bool = True,
    doi: str = "",
) -> Wishes:
    """The wishes with the review's own words of the diagram; its language, or the reader's,
    chooses the label set.
    """
    only = "" if review.languages == Languages.BOTH else review.languages
    words = label_set or only or ("zh" if (get_language() or "").startswith("zh") else "en")
    return Wishes(
        style=style or usual_style(review),
        doi=doi,
        label_set=words,
        template=template,
        labels=review.diagram_labels.get(words, {}),
        colour=colour,
    )


def report_count(review: Review, places: tuple[str, ...], most: int) -> int:
    """How many reports are in these places (none named: in any), counted no further than `most`."""
    return rows_in(review, places).order_by()[:most].count()


def snapshot(access: Access, wishes: Wishes) -> Snapshot:
    """The review as it is now. Its reports are read when they are asked for."""
    review = access.review
    numbers = flow_counts.flow(review)
    return Snapshot(
        title=review.title,
        taken_at=timezone.now(),
        language="zh-hans" if (get_language() or "").startswith("zh") else "en",
        question=review.question,
        version=review.version,
        example=bool(review.example),
        counts_studies=review.counts_studies,
        reports=lambda places: _reports(access, places),
        flow=numbers.to_snapshot(),
        searches=_searches(access),
        criteria=tuple(
            Criterion(c.stage, c.kind, c.inclusion, c.text, c.since_version, c.until_version)
            for c in CriterionRow.objects.filter(review=review)
        ),
        reasons=flow_counts.reason_order(review),
        wishes=wishes,
        methods=methods(access),
    )


def _searches(access: Access) -> tuple[Searched, ...]:
    """Every search, and once more for each later version in which it was run again (P17)."""
    rows = Record.objects.filter(review=access.review, place__in=POSITIONS).values_list(
        "search", "version"
    )
    brought: dict[int, dict[int, int]] = defaultdict(dict)
    for search, version, number in rows.annotate(n=Count("*")).order_by():
        brought[search][version] = number
    again = _run_again(access.review)
    found = []
    for s in Search.objects.filter(review=access.review):
        for version in sorted({s.version, *brought[s.pk]}):
            later = version > s.version
            found.append(
                Searched(
                    source=s.name,
                    kind=s.kind,
                    platform=s.platform,
                    date_run=again.get((s.pk, version), s.date_run) if later else s.date_run,
                    coverage=s.coverage,
                    strategy=s.strategy,
                    limits=s.limits,
                    filters=s.filters,
                    hits=None if later else s.hits,
                    records=brought[s.pk].get(version, 0),
                    ran_by=s.ran_by,
                    version=version,
                )
            )
    return tuple(sorted(found, key=lambda one: one.version))


def _run_again(review: Review) -> dict[tuple[int, int], date]:
    """Search and version of the records it brought to the last day it was run again for them."""
    files = ImportFile.objects.filter(
        review=review, run_again_on__isnull=False, records__isnull=False
    )
    days = (
        files.order_by().values_list("search", "records__version").annotate(day=Max("run_again_on"))
    )
    return {(search, version): day for search, version, day in days}


def _reports(access: Access, places: tuple[str, ...]) -> Iterator[Report]:
    """Reports in order of import, PIECE by PIECE,
    so that memory stays the same whatever the size of the review.
    """
    return reports_of(access, rows_in(access.review, places))


def rows_in(review: Review, places: tuple[str, ...]) -> QuerySet[Record]:
    """The reports in these places: of all versions what is included or nothing is named,
    else those of this flow.
    """
    rows = Record.objects.filter(review=review, primary=None)
    if REMOVED in places:
        return rows.filter(flow_counts.condition(review, "previous_removed_reports"))
    rows = rows.filter(place__in=places or PLACES)
    return rows if not places or "included" in places else rows.filter(flow_counts.in_flow(review))


def reports_of(access: Access, rows: QuerySet[Record]) -> Iterator[Report]:
    """These records with what was decided on them, as this member may see it, PIECE by PIECE."""
    members = Membership.objects.filter(review=access.review).select_related("user")
    names = {m.user_id: name_of(m, access) for m in members}
    shows_votes, last = may_see_votes(access), 0
    while piece := list(
        rows.filter(pk__gt=last).select_related("search", "reason").order_by("pk")[:PIECE]
    ):
        yield from _piece(access, piece, names, shows_votes)
        last = piece[-1].pk


def listed_reports(access: Access, rows: QuerySet[Record]) -> Iterator[Report]:
    """The records of a list, duplicates by themselves, without what would be a trace of somebody's
    vote: the state of a stage that is not decided.
    """
    for report in reports_of(access, rows):
        outcomes = {
            stage: told for stage, told in report.outcomes.items() if told in {"include", "exclude"}
        }
        yield replace(report, outcomes=outcomes)


def listed_reports_among(access: Access, numbers: Iterable[int]) -> Iterator[Report]:
    """The same for the records of these numbers, as far as they are still in the review."""
    left = iter(numbers)
    while piece := list(islice(left, PIECE)):
        yield from listed_reports(
            access,
            Record.objects.filter(review=access.review, pk__in=piece).exclude(place="loading"),
        )


def _piece(
    access: Access, piece: Sequence[Record], names: dict[int, str], shows_votes: bool
) -> Iterator[Report]:
    ids = [row.pk for row in piece]
    duplicates = _grouped(
        Record.objects.filter(primary__in=ids).select_related("search").order_by("pk"), "primary_id"
    )
    decisions = _decisions(access, ids, names) if shows_votes else {}
    outcomes: dict[int, dict[str, str]] = defaultdict(dict)
    for record, stage, outcome in Standing.objects.filter(record__in=ids).values_list(
        "record", "stage", "outcome"
    ):
        outcomes[record][stage] = outcome
    retrieval = dict(Retrieval.objects.filter(record__in=ids).values_list("record", "status"))
    notes = _grouped(visible_notes(access).filter(record__in=ids), "record_id")
    labels = _labels(access, ids)
    studies = _studies(ids)
    noticed, answers = told(access.review, ids), answers_to(access.review)
    for row in piece:
        group = [row, *duplicates[row.pk]]
        yield Report(
            id=row.pk,
            record=merged(row, duplicates[row.pk]).record,
            place=row.place,
            lane=row.flow_lane,
            reason=row.reason.label if row.reason else "",
            found=tuple(_found(member) for member in group),
            decisions=tuple(decisions.get(row.pk, ())),
            outcomes=outcomes[row.pk],
            studies=tuple(studies[row.pk]),
            labels=tuple(labels[row.pk]),
            notes=tuple(note.text for note in notes[row.pk]),
            retrieval=retrieval.get(row.pk, ""),
            kept=row.primary_id,
            version=min(member.version for member in group),
            notices=tuple(noticed.get(row.primary_id or row.pk, ())),
            answers=tuple(answers.get(row.primary_id or row.pk, ())),
        )


def _found(row: Record) -> Found:
    return Found(
        row.search.name, row.search.kind, from_row(row), row.pk, row.search.date_run, row.version
    )


def _grouped(rows: Any, field: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def _decisions(
    access: Access, ids: Sequence[int], names: dict[int, str]
) -> dict[int, list[Decision]]:
    """Votes and settlements this member may see, votes first,
    each stage in the order they were cast.
    """
    found: dict[int, list[Decision]] = defaultdict(list)
    votes = (
        visible_votes(access)
        .filter(record__in=ids)
        .select_related("reason")
        .order_by("cast_at", "pk")
    )
    for vote in votes:
        reason = vote.reason.label if vote.reason else ""
        found[vote.record_id].append(
            Decision(vote.stage, names.get(vote.user_id, ""), vote.verdict, reason, vote.cast_at)
        )
    for settled in visible_settlements(access).filter(record__in=ids):
        reason, by = (
            settled.reason.label if settled.reason else "",
            names.get(settled.settled_by_id, ""),
        )
        found[settled.record_id].append(
            Decision(
                settled.stage,
                by,
                settled.verdict,
                reason,
                settled.settled_at,
                note=settled.rationale,
                settles=True,
            )
        )
    return found


def _labels(access: Access, ids: Sequence[int]) -> dict[int, list[str]]:
    """One's own labels, and shared ones of others where nothing is held back."""
    found: dict[int, list[str]] = defaultdict(list)
    for put in visible_labellings(access).filter(record__in=ids).order_by("label__position", "pk"):
        if put.label.name not in found[put.record_id]:
            found[put.record_id].append(put.label.name)
    return found


def _studies(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for record, name in Record.objects.filter(pk__in=ids, studies__isnull=False).values_list(
        "pk", "studies__name"
    ):
        found[record].append(name)
    return found
