"""What services do for records: complete them, find works, look for notices, follow citations,
fetch full texts.
"""

import csv
import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening import tasks
from screening.actions.connectors import citation_searches, completion, full_texts, notice_checks
from screening.actions.connectors.runs import ConnectorRefused
from screening.actions.connectors.sessions import SwitchedOff
from screening.actions.imports.import_job import next_dedupe
from screening.actions.records.record_edits import RecordRefused
from screening.connectors import ServiceError
from screening.formats import FORMATS
from screening.models import Record, Search
from screening.queries.access.authorization import Access, access_review
from screening.queries.connectors.proposals import (
    beside,
    incomplete,
    kinds,
    open_proposals,
    service_label,
    shown_value,
)
from screening.queries.connectors.runs import runs_of
from screening.queries.connectors.services import usable
from screening.queries.fulltext.reports_sought import in_tab, sought
from screening.queries.records.stored_records import from_row
from screening.queries.translation import say
from screening.web.connectors.forms import ChaseForm, labels
from screening.web.connectors.views import own_run, refusal
from screening.web.records.record_fields import NAMES

A_PAGE = 25


def numbers(values: list[str]) -> list[int]:
    """Those of the posted texts that are numbers a database could have."""
    return [
        int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, review_id: int) -> HttpResponse:
    """Proposals for what records lack, side by side with their source; a lead has them looked for."""
    access = access_review(request.user, review_id, "lead" if request.method == "POST" else "judge")
    sources = [one.key for one in usable(access.review, "complete")]
    if request.method == "POST":
        ask = {"by": access.user, "review": access.review, "services": sources}
        return _begun(request, access, lambda: completion.begin_completion(**ask), "complete")
    found = kinds(access.review)
    chosen = request.GET.get("field", "")
    chosen = (
        chosen if chosen in {kind.field for kind in found} else (found[0].field if found else "")
    )
    rows = beside(open_proposals(access.review, chosen)) if chosen else []
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    listed = [
        (
            row,
            [
                (each, service_label(each.service), shown_value(each.value))
                for each in row.proposals
            ],
        )
        for row in page.object_list
    ]
    context = {
        "access": access,
        "kinds": [(kind, NAMES.get(kind.field, kind.field)) for kind in found],
        "field": chosen,
        "field_name": NAMES.get(chosen, chosen),
        "rows": listed,
        "page": page,
        "page_query": f"field={chosen}",
        "lacking": incomplete(access.review).count(),
        "sources": labels(sources),
        "leads": access.may("lead"),
        "runs": runs_of(access.review, "complete")[:5],
    }
    return render(request, "screening/connectors/complete.html", context)


def _begun(request: HttpRequest, access: Access, begin: Any, back: str) -> HttpResponse:
    """Begins a piece of work and leads to its page; a refusal leads back with its words."""
    try:
        with transaction.atomic():
            run, job = begin()
            tasks.send(job)
    except ConnectorRefused as refused:
        messages.error(request, refusal(refused.code))
        return redirect(back, review_id=access.review.pk)
    return redirect("service-run", access.review.pk, run.pk)


@login_required
@require_POST
def accept_proposals(request: HttpRequest, review_id: int) -> HttpResponse:
    """Takes proposals over: those chosen, or all of one field; or leaves one aside."""
    access = access_review(request.user, review_id, "lead")
    done, field = 0, request.POST.get("field", "")
    if "all" in request.POST:
        done = completion.accept_kind(
            by=access.user, review=access.review, field=request.POST["all"]
        )
    elif "decline" in request.POST:
        left = numbers(request.POST.getlist("decline"))
        completion.decline(by=access.user, review=access.review, proposal_ids=left)
    else:
        chosen = numbers(request.POST.getlist("proposal"))
        done = completion.accept(by=access.user, review=access.review, proposal_ids=chosen)
    if done:
        tasks.send(next_dedupe(access.review, access.user))
        text = ngettext("%(n)d field was filled.", "%(n)d fields were filled.", done)
        messages.success(request, text % {"n": done})
    answer = redirect("complete", review_id=review_id)
    if field in NAMES:
        answer["Location"] += f"?field={field}"
    return answer


