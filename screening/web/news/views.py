"""Which news are mailed to a person: the page to choose,
and the link in every letter that ends its kind.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from screening.actions.news.news_mail import choose, read_token
from screening.models import NEWS, Mailing
from screening.web.news.forms import NewsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """At once, daily or not at all, for each kind."""
    form = NewsForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        choose(user=request.user, choices=form.chosen())
        messages.success(request, _("Saved."))
        return redirect("news-choices")
    return render(
        request, "screening/news/choices.html", {"form": form, "by_mail": settings.NEWS_BY_MAIL}
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Ends e-mails of the kinds of one letter, without signing in;
    mail programs post here by themselves (RFC 8058).

    Looking changes nothing, as scanners of mail follow links.
    Who made up the link is told nothing.
    """
    known = read_token(token)
    done = request.method == "POST" and known is not None
    if known and done:
        choose(user=known[0], choices=dict.fromkeys(known[1], Mailing.OFF))
    language = known[0].language if known else ""
    with override(language or request.LANGUAGE_CODE):
        kinds = [NEWS[kind].name for kind in known[1]] if known else []
        return render(
            request,
            "screening/news/off.html",
            {"kinds": kinds, "known": known is not None, "done": done},
        )
