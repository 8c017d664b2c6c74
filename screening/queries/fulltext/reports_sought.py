"""Reports whose full text is sought, and where each stands;
says nothing of anybody's full-text votes.
"""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from screening.flow.places import PLACES
from screening.models import FullTextFile, Record, Retrieval, Review

SOUGHT = PLACES[PLACES.index("await_retrieval") :]
TABS = ("to_find", "requested", "caj_only", "not_retrieved", "retrieved")


def sought(review: Review) -> QuerySet[Record]:
    """Reports included on title and abstract, with `retrieval` and their files at hand."""
    files = Prefetch("full_texts", FullTextFile.objects.order_by("pk"))
    found = Record.objects.filter(review=review, place__in=SOUGHT)
    return found.select_related("retrieval", "retrieval__by").prefetch_related(files)


def shown_files(review: Review) -> QuerySet[FullTextFile]:
    """Files of reports whose full text is sought; before that nobody sees that there is one."""
    return FullTextFile.objects.filter(
        record__review=review, record__place__in=[*SOUGHT, "duplicate"]
    )


def in_tab(records: QuerySet[Record], tab: str) -> QuerySet[Record]:
    """Those to find, requested, not retrieved or retrieved. Who was voted on has been retrieved."""
    rows = Retrieval.objects.filter(record=OuterRef("pk"))
    if tab == "retrieved":
        return records.filter(Q(Exists(rows.filter(status="retrieved"))) | Q(place__in=SOUGHT[2:]))
    if tab == "to_find":
        return records.filter(~Exists(rows), place="await_retrieval")
    return records.filter(Exists(rows.filter(status=tab)), place__in=SOUGHT[:2])


def standing(record: Record) -> str:
    """The tab in which a report of `sought` stands."""
    if record.place not in SOUGHT[:2]:
        return "retrieved"
    found = getattr(record, "retrieval", None)
    return found.status if found else "to_find"


def tab_counts(review: Review) -> dict[str, int]:
    """Tab → number of reports; together all reports sought."""
    found = Record.objects.filter(review=review, place__in=SOUGHT)
    return {tab: in_tab(found, tab).count() for tab in TABS}
