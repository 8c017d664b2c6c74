"""Signing in, accounts, language and theme."""

from django.urls import URLPattern, path

from screening.web.views import accounts, joining, passwords, preferences, signing

urlpatterns: list[URLPattern] = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("sign-up/", signing.join_site, name="sign-up"),
    path("join/", joining.join, name="join"),
    path("join/<str:token>/", joining.invitation, name="invitation"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("account/", accounts.account, name="account"),
    path("account/keys/", accounts.keys, name="account-keys"),
    path("account/email/", accounts.email, name="account-email"),
    path("account/password/", accounts.password, name="account-password"),
    path("account/sessions/", accounts.sessions_end, name="account-sessions"),
    path("password/", passwords.ask, name="password_reset"),
    path("password/sent/", passwords.sent, name="password_reset_done"),
    path("password/<uidb64>/<token>/", passwords.new, name="password_reset_confirm"),
    path("password/changed/", passwords.changed, name="password_reset_complete"),
]
