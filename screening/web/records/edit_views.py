"""A record's page: where it came from, what it says, its history; editing it, adding one,
naming a duplicate.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening import tasks
from screening.actions.duplicates.duplicate_answers import mark_duplicate
from screening.actions.duplicates.merge import MergeRefused
from screening.actions.imports.import_job import next_dedupe
from screening.actions.records.record_edits import RecordRefused, add_record, edit_record, stamp
from screening.models import Record, Search
from screening.queries.access.authorization import Access, access_review
from screening.queries.fulltext.reports_sought import sought, standing
from screening.queries.history.event_log import events_of
from screening.queries.records import report_notices
from screening.queries.records.search import matching
from screening.queries.records.stored_records import group_of, merged, record_of
from screening.queries.screening.reopening import decided_on
from screening.stages import first
from screening.web.history import event_words
from screening.web.records.filters import PLACE_LABELS
from screening.web.records.forms import RecordForm, entry_of, values_of
from screening.web.records.record_fields import parsed, rows_of, warnings_of
from screening.web.refusals import merge_refusal

CANDIDATES = 10


@login_required
@require_safe
def record(request: HttpRequest, review_id: int, record_id: int) -> HttpResponse:
    """Everything about one record, as far as the reader may see it."""
    access = access_review(request.user, review_id)
    one = get_object_or_404(record_of(access, record_id))
    group = group_of(one)
    report = merged(group[0], group[1:])
    veiled = {row.pk for row in group if row.tool_decisions and group[0].place == first().waits}
    told = [event for member in group for event in events_of(access, member)]
    lines = event_words.lines(access, sorted(told, key=lambda event: -event.pk))
    found = sought(access.review).filter(pk=group[0].pk).first()
    said = report_notices.told(access.review, [group[0].pk])
    context = {
        "access": access,
        "record": one,
        "primary": group[0],
        "report": report.record,
        "group": group,
        "notices": list(dict.fromkeys((*report.record.notices, *said.get(group[0].pk, [])))),
        "rows": rows_of(report, group, veiled=bool(veiled)),
        "sources": [(row, parsed(row, veiled=row.pk in veiled), row.pk in veiled) for row in group],
        "warnings": warnings_of(report.record),
        "place": PLACE_LABELS.get(one.place, one.place),
        "lines": lines,
        "leads": access.may("lead"),
        "judges": access.may("judge"),
        "candidates": _candidates(request, access, one),
        "query": request.GET.get("like", ""),
        "sought": found,
        "sought_tab": found and standing(found),
        "decided": decided_on(access, group[0]),
    }
    return render(request, "screening/records/record.html", context)


def _candidates(request: HttpRequest, access: Access, one: Record) -> list[Record]:
    """Records that match what the person typed: a number, a DOI, or words of the title."""
    query = request.GET.get("like", "").strip()
    if not query:
        return []
    others = Record.objects.filter(review=access.review).exclude(place="loading").exclude(pk=one.pk)
    others = others.exclude(primary=one.primary_id or one.pk).select_related("search")
    number = query.lstrip("#")
    if (
        number.isascii()
        and number.isdigit()
        and len(number) < 12
        and (named := others.filter(pk=int(number)))
    ):
        return list(named)
    return list(others.filter(matching(query)).order_by("title_sort", "pk")[:CANDIDATES])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request: HttpRequest, review_id: int, record_id: int) -> HttpResponse:
    """The fields of a record; what they were before stays in the history."""
    access = access_review(request.user, review_id, "lead")
    one = get_object_or_404(record_of(access, record_id))
    form = RecordForm(request.POST or None, initial=values_of(one))
    seen = request.POST.get("seen", stamp(one))
    if request.method == "POST" and form.is_valid():
        try:
            edit_record(
                by=access.user,
                review=access.review,
                record_id=one.pk,
                seen=seen,
                fields=form.columns(),
            )
        except RecordRefused:
            form.add_error(
                None,
                _(
                    "Somebody has changed this record in the meantime. Nothing was saved; check it again."
                ),
            )
        else:
            messages.success(request, _("Saved. The previous version is kept in the history."))
            return redirect("record", review_id, one.pk)
    context = {"access": access, "form": form, "record": one, "seen": seen}
    return render(request, "screening/records/form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """A record added by hand to a search."""
    access = access_review(request.user, review_id, "lead")
    search = get_object_or_404(Search, review=access.review, pk=search_id)
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = add_record(by=access.user, search=search, entry=entry_of(form.columns()))
            tasks.send(next_dedupe(access.review, access.user))
        messages.success(request, _("The record was added."))
        return redirect("record", review_id, made.pk)
    return render(
        request, "screening/records/form.html", {"access": access, "form": form, "search": search}
    )


@login_required
@require_POST
def record_duplicate(request: HttpRequest, review_id: int, record_id: int) -> HttpResponse:
    """A person says that this record is a duplicate of another one."""
    access = access_review(request.user, review_id, "judge")
    one = get_object_or_404(record_of(access, record_id))
    of = request.POST.get("of", "")
    other = (
        record_of(access, int(of)).first()
        if of.isascii() and of.isdigit() and len(of) < 12
        else None
    )
    try:
        if other is None or other.pk == one.pk:
            raise MergeRefused("records")
        mark_duplicate(by=access.user, review=access.review, record_id=one.pk, of_id=other.pk)
    except MergeRefused as refused:
        messages.error(request, merge_refusal(refused.code))
        return redirect("record", review_id, one.pk)
    messages.success(request, _("Merged. You can undo this on the Duplicates page."))
    return redirect("record", review_id, other.pk)
