"""Notices of retraction, concern and correction as facts of reports,
whichever record carries one or speaks of another.

A notice of one record counts for its whole report; a record that is itself a notice ("Retraction
of: … PMID: 1") counts for the report it names, if that is in the review.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from screening.models import NoticeAnswer, Record, Review
from screening.records.notices import kind, speaks_of
from screening.stages import on_reports

_SPEAKING = Q(said__icontains="n of:") | Q(said__icontains=" for:") | Q(said__icontains=" from:")
_SPEAKING |= (
    Q(said__icontains="this retracts")
    | Q(said__icontains="this corrects")
    | Q(said__icontains="this expresses")
)
"""Notices of records that are notices themselves, of which a review has few."""
#: Places of reports that the review rests on, or may come to: their notices have to be answered.
PRESSING = ("await_retrieval", *(stage.waits for stage in on_reports()), "included")


@dataclass(slots=True)
class Noticed:
    """A report with its notices, in the words of the records, and what was answered to them."""

    record: Record
    notices: list[str] = field(default_factory=list)
    answers: list[NoticeAnswer] = field(default_factory=list)

    @property
    def unanswered(self) -> list[str]:
        """Those that nobody has answered."""
        answered = {notice for answer in self.answers for notice in answer.notices}
        return [notice for notice in self.notices if notice not in answered]


def noticed(review: Review, places: Iterable[str] = PRESSING) -> list[Noticed]:
    """The reports in these places that have a notice, by title."""
    found = told(review)
    rows = Record.objects.filter(review=review, primary=None, pk__in=found, place__in=tuple(places))
    made = {row.pk: Noticed(row, found[row.pk]) for row in rows.order_by("title_sort", "pk")}
    answers = NoticeAnswer.objects.filter(review=review, withdrawn_at=None).select_related(
        "by", "record"
    )
    for answer in answers:
        primary = answer.record.primary_id or answer.record_id
        if primary in made:
            made[primary].answers.append(answer)
    return list(made.values())


def to_answer(review: Review) -> list[Noticed]:
    """Reports the review rests on, or may, with a notice that nobody has answered."""
    return [one for one in noticed(review) if one.unanswered]


def told(review: Review, ids: Iterable[int] | None = None) -> dict[int, list[str]]:
    """Notices by report (id of its primary record); of these reports, or of all that have any."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    wanted = None if ids is None else set(ids)
    rows = Record.objects.filter(review=review, notices__empty=False).exclude(place="loading")
    if wanted is not None:
        rows = rows.filter(Q(pk__in=wanted) | Q(primary__in=wanted))
    columns = rows.order_by("pk").values_list("pk", "primary_id", "notices")
    for pk, primary, notices in columns.iterator(chunk_size=2000):
        for notice in filter(kind, notices):
            found[primary or pk][notice] = None
    links = _links(_speaking(review))
    for report, notice in _linked(review, links):
        if wanted is None or report in wanted:
            found[report][notice] = None
    return {report: list(notices) for report, notices in found.items()}


def _speaking(review: Review) -> QuerySet[Record]:
    rows = Record.objects.filter(review=review, notices__empty=False).exclude(place="loading")
    return rows.annotate(said=Cast("notices", TextField())).filter(_SPEAKING)


def _links(rows: QuerySet[Record]) -> list[tuple[set[str], set[str], str, int]]:
    """PMIDs and DOIs that notices speak of, with the title and the report of each notice."""
    found = []
    for pk, primary, notices, title in rows.values_list("pk", "primary_id", "notices", "title"):
        for notice in filter(kind, notices):
            pmids, dois = speaks_of(notice)
            if pmids or dois:
                found.append((pmids, dois, title or notice, primary or pk))
    return found


def with_speaking(review: Review, rows: Q) -> QuerySet[Record]:
    """These records, and all of the review that are notices which may speak of one of them."""
    found = Record.objects.annotate(said=Cast("notices", TextField()))
    return found.filter(rows | Q(Q(review=review, notices__empty=False) & _SPEAKING))


def spoken_of(members: Iterable[Record], notices: Iterable[Record]) -> list[str]:
    """What records that are notices say of a report, known by the PMIDs and DOIs of its records:
    their titles.
    """
    own = list(members)
    numbers = {number for row in own for number in (row.pmid, row.doi) if number}
    others = (row for row in notices if row.pk not in {member.pk for member in own})
    return [
        row.title or row.notices[0]
        for row in others
        if any(numbers & set().union(*speaks_of(notice)) for notice in row.notices)
    ]


def _linked(
    review: Review, links: list[tuple[set[str], set[str], str, int]]
) -> Iterable[tuple[int, str]]:
    """The reports that notices speak of by PMID or DOI, each with the title of the notice."""
    pmids = {pmid for link in links for pmid in link[0]}
    dois = {doi for link in links for doi in link[1]}
    if not links:
        return
    by_number: dict[str, set[int]] = defaultdict(set)
    rows = Record.objects.filter(Q(pmid__in=pmids) | Q(doi__in=dois), review=review)
    for pk, primary, pmid, doi in rows.values_list("pk", "primary_id", "pmid", "doi"):
        for number in filter(None, (pmid, doi)):
            by_number[number].add(primary or pk)
    for numbers, others, title, itself in links:
        for report in {r for number in numbers | others for r in by_number[number]} - {itself}:
            yield report, title


def answers_to(review: Review) -> dict[int, list[str]]:
    """Why reports were kept in spite of their notices, by report."""
    found: dict[int, list[str]] = defaultdict(list)
    for answer in NoticeAnswer.objects.filter(review=review, withdrawn_at=None).select_related(
        "record"
    ):
        found[answer.record.primary_id or answer.record_id].append(answer.why)
    return found


def with_notice(review: Review, rows: QuerySet[Record]) -> QuerySet[Record]:
    """Of these records those whose report has a notice of any kind,
    whichever of its records carries it.
    """
    marked = Record.objects.filter(review=review, notices__empty=False)
    primaries = marked.filter(primary__isnull=False).values("primary")
    linked = {report for report, _title in _linked(review, _links(_speaking(review)))}
    of_report = (
        Q(pk__in=primaries) | Q(pk__in=linked) | Q(primary__in=primaries) | Q(primary__in=linked)
    )
    return rows.filter(
        Q(notices__empty=False)
        | of_report
        | Q(primary__in=marked.filter(primary=None).values("pk"))
    )
