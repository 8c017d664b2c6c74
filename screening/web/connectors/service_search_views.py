"""Searching a service, running a search again, and letting in what was found."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening import tasks
from screening.actions.connectors import search_runs, search_schedules
from screening.actions.connectors.runs import ConnectorRefused
from screening.actions.connectors.sessions import SwitchedOff
from screening.connectors import CONNECTORS, ServiceError
from screening.models import Review, Search, User
from screening.queries.access.authorization import access_review
from screening.queries.connectors.services import usable
from screening.queries.translation import say
from screening.web.connectors.forms import QueryForm, ScheduleForm
from screening.web.connectors.views import own_run, refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def service_search(request: HttpRequest, review_id: int) -> HttpResponse:
    """A query in a service's syntax: "look" shows its number and first records,
    "fetch" has it fetched and imported.
    """
    access = access_review(request.user, review_id, "lead")
    given = {name: request.GET.get(name, "") for name in ("service", "query")}
    form = QueryForm(access.review, request.POST or None, initial=given)
    seen = None
    if request.method == "POST" and form.is_valid():
        service, query = form.cleaned_data["service"], form.cleaned_data["query"]
        try:
            if "fetch" in request.POST:
                return _fetched(access.review, access.user, service, query)
            seen = search_runs.preview(review=access.review, service=service, query=query)
        except (ServiceError, SwitchedOff) as error:
            form.add_error("query", say(error.message.to_json()))
        except ConnectorRefused as refused:
            form.add_error(None, refusal(refused.code))
    context = {
        "access": access,
        "form": form,
        "seen": seen,
        "offered": usable(access.review, "search"),
    }
    if seen:
        context["connector"] = CONNECTORS[form.cleaned_data["service"]]
    return render(request, "screening/connectors/search.html", context)


def _fetched(review: Review, user: User, service: str, query: str) -> HttpResponse:
    with transaction.atomic():
        run, job = search_runs.begin_search(by=user, review=review, service=service, query=query)
        tasks.send(job)
    return redirect("service-run", review.pk, run.pk)


@login_required
@require_POST
def search_again(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """Runs a search again; what is new lands in the inbox."""
    access = access_review(request.user, review_id, "lead")
    search = get_object_or_404(Search, review=access.review, pk=search_id)
    try:
        with transaction.atomic():
            run, job = search_runs.begin_update(
                by=access.user, search=search, everything="everything" in request.POST
            )
            tasks.send(job)
    except ConnectorRefused as refused:
        messages.error(request, refusal(refused.code))
        return redirect("search", review_id, search_id)
    return redirect("service-run", review_id, run.pk)


@login_required
@require_POST
def schedule(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """Has a search run again by itself, or ends that."""
    access = access_review(request.user, review_id, "lead")
    search = get_object_or_404(Search, review=access.review, pk=search_id)
    form = ScheduleForm(request.POST)
    try:
        if form.is_valid():
            search_schedules.set_schedule(
                by=access.user, search=search, every_days=form.cleaned_data["days"]
            )
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("Choose one of the intervals."))
    except ConnectorRefused as refused:
        messages.error(request, refusal(refused.code))
    return redirect("search", review_id, search_id)


@login_required
@require_POST
def take(request: HttpRequest, review_id: int, service_run_id: int) -> HttpResponse:
    """Lets what a run found into the review."""
    access = access_review(request.user, review_id, "lead")
    run = own_run(access, service_run_id)
    try:
        with transaction.atomic():
            for job in search_runs.take_over(by=access.user, run=run):
                tasks.send(job)
        messages.success(request, _("The import has begun."))
    except ConnectorRefused as refused:
        messages.error(request, refusal(refused.code))
    return (
        redirect("search", review_id, run.search_id)
        if run.search_id
        else redirect("services", review_id)
    )


@login_required
@require_POST
def leave(request: HttpRequest, review_id: int, service_run_id: int) -> HttpResponse:
    """Throws away what a run found."""
    access = access_review(request.user, review_id, "lead")
    try:
        search_runs.leave_out(by=access.user, run=own_run(access, service_run_id))
        messages.success(request, _("Left out. A later run finds them again."))
    except ConnectorRefused as refused:
        messages.error(request, refusal(refused.code))
    return redirect("service-run", review_id, service_run_id)


@login_required
@require_POST
def go_on(request: HttpRequest, review_id: int, service_run_id: int) -> HttpResponse:
    """Goes on with a run that failed, behind its last page."""
    access = access_review(request.user, review_id, "lead")
    with transaction.atomic():
        job = search_runs.go_on(run=own_run(access, service_run_id))
        if job is not None:
            tasks.send(job)
    return redirect("service-run", review_id, service_run_id)
