"""What services propose for records: what is missing, what is proposed, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from screening.connectors import CONNECTORS
from screening.models import Proposal, Record, Review

#: Columns that are completed, in the order of their tabs. A type is proposed where the record has
#: none but "other".
FIELDS = (
    "abstract",
    "keywords",
    "doi",
    "pmid",
    "authors",
    "pages",
    "language",
    "journal",
    "volume",
    "issue",
    "year",
    "type",
)
#: Their keywords are the authors' or an indexer's. OpenAlex guesses its own, Crossref has those of
#: journals.
WITH_KEYWORDS = ("pubmed", "europepmc")


def fields_of(service: str) -> tuple[str, ...]:
    """The fields that this service is asked to complete."""
    return tuple(name for name in FIELDS if name != "keywords" or service in WITH_KEYWORDS)


def incomplete(review: Review, fields: Iterable[str] = FIELDS) -> QuerySet[Record]:
    """Records that lack any of these fields and have something to be found by."""
    lacking = Q()
    for name in fields:
        lacking |= lack(name)
    found = Record.objects.filter(lacking, review=review).exclude(place="loading")
    return found.exclude(doi="", pmid="", title="").order_by("pk")


def lack(name: str) -> Q:
    """Records that say nothing in this field."""
    if name == "authors":
        return Q(authors=[])
    if name == "keywords":
        return Q(keywords=[])
    if name == "year":
        return Q(year__isnull=True)
    return Q(type="other") if name == "type" else Q(**{name: ""})


def is_missing(record: Record, name: str) -> bool:
    """Whether the record says nothing in this field."""
    value = getattr(record, name)
    return value == "other" if name == "type" else value in ("", [], None)


@dataclass(frozen=True, slots=True)
class Kind:
    """One field with the number of its open proposals."""

    field: str
    count: int


def kinds(review: Review) -> list[Kind]:
    """Fields with open proposals, in the order of FIELDS."""
    rows = (
        Proposal.objects.filter(review=review, state=Proposal.State.OPEN).order_by().values("field")
    )
    counted = {row["field"]: row["n"] for row in rows.annotate(n=Count("record", distinct=True))}
    return [Kind(name, counted[name]) for name in FIELDS if counted.get(name)]


@dataclass(slots=True)
class Beside:
    """A record with what services propose for one of its fields, the first source first."""

    record: Record
    proposals: list[Proposal]

    @property
    def agreed(self) -> bool:
        """Whether all sources say the same."""
        return len({repr(each.value) for each in self.proposals}) == 1


def open_proposals(review: Review, field: str) -> QuerySet[Proposal]:
    """Open proposals of one field, by record."""
    found = Proposal.objects.filter(review=review, field=field, state=Proposal.State.OPEN)
    return found.select_related("record").order_by("record", "pk")


def beside(proposals: Iterable[Proposal]) -> list[Beside]:
    """Proposals gathered by record."""
    found: dict[int, Beside] = {}
    for each in proposals:
        found.setdefault(each.record_id, Beside(each.record, [])).proposals.append(each)
    return list(found.values())


def service_label(key: str) -> str:
    """The name of a service, also of one that this version does not know any more."""
    return CONNECTORS[key].label if key in CONNECTORS else key


def shown_value(value: Any) -> str:
    """A proposed value in one line of text."""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
