"""The page of whoever runs the site. Of reviews it shows titles, leads and sizes, never what is in them."""

from collections.abc import Callable
from functools import wraps

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.actions.access.accounts import end_sessions
from screening.actions.site import site_administration as actions
from screening.models import Review, User
from screening.queries.site import site_overview as queries

View = Callable[..., HttpResponse]


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
        "words": words, "people": queries.people(words)[: queries.MOST], "reviews": queries.reviews(words),
        "orphans": set(queries.without_lead().values_list("pk", flat=True)), "jobs": queries.jobs(),
        "attempts": queries.attempts(words), "storage": queries.storage(), "versions": queries.versions(),
    }  # fmt: skip
    return render(request, "screening/site/site.html", context)


@login_required
@require_POST
@runs_the_site
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Disables or enables an account, ends its sessions, or has it sent the link for a new password."""
    user = get_object_or_404(User, pk=person)
    wanted = request.POST.get("do", "")
    if wanted == "disable":
        try:
            actions.disable(by=request.user, user=user)
            messages.success(request, _("Nobody can sign in to %(person)s any more.") % {"person": user})
        except actions.NotOneself:
            messages.error(request, _("You cannot disable the account you are signed in with."))
    elif wanted == "enable":
        actions.enable(by=request.user, user=user)
        messages.success(request, _("%(person)s can sign in again.") % {"person": user})
    elif wanted == "sessions":
        end_sessions(user=user)
        messages.success(request, _("%(person)s is signed out everywhere.") % {"person": user})
    elif wanted == "reset":
        form = ResetPasswordForm({"email": user.email})
        if form.is_valid():
            form.save(request)
        messages.success(request, _("A link for a new password is on its way to %(person)s.") % {"person": user})
    return redirect("site")


@login_required
@require_POST
@runs_the_site
def review(request: HttpRequest, review: int) -> HttpResponse:
    """Gives a review another lead: for one whose lead has gone."""
    found = get_object_or_404(Review, pk=review)
    to = User.objects.filter(email=request.POST.get("email", "").strip().lower(), is_active=True).first()
    try:
        if to is None:
            raise ValueError
        actions.hand_over(by=request.user, review=found, to=to, reason=request.POST.get("reason", ""))
    except ValueError:
        messages.error(request, _("A review is handed over to somebody else who has an account, and for a reason."))
    else:
        messages.success(request, _("%(person)s leads “%(review)s” now.") % {"person": to, "review": found.title})
    return redirect("site")
