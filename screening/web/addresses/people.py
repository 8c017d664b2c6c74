"""Signing in, accounts, language and theme. Names with an underscore are those by which django-allauth finds them."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from screening.web.views import accounts, entrance, first, joining, news, preferences, signing


class Base36(StringConverter):
    """The id of an account in the link of a forgotten password."""

    regex = "[0-9A-Za-z]{1,13}"


register_converter(Base36, "base36")

urlpatterns: list[URLPattern] = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/", signing.sign_in, name="account_login"),
    path("sign-in/second-step/", entrance.factor_ask, name="mfa_authenticate"),
    path("sign-in/passkey/", entrance.key_sign_in, name="mfa_login_webauthn"),
    path("sign-in/closed/", entrance.closed, name="account_inactive"),
    path("sign-in/with/<slug:provider_id>/", entrance.foreign_sign_in, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", entrance.foreign_back, name="openid_connect_callback"),
    path("sign-in/cancelled/", entrance.foreign_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", entrance.foreign_failed, name="socialaccount_login_error"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("sign-out/", signing.sign_out, name="account_logout"),
    path("sign-up/", signing.join_site, name="sign-up"),
    path("sign-up/", signing.join_site, name="account_signup"),
    path("sign-up/address/", entrance.address_sent, name="account_email_verification_sent"),
    path("sign-up/address/<str:key>/", entrance.address_confirm, name="account_confirm_email"),
    path("sign-up/with/", entrance.foreign_sign_up, name="socialaccount_signup"),
    path("first-account/<str:token>/", first.first_account, name="first-account"),
    path("join/", joining.join, name="join"),
    path("join/<str:token>/", joining.invitation, name="invitation"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("account/", accounts.account, name="account"),
    path("account/keys/", accounts.keys, name="account-keys"),
    path("account/news/", news.choices, name="news-choices"),
    path("news/off/<str:token>/", news.off, name="news-off"),
    path("account/email/", entrance.address, name="account_email"),
    path("account/password/", entrance.password_change, name="account_change_password"),
    path("account/password/first/", entrance.password_set, name="account_set_password"),
    path("account/data/", accounts.data, name="account-data"),
    path("account/close/", accounts.close, name="account-close"),
    path("account/sessions/", accounts.sessions, name="account-sessions"),
    path("account/again/", entrance.verify_again, name="account_reauthenticate"),
    path("account/again/factor/", entrance.factor_again, name="mfa_reauthenticate"),
    path("account/again/key/", entrance.key_again, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", entrance.factors, name="mfa_index"),
    path("account/factors/app/", entrance.totp_begin, name="mfa_activate_totp"),
    path("account/factors/app/remove/", entrance.totp_end, name="mfa_deactivate_totp"),
    path("account/factors/codes/", entrance.codes_view, name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", entrance.codes_make, name="mfa_generate_recovery_codes"),
    path("account/factors/codes/download/", entrance.codes_download, name="mfa_download_recovery_codes"),
    path("account/factors/keys/", entrance.keys_list, name="mfa_list_webauthn"),
    path("account/factors/keys/add/", entrance.key_add, name="mfa_add_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", entrance.key_remove, name="mfa_remove_webauthn"),
    path("account/factors/keys/<int:pk>/edit/", entrance.key_edit, name="mfa_edit_webauthn"),
    path("account/elsewhere/", entrance.foreign_list, name="socialaccount_connections"),
    path("password/", entrance.password_forgotten, name="account_reset_password"),
    path("password/sent/", entrance.password_sent, name="account_reset_password_done"),
    path("password/changed/", entrance.password_is_new, name="account_reset_password_from_key_done"),
    path("password/<base36:uidb36>-<str:key>/", entrance.password_new, name="account_reset_password_from_key"),
]
