"""Studies: reports of one investigation are counted together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.actions.fulltext.studies import group_reports, rename_study, ungroup_reports
from screening.models import Study
from screening.queries.access.authorization import access_review
from screening.queries.fulltext import studies as queries
from screening.queries.records.report_notices import to_answer, told
from screening.queries.records.search import matching
from screening.web.address_numbers import number_in


def _ids(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("records") if pk.isdecimal() and len(pk) < 19]


@login_required
@require_safe
def studies(request: HttpRequest, review_id: int) -> HttpResponse:
    """Studies with their included reports, and reports that stand alone."""
    access = access_review(request.user, review_id)
    grouped = list(queries.studies(access.review))
    query = request.GET.get("q", "").strip()
    alone = queries.single_reports(access.review)
    single = list(alone.filter(matching(query)) if query else alone)
    reports = [*single, *(report for study in grouped for report in study.included)]
    notices = told(access.review, [report.pk for report in reports])
    for report in reports:
        report.told = notices.get(report.pk, [])
    context = {
        "access": access,
        "studies": grouped,
        "single": single,
        "works": access.may("judge"),
        "pressing": to_answer(access.review),
        "query": query,
        "report_total": alone.count()
        + len({report.pk for study in grouped for report in study.included}),
        "study_total": alone.count() + len(grouped),
    }
    return render(request, "screening/fulltext/studies.html", context)


@login_required
@require_POST
def group(request: HttpRequest, review_id: int) -> HttpResponse:
    """Puts the ticked reports into a study, a new one or one that exists."""
    access = access_review(request.user, review_id, "judge")
    chosen = request.POST.get("study", "")
    number = number_in(chosen)
    study = get_object_or_404(Study, review=access.review, pk=number) if number else None
    made = group_reports(
        by=access.user,
        review=access.review,
        record_ids=_ids(request),
        study=study,
        name=request.POST.get("name", ""),
    )
    if made is None:
        messages.warning(request, _("First select the reports that belong together."))
    else:
        messages.success(request, _("Grouped as “%(name)s”.") % {"name": made.name})
    return redirect("studies", review_id=review_id)


@login_required
@require_POST
def rename(request: HttpRequest, review_id: int, study_id: int) -> HttpResponse:
    """Gives a study another name."""
    access = access_review(request.user, review_id, "judge")
    study = get_object_or_404(Study, review=access.review, pk=study_id)
    rename_study(
        by=access.user, review=access.review, study=study, name=request.POST.get("name", "")
    )
    return redirect("studies", review_id=review_id)


@login_required
@require_POST
def ungroup(request: HttpRequest, review_id: int, study_id: int) -> HttpResponse:
    """Takes reports out of a study."""
    access = access_review(request.user, review_id, "judge")
    study = get_object_or_404(Study, review=access.review, pk=study_id)
    ungroup_reports(by=access.user, review=access.review, study=study, record_ids=_ids(request))
    return redirect("studies", review_id=review_id)
