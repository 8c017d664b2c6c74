"""From an address to an export: which one, how large it is, and how it is to look."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from screening.exports import EXPORTS, Export
from screening.exports._export import LISTED
from screening.flow.labels import SETS
from screening.models import Record, Review
from screening.queries.access.authorization import Access
from screening.queries.exports.snapshot import may_see_votes, report_count, wishes_of
from screening.records.snapshot import Wishes
from screening.web.exports.forms import WishesForm


class Sizes:
    """Whether exports of a review are too large or costly to be sent while they are made;
    each set counted once.
    """

    def __init__(self, review: Review) -> None:
        self.review, self.known = review, dict[tuple[str, ...], bool]()

    def is_large(self, export: Export) -> bool:
        """Whether a worker has to make it."""
        if export.costly:
            return True
        if export.reads is None:
            return False
        if export.reads not in self.known:
            most = settings.EXPORT_STREAMED_MOST
            self.known[export.reads] = report_count(self.review, export.reads, most + 1) > most
        return self.known[export.reads]


def too_long(rows: QuerySet[Record]) -> bool:
    """Whether a worker has to make the export of these records."""
    most = settings.EXPORT_STREAMED_MOST
    return len(rows.order_by().values_list("pk")[: most + 1]) > most


def chosen_export(access: Access, key: str, *, of_list: bool = False) -> Export:
    """The export of that key, of the whole review or `of_list`.

    Raises Http404 for none, PermissionDenied where it is held back.
    """
    chosen = EXPORTS.get(key)
    if chosen is None or (chosen.group == LISTED) != of_list:
        raise Http404
    if chosen.group == "decisions" and not may_see_votes(access):
        raise PermissionDenied
    return chosen


def told_wishes(form: WishesForm) -> dict[str, Any]:
    """What the form says, as `wishes_of` takes it."""
    chosen = form.cleaned_data if form.is_valid() else {}
    told = {name: chosen.get(name) or "" for name in ("style", "doi", "label_set", "template")}
    return told | {"colour": not chosen.get("bw")}


def file_language(form: WishesForm, export: Export) -> str:
    """The language chosen for the file, else that of the page; of a diagram, that of its words."""
    chosen = form.cleaned_data if form.is_valid() else {}
    if export.group == "diagram" and chosen.get("label_set"):
        return "zh-hans" if SETS[chosen["label_set"]].lang.startswith("zh") else "en"
    return chosen.get("language") or get_language() or settings.LANGUAGE_CODE


def wishes(request: HttpRequest, access: Access) -> Wishes:
    """What the address asks for, and the team's own words of the diagram."""
    return wishes_of(access.review, **told_wishes(WishesForm(request.GET or None)))
