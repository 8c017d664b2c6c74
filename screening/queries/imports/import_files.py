"""Files of a review: the same file twice, how hits and records add up,
and what an undo would take along.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from screening.models import (
    FullTextFile,
    ImportFile,
    Job,
    Labelling,
    Merge,
    Note,
    Record,
    RejectedEntry,
    Retrieval,
    Review,
    Search,
    Settlement,
    Study,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.queries.screening.votes import visible_labellings, visible_notes, visible_votes
from screening.stages import STAGES

State = ImportFile.State


def twins(file: ImportFile) -> QuerySet[ImportFile]:
    """Other files of the review with the same content, oldest first; none undone, none empty."""
    same = ImportFile.objects.filter(review=file.review_id, sha256=file.sha256, size__gt=0).exclude(
        pk=file.pk
    )
    return same.exclude(state=State.UNDONE).select_related("search").order_by("pk")


@dataclass(frozen=True, slots=True)
class Totals:
    """How a search adds up: hits as the database reported them (None: not given), entries found in
    its files, imported, rejected, rejected and mended since, added by hand, and found in files that
    wait for their import.
    """

    hits: int | None
    found: int
    imported: int
    rejected: int
    mended: int
    by_hand: int
    waiting: int

    @property
    def missing(self) -> int:
        """Hits that no file accounts for; negative when the files hold more than was reported."""
        return 0 if self.hits is None else self.hits - self.found - self.by_hand - self.waiting

    @property
    def surplus(self) -> int:
        """How many more entries there are than hits were reported; negative when there are fewer."""
        return -self.missing

    @property
    def nothing(self) -> bool:
        """Whether nothing has been brought yet."""
        return not (self.found or self.waiting or self.by_hand)

    @property
    def holds(self) -> bool:
        """Whether found = imported + rejected, as it must."""
        return self.found == self.imported + self.rejected


def totals(review: Review) -> dict[int, Totals]:
    """The totals of every search of the review by its id, in a fixed number of queries."""
    files: dict[int, dict[str, int]] = {}
    rows = ImportFile.objects.filter(review=review).order_by().values("search", "state")
    for row in rows.annotate(f=Sum("found"), i=Sum("imported"), r=Sum("rejected")):
        into = files.setdefault(
            row["search"], {"found": 0, "imported": 0, "rejected": 0, "waiting": 0}
        )
        if row["state"] == State.IMPORTED:
            into["found"] += row["f"]
            into["imported"] += row["i"]
            into["rejected"] += row["r"]
        elif row["state"] in {State.READ, State.IMPORTING}:
            into["waiting"] += row["f"]
    by_hand = (
        Record.objects.filter(review=review, file=None)
        .order_by()
        .values_list("search")
        .annotate(n=Count("pk"))
    )
    mended = RejectedEntry.objects.filter(file__review=review, mended_as__isnull=False).order_by()
    mended_in = dict(mended.values_list("file__search").annotate(n=Count("pk")))
    hand = dict(by_hand)
    empty = {"found": 0, "imported": 0, "rejected": 0, "waiting": 0}
    return {
        s.pk: Totals(
            s.hits,
            mended=mended_in.get(s.pk, 0),
            by_hand=hand.get(s.pk, 0),
            **files.get(s.pk, empty),
        )
        for s in Search.objects.filter(review=review)
    }


#: Work of people that rests on records: key to its name and a query for it.
DEPENDING = {
    "votes": (_("votes"), lambda records: Vote.objects.filter(record__in=records)),
    "settlements": (
        _("resolved conflicts"),
        lambda records: Settlement.objects.filter(record__in=records),
    ),
    "merges": (
        _("merges made by people"),
        lambda records: Merge.objects.filter(records__in=records, by__isnull=False, undone_at=None),
    ),
    "labels": (_("labels"), lambda records: Labelling.objects.filter(record__in=records)),
    "notes": (_("notes"), lambda records: Note.objects.filter(record__in=records)),
    "retrievals": (
        _("notes on full texts"),
        lambda records: Retrieval.objects.filter(record__in=records),
    ),
    "full_texts": (
        _("full texts"),
        lambda records: FullTextFile.objects.filter(record__in=records),
    ),
    "studies": (_("studies"), lambda records: Study.objects.filter(reports__in=records)),
}
#: Kinds of work that a member may not see on every record: what they see of it.
BLINDED = {"votes": visible_votes, "labels": visible_labellings, "notes": visible_notes}


@dataclass(frozen=True, slots=True)
class Dependents:
    """Work of people that rests on an import: its kind, how many, and some records it is on."""

    kind: str
    label: str
    count: int
    records: list[Record]


def dependents(file: ImportFile, access: Access | None = None, shown: int = 20) -> list[Dependents]:
    """What an undo of this import would destroy; empty when nothing of people rests on it.

    Work that a merge has brought to a record of another file is among it: it would come home and go
    with the import. Records are named where `access` is given, and only where the member may see
    that the work is there: roles change.
    """
    records = Record.objects.filter(file=file)
    brought = _brought(records)
    found = []
    for kind, (label, query) in DEPENDING.items():
        rows = query(records.values("pk"))
        if count := rows.distinct().count() + len(brought[kind]):
            named = _named(kind, rows, brought[kind], records, access)[:shown] if access else []
            found.append(Dependents(kind, str(label), count, list(named)))
    return found


def _brought(records: QuerySet[Record]) -> dict[str, list[int]]:
    """Kind of work to the records, once for each piece,
    from which the program's merges have brought it elsewhere.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    some = Q(before__moved__has_any_keys=list(STAGES)) | Q(
        before__has_any_keys=["retrieval", "retrievals"]
    )
    for kind in ("notes", "labellings", "files"):
        some |= Q(**{f"before__{kind}__0__isnull": False})
    live = Merge.objects.filter(some, undone_at=None, records__in=records).distinct()
    for before in live.values_list("before", flat=True):
        for moved in before["moved"].values():
            found["votes"] += [moved["from"]] * len(moved["votes"])
            found["settlements"] += [moved["from"]] * len(
                moved.get("settled", moved.get("settlements", []))
            )
        found["retrievals"] += _news_brought(before)
        found["notes"] += [note["from"] for note in before.get("notes", [])]
        found["full_texts"] += [file["from"] for file in before.get("files", [])]
        found["labels"] += [labelling["from"] for labelling in before.get("labellings", [])]
    own = set(records.values_list("pk", flat=True)) if any(found.values()) else set()
    return defaultdict(list, {kind: [pk for pk in pks if pk in own] for kind, pks in found.items()})


