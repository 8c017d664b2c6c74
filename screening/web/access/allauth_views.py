"""The pages of django-allauth that are used as they are, each within the methods it answers."""

import logging
from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as foreign
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from requests import RequestException

from screening.web.access.sign_in_views import read_or_write

log = logging.getLogger(__name__)


def _of_an_account(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return login_required(read_or_write(view))


def _of_a_provider(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One that cannot be reached, or says nothing sensible, is no fault of this program."""

    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError) as error:
            log.warning("the provider %s could not be asked: %s", provider_id, error)
            return render(request, "socialaccount/authentication_error.html", status=503)

    return guarded


closed = read_or_write(account.account_inactive)
verify_again = _of_an_account(account.reauthenticate)
address = _of_an_account(account.email)
address_sent = read_or_write(account.email_verification_sent)
address_confirm = read_or_write(account.confirm_email)
password_change = _of_an_account(account.password_change)
password_set = _of_an_account(account.password_set)
password_forgotten = read_or_write(account.password_reset)
password_new = read_or_write(account.password_reset_from_key)
password_is_new = require_safe(account.password_reset_from_key_done)

factors = _of_an_account(mfa.index)
factor_ask = read_or_write(mfa.authenticate)
factor_again = _of_an_account(mfa.reauthenticate)
totp_begin = _of_an_account(totp.activate_totp)
totp_end = _of_an_account(totp.deactivate_totp)
codes_view = _of_an_account(codes.view_recovery_codes)
codes_make = _of_an_account(codes.generate_recovery_codes)
codes_download = login_required(require_safe(codes.download_recovery_codes))
keys_list = _of_an_account(keys.list_webauthn)
key_add = _of_an_account(keys.add_webauthn)
key_again = _of_an_account(keys.reauthenticate_webauthn)
key_remove = _of_an_account(keys.remove_webauthn)
key_edit = _of_an_account(keys.edit_webauthn)
key_sign_in = read_or_write(keys.login_webauthn)

foreign_list = _of_an_account(foreign.connections)
foreign_sign_up = read_or_write(foreign.signup)
foreign_cancelled = require_safe(foreign.login_cancelled)
foreign_failed = require_safe(foreign.login_error)
foreign_sign_in = read_or_write(_of_a_provider(openid.login))
foreign_back = read_or_write(_of_a_provider(openid.callback))


@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    """Says where the link is: in the mail, or with whoever runs the site when there is no mail
    server.
    """
    context = {"printed": settings.EMAIL_BACKEND == settings.PRINTED_MAIL}
    return render(request, "account/password_reset_done.html", context)
