"""Exports: what can be taken away, a preview, and the file."""

import csv
from io import StringIO
from itertools import islice

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from screening.citations import LICENCE, search
from screening.exports import EXPORTS, Export
from screening.exports._export import GROUPS
from screening.queries.access.authorization import access_review
from screening.queries.exports.snapshot import may_see_votes, snapshot, usual_style
from screening.web.download_names import download_name
from screening.web.exports.export_job_views import files_context
from screening.web.exports.export_options import Sizes, chosen_export, file_language, wishes
from screening.web.exports.forms import WishesForm
from screening.web.language import in_reader_language

PREVIEWED = 4000
#: Bytes of a text export that the preview shows.
ROWS_PREVIEWED = 25


@login_required
@require_safe
def exports(request: HttpRequest, review_id: int) -> HttpResponse:
    """All exports under their headings, and the large ones that were asked for."""
    access = access_review(request.user, review_id)
    form = WishesForm(request.GET or None, usual=usual_style(access.review))
    votes, large = may_see_votes(access), Sizes(access.review)
    groups = [
        {
            "label": label,
            "exports": [_shown(e, votes, large) for e in EXPORTS.values() if e.group == key],
        }
        for key, label in GROUPS.items()
    ]
    context = {"groups": groups, "form": form, "query": request.GET.urlencode(), "votes": votes}
    return render(request, "screening/exports/exports.html", context | files_context(access))


@login_required
@require_safe
def export_styles(request: HttpRequest, review_id: int) -> HttpResponse:
    """Reference styles that are not ours, found by name."""
    access = access_review(request.user, review_id)
    words = request.GET.get("q", "").strip()[:100]
    kept = request.GET.copy()
    for name in ("q", "style"):
        kept.pop(name, None)
    context = {
        "access": access,
        "words": words,
        "found": search(words),
        "kept": kept.urlencode(),
        "licence": LICENCE,
    }
    return render(request, "screening/exports/styles.html", context)


@login_required
@require_safe
def export(request: HttpRequest, review_id: int, key: str) -> StreamingHttpResponse | HttpResponse:
    """The file, streamed; for a large one, the way to have it prepared."""
    access = access_review(request.user, review_id)
    chosen, form = chosen_export(access, key), WishesForm(request.GET or None)
    if form.errors or Sizes(access.review).is_large(chosen):
        return redirect(
            reverse("exports", kwargs={"review_id": review_id}) + f"?{request.GET.urlencode()}"
        )
    name = download_name(access.review, chosen.filename)
    with override(file_language(form, chosen)):
        pieces = in_reader_language(
            chosen.render(snapshot(access, wishes(request, access)), gettext)
        )
    return StreamingHttpResponse(
        pieces,
        content_type=chosen.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_safe
def export_preview(request: HttpRequest, review_id: int, key: str) -> HttpResponse:
    """The beginning of a text export."""
    access = access_review(request.user, review_id)
    chosen = chosen_export(access, key)
    if not _is_text(chosen):
        raise Http404
    form = WishesForm(request.GET or None)
    if form.errors:
        return redirect(
            reverse("exports", kwargs={"review_id": review_id}) + f"?{request.GET.urlencode()}"
        )
    pieces = b""
    with override(file_language(form, chosen)):
        for piece in islice(chosen.render(snapshot(access, wishes(request, access)), gettext), 400):
            pieces += piece
            if len(pieces) > PREVIEWED:
                break
    text = pieces[:PREVIEWED].decode("utf-8", "ignore").lstrip("\ufeff")
    context = {
        "access": access,
        "export": chosen,
        "text": text,
        "table": _table(text, cut=len(pieces) > PREVIEWED)
        if chosen.filename.endswith(".csv")
        else [],
        "cut": len(pieces) > PREVIEWED,
        "large": Sizes(access.review).is_large(chosen),
        "query": request.GET.urlencode(),
    }
    return render(request, "screening/exports/preview.html", context)


def _table(text: str, *, cut: bool) -> list[list[str]]:
    """The first rows of a CSV text; the last one of a text that was cut may be half a row."""
    rows = list(csv.reader(StringIO(text)))
    return (rows[:-1] if cut else rows)[: ROWS_PREVIEWED + 1]


def _shown(export: Export, votes: bool, sizes: Sizes) -> dict[str, object]:
    held = export.group == "decisions" and not votes
    bare, large = export.shows_votes and not votes, not held and sizes.is_large(export)
    return {"export": export, "held": held, "text": _is_text(export), "bare": bare, "large": large}


def _is_text(export: Export) -> bool:
    return not export.filename.endswith((".docx", ".xlsx", ".pdf", ".png", ".zip"))