@login_required
@require_POST
def undo(request: HttpRequest, review_id: int, service_run_id: int) -> HttpResponse:
    """Takes back everything that a run of completing filled in."""
    access = access_review(request.user, review_id, "lead")
    run = own_run(access, service_run_id)
    if run.purpose != "complete":
        raise Http404
    undone = completion.undo_run(by=access.user, run=run)
    text = ngettext("%(n)d field is empty again.", "%(n)d fields are empty again.", undone)
    messages.success(request, text % {"n": undone})
    return redirect("service-run", review_id, service_run_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def works(request: HttpRequest, review_id: int) -> HttpResponse:
    """Works found by DOI, PMID or title, and one of them added to a search."""
    access = access_review(request.user, review_id, "lead")
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("text", "").strip()[:1000]
    found, error = _found(access, text) if text else ([], "")
    chosen = numbers([request.POST.get("chosen", "")])
    if request.method == "POST" and chosen and chosen[0] < len(found):
        return _added(request, access, *found[chosen[0]])
    searches = Search.objects.filter(review=access.review)
    listed = [(number, service_label(key), entry) for number, (key, entry) in enumerate(found)]
    context = {
        "access": access,
        "text": text,
        "error": error,
        "found": listed,
        "searches": searches,
        "offered": usable(access.review, "complete"),
    }
    return render(request, "screening/connectors/works.html", context)


def _found(access: Access, text: str) -> tuple[list[Any], str]:
    """What services know of it, and what to say when that is nothing."""
    try:
        found = completion.find_works(review=access.review, text=text)
    except (ServiceError, SwitchedOff) as failed:
        return [], say(failed.message.to_json())
    except ConnectorRefused as refused:
        return [], refusal(refused.code)
    return found, "" if found else _("No service knows a work of that DOI, PMID or title.")


def _added(request: HttpRequest, access: Access, service: str, entry: Any) -> HttpResponse:
    key = numbers([request.POST.get("search", "")])
    search = get_object_or_404(Search, review=access.review, pk=key[0] if key else 0)
    try:
        with transaction.atomic():
            record = completion.add_work(
                by=access.user, search=search, service=service, entry=entry
            )
            tasks.send(next_dedupe(access.review, access.user))
    except RecordRefused:
        messages.error(request, _("The record has no title."))
        return redirect("works", review_id=access.review.pk)
    messages.success(request, _("Added."))
    return redirect("record", access.review.pk, record.pk)


@login_required
@require_POST
def look_for_notices(request: HttpRequest, review_id: int) -> HttpResponse:
    """Looks for retractions, corrections and expressions of concern now."""
    access = access_review(request.user, review_id, "judge")
    ask = {"by": access.user, "review": access.review}
    return _begun(request, access, lambda: notice_checks.begin_check(**ask), "report-notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def citations(request: HttpRequest, review_id: int) -> HttpResponse:
    """Follows citations from the included reports, or from those named."""
    access = access_review(request.user, review_id, "lead")
    form = ChaseForm(access.review, request.POST or None)
    chosen = numbers((request.POST or request.GET).getlist("record"))
    if request.method == "POST" and form.is_valid():
        ask = {
            "by": access.user,
            "review": access.review,
            "record_ids": chosen or None,
        } | form.cleaned_data
        return _begun(request, access, lambda: citation_searches.begin_chase(**ask), "citations")
    rows = Record.objects.filter(review=access.review, primary=None)
    seeds = rows.filter(pk__in=chosen) if chosen else rows.filter(place="included")
    context = {
        "access": access,
        "form": form,
        "seeds": seeds.order_by("title_sort", "pk"),
        "chosen": chosen,
        "offered": usable(access.review, "citations"),
        "runs": runs_of(access.review, "citations")[:10],
    }
    return render(request, "screening/connectors/citations.html", context)


@login_required
@require_POST
def fetch_full_texts(request: HttpRequest, review_id: int) -> HttpResponse:
    """Looks for open copies of all reports that are still to find, or of those ticked."""
    access = access_review(request.user, review_id, "judge")
    ids = numbers(request.POST.getlist("records"))
    ask = {"by": access.user, "review": access.review, "record_ids": ids or None}
    return _begun(request, access, lambda: full_texts.begin_fetch(**ask), "full-texts")


@login_required
@require_safe
def order_list(request: HttpRequest, review_id: int, form: str) -> HttpResponse:
    """Reports whose full text is still to find or was asked for, as a list for the library."""
    access = access_review(request.user, review_id, "judge")
    if form not in ("csv", "ris"):
        raise Http404
    reports = sought(access.review)
    rows = [
        *in_tab(reports, "to_find").order_by("pk"),
        *in_tab(reports, "requested").order_by("pk"),
    ]
    write = FORMATS["ris"].write
    body = _csv(rows) if form == "csv" or write is None else b"".join(write(map(from_row, rows)))
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-research-info-systems"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="order-list-{review_id}.{form}"'
    return answer


def _csv(rows: list[Record]) -> bytes:
    """One report a line, with what a library needs to find it; no cell begins a formula."""
    names = (
        "title",
        "authors",
        "year",
        "journal",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "issn",
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(NAMES.get(name, name)) for name in names])
    for row in rows:
        values = [shown_value(getattr(row, name) or "") for name in names]
        writer.writerow(
            [f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value for value in values]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()
