"""Signing in, accounts, language and theme.
Names with an underscore are those by which django-allauth finds them.
"""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from screening.web.access import (
    account_views,
    allauth_views,
    display_views,
    first_account_views,
    invitation_views,
    preference_views,
    sign_in_views,
)


class Base36(StringConverter):
    """The id of an account in the link of a forgotten password."""

    regex = "[0-9A-Za-z]{1,13}"


register_converter(Base36, "base36")

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in_views.sign_in, name="sign-in"),
    path("sign-in/", sign_in_views.sign_in, name="account_login"),
    path("sign-in/second-step/", allauth_views.factor_ask, name="mfa_authenticate"),
    path("sign-in/passkey/", allauth_views.key_sign_in, name="mfa_login_webauthn"),
    path("sign-in/closed/", allauth_views.closed, name="account_inactive"),
    path(
        "sign-in/with/<slug:provider_id>/",
        allauth_views.foreign_sign_in,
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        allauth_views.foreign_back,
        name="openid_connect_callback",
    ),
    path(
        "sign-in/cancelled/", allauth_views.foreign_cancelled, name="socialaccount_login_cancelled"
    ),
    path("sign-in/failed/", allauth_views.foreign_failed, name="socialaccount_login_error"),
    path("sign-out/", sign_in_views.sign_out, name="sign-out"),
    path("sign-out/", sign_in_views.sign_out, name="account_logout"),
    path("sign-up/", sign_in_views.join_site, name="sign-up"),
    path("sign-up/", sign_in_views.join_site, name="account_signup"),
    path("sign-up/address/", allauth_views.address_sent, name="account_email_verification_sent"),
    path("sign-up/address/<str:key>/", allauth_views.address_confirm, name="account_confirm_email"),
    path("sign-up/with/", allauth_views.foreign_sign_up, name="socialaccount_signup"),
    path("first-account/<str:token>/", first_account_views.first_account, name="first-account"),
    path("join/", invitation_views.join, name="join"),
    path("join/<str:token>/", invitation_views.invitation, name="invitation"),
    path("language/", preference_views.language, name="language"),
    path("theme/", preference_views.theme, name="theme"),
    path("account/", account_views.account, name="account"),
    path("account/keys/", account_views.keys, name="account-keys"),
    path("account/reading/", display_views.reading, name="account-reading"),
    path("account/email/", allauth_views.address, name="account_email"),
    path("account/password/", allauth_views.password_change, name="account_change_password"),
    path("account/password/first/", allauth_views.password_set, name="account_set_password"),
    path("account/data/", account_views.data, name="account-data"),
    path("account/close/", account_views.close, name="account-close"),
    path("account/sessions/", account_views.sessions, name="account-sessions"),
    path("account/again/", allauth_views.verify_again, name="account_reauthenticate"),
    path("account/again/factor/", allauth_views.factor_again, name="mfa_reauthenticate"),
    path("account/again/key/", allauth_views.key_again, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", allauth_views.factors, name="mfa_index"),
    path("account/factors/app/", allauth_views.totp_begin, name="mfa_activate_totp"),
    path("account/factors/app/remove/", allauth_views.totp_end, name="mfa_deactivate_totp"),
    path("account/factors/codes/", allauth_views.codes_view, name="mfa_view_recovery_codes"),
    path(
        "account/factors/codes/new/", allauth_views.codes_make, name="mfa_generate_recovery_codes"
    ),
    path(
        "account/factors/codes/download/",
        allauth_views.codes_download,
        name="mfa_download_recovery_codes",
    ),
    path("account/factors/keys/", allauth_views.keys_list, name="mfa_list_webauthn"),
    path("account/factors/keys/add/", allauth_views.key_add, name="mfa_add_webauthn"),
    path(
        "account/factors/keys/<int:pk>/remove/",
        allauth_views.key_remove,
        name="mfa_remove_webauthn",
    ),
    path("account/factors/keys/<int:pk>/edit/", allauth_views.key_edit, name="mfa_edit_webauthn"),
    path("account/elsewhere/", allauth_views.foreign_list, name="socialaccount_connections"),
    path("password/", allauth_views.password_forgotten, name="account_reset_password"),
    path("password/sent/", allauth_views.password_sent, name="account_reset_password_done"),
    path(
        "password/changed/",
        allauth_views.password_is_new,
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/<base36:uidb36>-<str:key>/",
        allauth_views.password_new,
        name="account_reset_password_from_key",
    ),
]
