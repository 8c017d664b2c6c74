"""What every other part needs: folders, the secret, hosts, applications, middleware, templates,
languages, logs.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from reviewapp.environment import boolean, choice, keep_secret, networks, text, words
from reviewapp.logs import logging_settings
from reviewapp.place import TEMPLATES, data_folder
from reviewapp.private_files import keep_private

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(text("DATA_DIR", str(data_folder()))).expanduser().resolve()

keep_private()
DEBUG = boolean("DEBUG", False)
#: Whether people reach the site by https only, as every team installation should.
HTTPS = boolean("HTTPS", False)

SECRET_KEY = text("SECRET_KEY", "") or keep_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
#: Whether a proxy tells by X-Forwarded-For and -Proto who asks and how; only when nobody can come
#: past it.
BEHIND_PROXY = boolean("BEHIND_PROXY", False)
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [])
#: Who may make an account: only people with an invitation, or everybody who reaches the site.
SIGN_UP = choice("SIGN_UP", "invited", ("invited", "open"))

INSTALLED_APPS = [
    "screening",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "corsheaders",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "reviewapp.watching.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "reviewapp.watching.HealthMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "screening.web.costs.RefusedAgainMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "screening.web.address_numbers.NumbersMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "screening.api.token_middleware.TokenMiddleware",
    "screening.web.language.AccountLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "screening.web.no_store.NoStoreMiddleware",
    "screening.web.access.known_browser.KnownBrowserMiddleware",
    "screening.web.costs.CostsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "screening.web.access.sessions.SessionMiddleware",
    "screening.web.access.reauthentication.AgainMiddleware",
    "screening.web.screening.first_look.FirstLookMiddleware",
]

ROOT_URLCONF = "reviewapp.urls"
WSGI_APPLICATION = "reviewapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [TEMPLATES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "screening.web.context.frame",
            ],
            "builtins": ["screening.templatetags.screening"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Languages
# ----------------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = text("TIME_ZONE", "UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "reviewapp.formats"
LANGUAGE_CODE = choice("LANGUAGE_CODE", "en", ("en", "zh-hans"))
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
FILTERS_EMPTY_CHOICE_LABEL = _("Any")
LOCALE_PATHS = [BASE_DIR / "reviewapp" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Logs and figures
# ---------------------------------------------------------------------------------------------------

LOGGING = logging_settings(
    level=text("LOG_LEVEL", "WARNING"),
    form=choice("LOG_FORMAT", "line", ("line", "json")),
    requests=boolean("LOG_REQUESTS", False),
)
METRICS_TOKEN = text("METRICS_TOKEN", "")
#: Who is given the figures of /metrics/: whoever knows the token, or asks from one of these
#: networks; else nobody.
METRICS_FROM = networks("METRICS_FROM")
