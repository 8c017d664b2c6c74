"""Exports: what can be taken away, a preview, and the file."""

from itertools import islice

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from screening.exports import EXPORTS, Export
from screening.exports._export import GROUPS
from screening.queries.access import Access, access_review
from screening.queries.snapshot import may_see_votes, snapshot
from screening.records.snapshot import Wishes
from screening.web.forms.exports import WishesForm
from screening.web.language import in_reader_language

PREVIEWED = 4000
"""Bytes of a text export that the preview shows."""


@login_required
@require_safe
def exports(request: HttpRequest, review_id: int) -> HttpResponse:
    """All exports under their headings."""
    access = access_review(request.user, review_id)
    form = WishesForm(request.GET or None)
    votes = may_see_votes(access)
    groups = [
        {"label": label, "exports": [_shown(e, votes) for e in EXPORTS.values() if e.group == key]}
        for key, label in GROUPS.items()
    ]
    context = {"access": access, "groups": groups, "form": form, "query": request.GET.urlencode(), "votes": votes}
    return render(request, "screening/exports.html", context)


@login_required
@require_safe
def export(request: HttpRequest, review_id: int, key: str) -> StreamingHttpResponse:
    """The file, streamed."""
    access = access_review(request.user, review_id)
    chosen = _chosen(access, key)
    name = f"review-{review_id}-{chosen.filename}"
    return StreamingHttpResponse(
        in_reader_language(chosen.render(snapshot(access, wishes(request, access)), gettext)),
        content_type=chosen.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_safe
def export_preview(request: HttpRequest, review_id: int, key: str) -> HttpResponse:
    """The beginning of a text export."""
    access = access_review(request.user, review_id)
    chosen = _chosen(access, key)
    if not _is_text(chosen):
        raise Http404
    pieces = b""
    for piece in islice(chosen.render(snapshot(access, wishes(request, access)), gettext), 400):
        pieces += piece
        if len(pieces) > PREVIEWED:
            break
    text = pieces[:PREVIEWED].decode("utf-8", "ignore").lstrip("\ufeff")
    context = {
        "access": access,
        "export": chosen,
        "text": text,
        "cut": len(pieces) > PREVIEWED,
        "query": request.GET.urlencode(),
    }
    return render(request, "screening/export_preview.html", context)


def _chosen(access: Access, key: str) -> Export:
    chosen = EXPORTS.get(key)
    if chosen is None:
        raise Http404
    if chosen.group == "decisions" and not may_see_votes(access):
        raise PermissionDenied
    return chosen


def _shown(export: Export, votes: bool) -> dict[str, object]:
    held = export.group == "decisions" and not votes
    return {"export": export, "held": held, "text": _is_text(export), "bare": export.shows_votes and not votes}


def _is_text(export: Export) -> bool:
    return not export.filename.endswith((".docx", ".xlsx", ".pdf", ".png", ".zip"))


def wishes(request: HttpRequest, access: Access) -> Wishes:
    """What the address asks for, and the team's own words of the diagram."""
    form = WishesForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    reader = "zh" if (get_language() or "").startswith("zh") else "en"
    label_set = chosen.get("label_set") or reader
    return Wishes(
        style=chosen.get("style") or Wishes().style,
        label_set=label_set,
        template=chosen.get("template") or "",
        labels=access.review.diagram_labels.get(label_set, {}),
        colour=not chosen.get("bw"),
    )
