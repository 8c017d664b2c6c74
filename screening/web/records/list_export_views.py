"""The list of the records page taken away as it is filtered: streamed,
or made by a worker where it is long.
"""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from screening.actions.exports.export_job import ask
from screening.exports import Export
from screening.exports._export import LISTED
from screening.models import Record
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import listed_reports, snapshot
from screening.tasks import send
from screening.web.download_names import download_name
from screening.web.exports.export_options import chosen_export, told_wishes, too_long, wishes
from screening.web.exports.forms import WishesForm
from screening.web.language import in_reader_language
from screening.web.records.bulk_views import back_to_list
from screening.web.records.views import filtered


def _listing(
    request: HttpRequest, form: str, query: QueryDict, review_id: int
) -> tuple[Access, Export, QuerySet[Record]]:
    access = access_review(request.user, review_id)
    return (
        access,
        chosen_export(access, f"{LISTED}_{form}", of_list=True),
        filtered(access, query).qs.order_by(),
    )


@login_required
@require_safe
def records_export(
    request: HttpRequest, review_id: int, form: str
) -> StreamingHttpResponse | HttpResponse:
    """The list as it is filtered, streamed; for a long one, the way to have it prepared."""
    access, chosen, rows = _listing(request, form, request.GET, review_id)
    if too_long(rows):
        messages.warning(
            request, gettext("This list is long: prepare it as a file below the list.")
        )
        return back_to_list(review_id, request.GET.urlencode())
    shown = replace(
        snapshot(access, wishes(request, access)),
        reports=lambda places: listed_reports(access, rows),
    )
    return StreamingHttpResponse(
        in_reader_language(chosen.render(shown, gettext)),
        content_type=chosen.content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=download_name(access.review, chosen.filename)
            )
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_POST
def records_prepare(request: HttpRequest, review_id: int, form: str) -> HttpResponse:
    """Has a worker make the file of the list as it is filtered now."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    access, chosen, rows = _listing(request, form, query, review_id)
    with transaction.atomic():
        job, new = ask(
            access=access,
            key=chosen.key,
            wishes=told_wishes(WishesForm(None)),
            language=get_language() or "en",
            rows=rows,
            query=query.urlencode(),
        )
        if new:
            send(job)
    return redirect(reverse("exports", kwargs={"review_id": review_id}) + "#files")