def _news_brought(before: Mapping[str, Any]) -> list[int]:
    """Records whose news of the full text a merge took over, in its form of now and of before."""
    made = before.get("retrieval_made", {}).get("status")
    told = before.get("retrievals", {}).items()
    taken = [int(pk) for pk, news in told if pk in before["primary"] and news["status"] == made]
    return taken + ([before["retrieval"]["record"]] if "retrieval" in before else [])


def _named(
    kind: str, rows: QuerySet, brought: Sequence[int], records: QuerySet[Record], access: Access
) -> QuerySet[Record]:
    if kind in BLINDED:
        rows, brought = rows.filter(pk__in=BLINDED[kind](access).order_by().values("pk")), []
    column = {"merges": "records", "studies": "reports"}.get(kind, "record")
    named = Q(pk__in=rows.values(column)) | Q(pk__in=brought)
    return records.filter(named).only("pk", "title", "title_translated", "language", "bilingual")


#: Kinds of jobs that work on files.
WORKS = ("read", "import", "undo_import")


def files_of(job: Job) -> list[int]:
    """Ids of the files a job works on."""
    return list(job.params.get("files", [job.params.get("file")]))


def working(review: Review) -> dict[int, Job]:
    """The unfinished jobs on files of the review, by the id of the file."""
    jobs = Job.objects.filter(
        review=review, kind__in=WORKS, state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    return {file: job for job in jobs.order_by("pk") for file in files_of(job)}


def copies(review: Review) -> dict[str, list[ImportFile]]:
    """Files of the review by content, for contents brought more than once;
    undone and empty ones are left out.
    """
    live = ImportFile.objects.filter(review=review, size__gt=0).exclude(state=State.UNDONE)
    twice = (
        live.order_by().values("sha256").annotate(n=Count("pk")).filter(n__gt=1).values("sha256")
    )
    found: dict[str, list[ImportFile]] = {}
    for file in live.filter(sha256__in=twice).select_related("search").order_by("pk"):
        found.setdefault(file.sha256, []).append(file)
    return found


def file_of(access: Access, file_id: int) -> QuerySet[ImportFile]:
    """The file of that id in the review, as a query of at most one row."""
    return ImportFile.objects.filter(review=access.review, pk=file_id).select_related(
        "search", "review", "uploaded_by"
    )


@dataclass(frozen=True, slots=True)
class Adoption:
    """The newest taking over of another tool's decisions: votes cast, records labelled,
    decisions refused.
    """

    job: Job
    votes: int
    labelled: int
    refused: int


def adoption_of(file: ImportFile) -> Adoption | None:
    """What became of the decisions in this file; None where nobody has asked for it."""
    job = (
        Job.objects.filter(review=file.review_id, kind="adopt", params__file=file.pk)
        .order_by("-pk")
        .first()
    )
    if job is None:
        return None
    told = Counter(job.result or {})
    votes, labelled = told.pop("votes", 0), told.pop("labelled", 0)
    return Adoption(job, votes, labelled, told.total())


def job_of(file: ImportFile) -> Job | None:
    """The newest job that works or worked on this file: reading, importing or undoing it."""
    one = Q(kind__in=["import", "undo_import"], params__file=file.pk)
    newest = Job.objects.filter(one, review=file.review_id).order_by("-pk").first()
    if file.state != State.READING:
        return newest
    reading = Job.objects.filter(review=file.review_id, kind="read").order_by("-pk")[:50]
    return next((job for job in reading if file.pk in files_of(job)), newest)
