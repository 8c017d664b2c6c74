"""The pages of django-allauth that are used as they are, each within the methods it answers."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as foreign
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from screening.web.views.signing import read_or_write

closed = read_or_write(account.account_inactive)
verify_again = read_or_write(account.reauthenticate)
address = read_or_write(account.email)
address_sent = read_or_write(account.email_verification_sent)
address_confirm = read_or_write(account.confirm_email)
password_change = read_or_write(account.password_change)
password_set = read_or_write(account.password_set)
password_forgotten = read_or_write(account.password_reset)
password_new = read_or_write(account.password_reset_from_key)
password_is_new = require_safe(account.password_reset_from_key_done)

factors = read_or_write(mfa.index)
factor_ask = read_or_write(mfa.authenticate)
factor_again = read_or_write(mfa.reauthenticate)
totp_begin = read_or_write(totp.activate_totp)
totp_end = read_or_write(totp.deactivate_totp)
codes_view = read_or_write(codes.view_recovery_codes)
codes_make = read_or_write(codes.generate_recovery_codes)
codes_download = require_safe(codes.download_recovery_codes)
keys_list = read_or_write(keys.list_webauthn)
key_add = read_or_write(keys.add_webauthn)
key_again = read_or_write(keys.reauthenticate_webauthn)
key_remove = read_or_write(keys.remove_webauthn)
key_edit = read_or_write(keys.edit_webauthn)
key_sign_in = read_or_write(keys.login_webauthn)

foreign_list = read_or_write(foreign.connections)
foreign_sign_up = read_or_write(foreign.signup)
foreign_cancelled = require_safe(foreign.login_cancelled)
foreign_failed = require_safe(foreign.login_error)
foreign_sign_in = read_or_write(openid.login)
foreign_back = read_or_write(openid.callback)


@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    """Says where the link is: in the mail, or with whoever runs the site when there is no mail server."""
    context = {"printed": settings.EMAIL_BACKEND == settings.PRINTED_MAIL}
    return render(request, "account/password_reset_done.html", context)
