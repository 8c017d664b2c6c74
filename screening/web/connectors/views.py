"""Which services are on, what was asked of them, and how one piece of work with them went."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.connectors.switches import set_library, switch_services
from screening.models import ReviewServices, ServiceRun
from screening.queries.access.authorization import Access, access_review
from screening.queries.connectors.runs import inbox, job_of_run, progress_of, runs_of
from screening.queries.connectors.services import row_of, services, uses
from screening.web.connectors.forms import LibraryForm, SwitchForm, labels

LACKS = {
    "site": gettext_lazy("not offered by this site"),
    "contact": gettext_lazy("the site names no contact address"),
    "key": gettext_lazy("the site has no key for it"),
}
DOES = {
    "search": gettext_lazy("search"),
    "complete": gettext_lazy("complete records"),
    "citations": gettext_lazy("follow citations"),
    "notices": gettext_lazy("retractions and corrections"),
    "full_texts": gettext_lazy("open-access full texts"),
}
REFUSALS = {
    "off": gettext_lazy("No service that can do this is switched on in this review."),
    "empty": gettext_lazy("Write a query first."),
    "busy": gettext_lazy("This is being done already; wait until it has finished."),
    "none": gettext_lazy("There is nothing to ask for."),
    "many": gettext_lazy("These are too many reports for one run."),
    "state": gettext_lazy("This was decided already. Nothing was changed."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def services_page(request: HttpRequest, review_id: int) -> HttpResponse:
    """All services with what they can do and are told; a lead switches them on and off."""
    access = access_review(request.user, review_id, "lead" if request.method == "POST" else "see")
    if request.method == "POST":
        form = SwitchForm(access.review, request.POST)
        if form.is_valid():
            weekly = form.cleaned_data["notices_weekly"]
            chosen = form.cleaned_data["services"]
            switch_services(by=access.user, review=access.review, on=chosen, notices_weekly=weekly)
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("A service that is not offered cannot be switched on."))
        return redirect("services", review_id)
    return render(request, "screening/connectors/services.html", _context(access))


def _context(access: Access) -> dict[str, Any]:
    row, found = row_of(access.review), services(access.review)
    listed = [
        (one, LACKS.get(one.lacks, ""), [DOES[name] for name in one.connector.abilities])
        for one in found
    ]
    runs = runs_of(access.review, *ServiceRun.Purpose.values)[:12]
    return {
        "access": access,
        "listed": listed,
        "leads": access.may("lead"),
        "works": access.may("judge"),
        "able": {
            name: any(one.on and name in one.connector.abilities for one in found) for name in DOES
        },
        "weekly": row is None or row.notices_weekly,
        "uses": uses(access.review),
        "inbox": inbox(access.review),
        "library": LibraryForm(instance=row or ReviewServices(review=access.review)),
        "runs": [(run, labels(run.services)) for run in runs],
        "offered": any(one.offered for one in found),
    }


@login_required
@require_POST
def library(request: HttpRequest, review_id: int) -> HttpResponse:
    """The link resolver, LibKey and proxy of the team's library."""
    access = access_review(request.user, review_id, "lead")
    form = LibraryForm(
        request.POST, instance=row_of(access.review) or ReviewServices(review=access.review)
    )
    if not form.is_valid():
        return render(
            request,
            "screening/connectors/services.html",
            _context(access) | {"library": form},
            status=400,
        )
    set_library(by=access.user, review=access.review, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("services", review_id)


@login_required
@require_safe
def run_page(request: HttpRequest, review_id: int, service_run_id: int) -> HttpResponse:
    """One piece of work: how far it is, what came of it, and what can be done with it."""
    access = access_review(request.user, review_id)
    run = own_run(access, service_run_id)
    facts = run.facts
    context = {
        "access": access,
        "run": run,
        "services": labels(run.services),
        "job": job_of_run(run),
        "progress": progress_of(run),
        "leads": access.may("lead"),
        "works": access.may("judge"),
        "busy": run.state in (ServiceRun.State.WAITING, ServiceRun.State.RUNNING),
        "overlap": [
            (labels(keys.split("+")), count) for keys, count in facts.get("overlap", {}).items()
        ],
        "failed": [(labels([key]), count) for key, count in facts.get("failed", {}).items()],
        "decides": run.purpose in ("update", "citations"),
        "seeds": run.seeds.all() if run.purpose == "citations" else (),
    }
    return render(request, "screening/connectors/run.html", context)


def own_run(access: Access, service_run_id: int) -> ServiceRun:
    """A run of this review. Raises Http404."""
    rows = ServiceRun.objects.select_related("search", "file", "by")
    return get_object_or_404(rows, review=access.review, pk=service_run_id)


def refusal(code: str) -> str:
    """Why something was not begun, in words."""
    return str(REFUSALS[code])
