"""The page of whoever runs the site. Of reviews it shows titles, leads and sizes,
never what is in them.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.access.account_closure import LeadsAlone
from screening.actions.access.accounts import end_sessions
from screening.actions.archive.review_deletion import ask_deletion, resume_deletion
from screening.actions.jobs import job_queue
from screening.actions.site import site_administration as actions
from screening.models import Job, Review, User
from screening.queries.access.people import reviews_led_alone
from screening.queries.site import site_overview as queries
from screening.queries.site.person_remains import remains
from screening.queries.site.site_texts import site_text
from screening.tasks import send
from screening.web.access.review_end_views import begin_deletion
from screening.web.context import PAGES

View = Callable[..., HttpResponse]
REMAINS = {
    "memberships": gettext_lazy("memberships, with their codes"),
    "votes": gettext_lazy("votes"),
    "settlements": gettext_lazy("resolved conflicts"),
    "notes": gettext_lazy("notes"),
    "comments": gettext_lazy("comments"),
    "labels": gettext_lazy("labels on records"),
    "marks": gettext_lazy("marks in full texts"),
    "files": gettext_lazy("imported files"),
    "full_texts": gettext_lazy("full texts"),
    "history": gettext_lazy("entries of the history"),
}


def runs_the_site(view: View) -> View:
    """For others the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_safe
@runs_the_site
def site(request: HttpRequest) -> HttpResponse:
    """People, reviews, jobs, the door, storage and versions."""
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "words": words,
        "people": queries.people(words)[: queries.MOST],
        "reviews": queries.reviews(words),
        "orphans": set(queries.without_lead().values_list("pk", flat=True)),
        "jobs": queries.jobs(),
        "attempts": queries.attempts(words),
        "storage": queries.storage(),
        "tables": queries.tables(),
        "versions": queries.versions(),
        "texts": queries.texts(),
    }
    return render(request, "screening/site/site.html", context)


@login_required
@require_POST
@runs_the_site
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Disables or enables an account, ends its sessions,
    or has it sent the link for a new password.
    """
    user = get_object_or_404(User, pk=person)
    wanted = request.POST.get("do", "")
    if wanted == "disable":
        try:
            actions.disable(by=request.user, user=user)
            messages.success(request, _("%(person)s can no longer sign in.") % {"person": user})
        except actions.NotOneself:
            messages.error(request, _("You cannot disable the account you are signed in with."))
    elif wanted == "enable":
        actions.enable(by=request.user, user=user)
        messages.success(request, _("%(person)s can sign in again.") % {"person": user})
    elif wanted == "sessions":
        end_sessions(user=user)
        messages.success(
            request, _("%(person)s has been signed out everywhere.") % {"person": user}
        )
    elif wanted == "reset":
        form = ResetPasswordForm({"email": user.email})
        if form.is_valid():
            form.save(request)
        messages.success(
            request, _("A password reset link has been sent to %(person)s.") % {"person": user}
        )
    return redirect("site")


@login_required
@require_POST
@runs_the_site
def review(request: HttpRequest, review: int) -> HttpResponse:
    """Gives a review another lead: for one whose lead has gone."""
    found = get_object_or_404(Review, pk=review)
    to = User.objects.filter(
        email=request.POST.get("email", "").strip().lower(), is_active=True
    ).first()
    try:
        if to is None:
            raise ValueError
        actions.hand_over(
            by=request.user, review=found, to=to, reason=request.POST.get("reason", "")
        )
    except ValueError:
        messages.error(
            request,
            _(
                "A review can only be handed over to another person with an account, and with a reason."
            ),
        )
    else:
        messages.success(
            request, _("%(person)s now leads “%(review)s”.") % {"person": to, "review": found.title}
        )
    return redirect("site")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@runs_the_site
def close(request: HttpRequest, person: int) -> HttpResponse:
    """Closes somebody's account for them; the page tells what goes and what stays."""
    user = get_object_or_404(User, pk=person)
    wrong = False
    if request.method == "POST":
        try:
            actions.close_for(by=request.user, user=user, typed=request.POST.get("email", ""))
        except actions.WrongAddress:
            wrong = True
        except (actions.NotOneself, LeadsAlone):
            return redirect("site-person-close", person=person)
        else:
            messages.success(request, _("Account closed; name and address have been deleted."))
            return redirect("site")
    remain = [(REMAINS[kind], count) for kind, count in remains(user).items()]
    context = {"person": user, "remains": remain, "alone": reviews_led_alone(user), "wrong": wrong}
    return render(
        request, "screening/site/person_close.html", context, status=400 if wrong else 200
    )


@login_required
@require_POST
@runs_the_site
def delete(request: HttpRequest, review: int) -> HttpResponse:
    """Has a review deleted, its title typed; or goes on with a deletion that was given up."""
    found = get_object_or_404(Review, pk=review)
    typed = request.POST.get("title", "")

    def ask() -> Job:
        job = resume_deletion(by=request.user, review=found)
        return job or ask_deletion(by=request.user, review=found, typed=typed)

    begin_deletion(request, found.title, ask)
    return redirect("site")


@login_required
@require_POST
@runs_the_site
def job(request: HttpRequest, job: int) -> HttpResponse:
    """Cancels a job, has it done first, or starts one that failed again."""
    found = get_object_or_404(Job, pk=job)
    wanted = request.POST.get("do", "")
    if wanted == "cancel":
        job_queue.cancel(by=request.user, job=found)
        messages.success(
            request,
            _("Job %(job)s has been cancelled, or will be in a moment.") % {"job": found.pk},
        )
    elif wanted == "first":
        job_queue.put_first(by=request.user, job=found)
        messages.success(request, _("Job %(job)s will run before the others.") % {"job": found.pk})
    elif wanted == "again":
        with transaction.atomic():
            send(job_queue.retry(job=found))
        messages.success(request, _("Job %(job)s has been queued again.") % {"job": found.pk})
    return redirect("site")


@login_required
@require_POST
@runs_the_site
def text(request: HttpRequest, place: str) -> HttpResponse:
    """Writes what everybody is told: the banner, the imprint, the privacy page."""
    given = {name: request.POST.get(name, "")[:20_000] for name in ("text_en", "text_zh")}
    try:
        actions.write_text(by=request.user, place=place, **given)
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Saved. All pages show it within half a minute."))
    return redirect("site")


@require_safe
def page(request: HttpRequest, place: str) -> HttpResponse:
    """A public page with what whoever runs the site has written;
    not there as long as that is nothing.
    """
    written = site_text(place)
    if not written:
        raise Http404
    return render(
        request, "screening/site/site_text.html", {"title": PAGES[place], "text": written}
    )
