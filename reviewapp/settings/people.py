"""Who comes in, and how: accounts, sessions, e-mail, second factors, accounts of elsewhere."""

from reviewapp.environment import boolean, choice, number, text
from reviewapp.foreign_accounts import foreign_accounts
from reviewapp.settings.base import ALLOWED_HOSTS, HTTPS

AUTH_USER_MODEL = "screening.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "reviews"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_AGE = 3600 * number("SESSION_HOURS", 14 * 24, least=1)
SESSION_IDLE = 3600 * number("SESSION_IDLE_HOURS", 72, least=1)
REAUTHENTICATE = boolean("REAUTHENTICATE", True)
#: Seconds after which a session ends, in any case and when it rests; whether what has far
#: consequences asks for the password again; and who needs a second factor.
MFA_REQUIRED = choice("MFA_REQUIRED", "nobody", ("nobody", "leads", "everybody"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = False
KNOWN_BROWSER_COOKIE = "known"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

PRINTED_MAIL = "django.core.mail.backends.console.EmailBackend"  # for whoever started the server, and nobody else
EMAIL_BACKEND = PRINTED_MAIL
if text("EMAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = text("EMAIL_HOST", "")
    EMAIL_PORT = number("EMAIL_PORT", 587, least=1)
    EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_SSL = boolean("EMAIL_USE_SSL", False)
    EMAIL_USE_TLS = boolean("EMAIL_USE_TLS", not EMAIL_USE_SSL)
    EMAIL_TIMEOUT = number("EMAIL_TIMEOUT", 10, least=1)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "reviewapp@localhost")
NEWS_BY_MAIL = EMAIL_BACKEND != PRINTED_MAIL
#: Where people find the site, for links in e-mails that no request asks for; e-mails of news need a
#: mail server.
SITE_URL = text(
    "SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}"
).rstrip("/")

ACCOUNT_ADAPTER = "screening.web.access.allauth_adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "screening.web.access.allauth_adapters.ForeignAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "screening.web.access.account_forms.SignInForm",
    "signup": "screening.web.access.account_forms.SignUpForm",
    "change_password": "screening.web.access.account_forms.ChangePasswordForm",
    "reset_password_from_key": "screening.web.access.account_forms.NewPasswordForm",
}
SOCIALACCOUNT_FORMS = {"signup": "screening.web.access.account_forms.ForeignSignUpForm"}
#: Without a mail server nobody can be asked to follow a link.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_BACKEND != PRINTED_MAIL else "none"
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = (
    False  # the session at hand stays; the others end with the old hash
)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * number("REAUTHENTICATION_MINUTES", 15, least=1)
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
#: Tries at passwords are counted by `screening.actions.access.sign_in`, which locks nobody out;
#: "login_failed" is of second factors, where the password was right.
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/h/ip,3/h/key",
    "confirm_email": "3/h/key",
    "login": "",
    "login_failed": "10/900s/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # the web server has already put the client's address in its place
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Reviewapp"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it for localhost alone
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_EMAIL_VERIFICATION = ACCOUNT_EMAIL_VERIFICATION
SOCIALACCOUNT_STORE_TOKENS = False
FOREIGN_ACCOUNTS = foreign_accounts()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": FOREIGN_ACCOUNTS}}
#: Only counts of tries stand there; all processes and hosts share them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "screening_cacheentry",
    }
}

#: How long banner, imprint and privacy page are kept in each process; 0: there are none.
SITE_TEXT_SECONDS = 30
