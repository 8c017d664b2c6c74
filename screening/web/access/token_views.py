"""Pages for tokens: a person's own, and those of service accounts that leads look after."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.access.tokens import (
    add_service_account,
    end_service_account,
    end_token,
    make_token,
)
from screening.queries.access import tokens as queries
from screening.queries.access.authorization import Access, access_review
from screening.web.access.token_forms import ServiceForm, TokenForm

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ_OR_WRITE)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a new one, whose text is shown in this one answer and never again."""
    form, text = TokenForm(request.POST or None, user=request.user), ""
    if request.method == "POST" and form.is_valid():
        _made, text = make_token(by=request.user, **form.values())
        form = TokenForm(user=request.user)
    context = {"form": form, "text": text, "tokens": queries.tokens_of(request.user)}
    return render(request, "screening/access/tokens.html", context)


@login_required
@require_POST
def token_end(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends one of one's tokens."""
    end_token(
        by=request.user, token=get_object_or_404(queries.tokens_of(request.user), pk=token_id)
    )
    messages.success(
        request, _("The token has ended; programs that use it are refused from now on.")
    )
    return redirect("account-tokens")


@login_required
@require_http_methods(READ_OR_WRITE)
def service_accounts(request: HttpRequest, review_id: int) -> HttpResponse:
    """The programs of a review, and a new account for one."""
    access = access_review(request.user, review_id, "lead")
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        add_service_account(
            by=access.user, review=access.review, name=data["service_name"], leads=data["leads"]
        )
        messages.success(request, _("The account is there. Make a token for it."))
        return redirect("service-accounts", review_id=review_id)
    return _page(request, access, form)


@login_required
@require_POST
def service_token(request: HttpRequest, review_id: int, service_id: int) -> HttpResponse:
    """A new token of a service account, for its review alone; its text is shown in this one answer."""
    access = access_review(request.user, review_id, "lead")
    user = get_object_or_404(queries.service_accounts(access.review), pk=service_id)
    form, text = TokenForm(request.POST, user=None), ""
    if form.is_valid():
        _made, text = make_token(
            by=access.user, user=user, **(form.values() | {"review": access.review})
        )
        form = TokenForm(user=None)
    return _page(request, access, ServiceForm(), token_form=form, text=text)


@login_required
@require_POST
def service_end(request: HttpRequest, review_id: int, service_id: int) -> HttpResponse:
    """Ends a service account and its tokens."""
    access = access_review(request.user, review_id, "lead")
    user = get_object_or_404(queries.service_accounts(access.review), pk=service_id)
    end_service_account(by=access.user, review=access.review, user=user)
    messages.success(request, _("The account and its tokens have ended."))
    return redirect("service-accounts", review_id=review_id)


def _page(request: HttpRequest, access: Access, form: ServiceForm, **more: Any) -> HttpResponse:
    found = queries.service_accounts(access.review)
    rows = [(user, [token for token in user.tokens.all() if token.is_alive]) for user in found]
    context = {
        "access": access,
        "form": form,
        "rows": rows,
        "token_form": TokenForm(user=None),
        "text": "",
    }
    return render(request, "screening/access/service_accounts.html", context | more)
