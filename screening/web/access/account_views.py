"""The pages on which people look after their own account."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.access.account_closure import close_account, personal_data
from screening.actions.access.accounts import change_account, end_session, end_sessions
from screening.queries.access.people import reviews_led_alone
from screening.web.access.account_forms import AccountForm, KeysForm
from screening.web.access.preference_views import remember

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ_OR_WRITE)
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, theme, languages read; the way to keys, address, password,
    second factors and sessions.
    """
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_account(user=request.user, **form.cleaned_data)
        with override(request.user.language or request.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        answer = redirect("account")
        remember(answer, settings.LANGUAGE_COOKIE_NAME, request.user.language)
        remember(answer, "theme", request.user.theme)
        return answer
    return _page(request, form=form)


@login_required
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard map."""
    form = KeysForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, keys_form=form)
    change_account(
        user=request.user, keys=form.cleaned_data["keys"], own_keys=form.cleaned_data["own_keys"]
    )
    messages.success(request, _("Saved."))
    return redirect("account")


@login_required
@require_http_methods(READ_OR_WRITE)
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in; ends one session, or all but this."""
    if request.method != "POST":
        found = UserSession.objects.purge_and_list(request.user)
        shown = sorted(
            found, key=lambda session: (not session.is_current(), -session.last_seen_at.timestamp())
        )
        return render(request, "screening/access/account_sessions.html", {"sessions": shown})
    listed = request.POST.get("session", "")
    if listed:
        if (
            listed.isdigit()
            and len(listed) < 19
            and end_session(user=request.user, listed=int(listed))
        ):
            messages.success(request, _("That session has ended."))
        else:
            messages.warning(request, _("That session had already ended."))
        return redirect("account-sessions")
    n = end_sessions(user=request.user, but=request.session.session_key)
    ended = ngettext("%(n)d other session ended.", "%(n)d other sessions ended.", n)
    messages.success(request, ended % {"n": n} if n else _("You were not signed in anywhere else."))
    return redirect("account-sessions")


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything the site keeps of the person, as one JSON file."""
    options = {"ensure_ascii": False, "indent": 1}
    name = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JsonResponse(personal_data(request.user), json_dumps_params=options, headers=name)


@login_required
@require_http_methods(READ_OR_WRITE)
def close(request: HttpRequest) -> HttpResponse:
    """Closes the account, after its address was typed;
    what others build on stays under a name that tells nobody.
    """
    alone = reviews_led_alone(request.user)
    wrong = False
    if request.method == "POST" and not alone:
        wrong = request.POST.get("email", "").strip().lower() != request.user.email
        if not wrong:
            close_account(request.user)
            logout(request)
            answer = render(request, "screening/access/account_closed.html")
            answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
            return answer
    return render(request, "screening/access/account_close.html", {"alone": alone, "wrong": wrong})


def _page(
    request: HttpRequest, form: AccountForm | None = None, keys_form: KeysForm | None = None
) -> HttpResponse:
    request.user.refresh_from_db()
    context = {
        "form": form or AccountForm(instance=request.user),
        "keys_form": keys_form or KeysForm(user=request.user),
    }
    return render(request, "screening/access/account.html", context)
