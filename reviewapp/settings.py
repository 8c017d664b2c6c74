"""Settings, all from the environment; with nothing set, one machine with nothing but Python runs the whole."""

import tempfile
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from reviewapp.environment import boolean, choice, keep_secret, make_folder, networks, number, text, words
from reviewapp.foreign_accounts import foreign_accounts, origins
from reviewapp.logs import logging_settings
from reviewapp.place import TEMPLATES, data_folder
from reviewapp.private_files import keep_private
from reviewapp.telemetry import check_tracing, start_sentry
from screening import PROGRAM

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(text("DATA_DIR", str(data_folder()))).expanduser().resolve()

keep_private()
DEBUG = boolean("DEBUG", False)
HTTPS = boolean("HTTPS", False)
"""Whether people reach the site by https only, as every team installation should."""

SECRET_KEY = text("SECRET_KEY", "") or keep_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BEHIND_PROXY = boolean("BEHIND_PROXY", False)
"""Whether a proxy tells by X-Forwarded-For and -Proto who asks and how; only when nobody can come past it."""
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [])
SIGN_UP = choice("SIGN_UP", "invited", ("invited", "open"))
"""Who may make an account: only people with an invitation, or everybody who reaches the site."""

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

# Data ---------------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'reviewapp.sqlite3'}"), conn_max_age=600, conn_health_checks=True
    )
}
EMBEDDED_DATABASE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if EMBEDDED_DATABASE:
    # FULL: an acknowledged vote survives a power cut.
    # IMMEDIATE: a transaction that reads first never fails at its write.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;",
    }
elif boolean("DATABASE_POOLER", False):
    # A pooler hands one connection to many in turn: what is set for a session would reach others, or get lost.
    DATABASES["default"] |= {"DISABLE_SERVER_SIDE_CURSORS": True, "CONN_MAX_AGE": 60}
else:
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=120000"
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(text("FILES_DIR", str(DATA_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILES_BUCKET = text("FILES_BUCKET", "")
if FILES_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "reviewapp.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET, "endpoint_url": text("S3_ENDPOINT", "") or None, "file_overwrite": False,
            "access_key": text("S3_ACCESS_KEY", "") or None, "secret_key": text("S3_SECRET_KEY", "") or None,
            "region_name": text("S3_REGION", "us-east-1"), "default_acl": None, "querystring_auth": False,
            "max_memory_size": 4 * 1024 * 1024,
        },
    }  # fmt: skip
FILE_UPLOAD_TEMP_DIR = tempfile.tempdir = str(make_folder(DATA_DIR / "temporary"))
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
UPLOAD_LIMIT = number("UPLOAD_LIMIT_MB", 200, least=1) * 1024 * 1024
ARCHIVE_LIMIT = number("ARCHIVE_LIMIT_MB", 20_000, least=1) * 1024 * 1024
"""Bytes that everything in an archive of a review may take together when it is unpacked."""
PAGE_SECONDS = number("PAGE_SECONDS", 4, least=0)
"""Seconds of processor time that one person's pages of one review may take at once; 0: as many as they like."""
UPLOAD_ROOM = number("UPLOAD_ROOM_MB", 5 * UPLOAD_LIMIT >> 20, least=1) * 1024 * 1024
"""Bytes that all bodies being received may take together, in each web process."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG

# Work in the background ---------------------------------------------------------------------------------------------

CELERY_BROKER_URL = text("CELERY_BROKER_URL", "filesystem://localhost")
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("filesystem")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_LOST_WAIT = 1.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "reviewapp"
QUEUE_ARGUMENTS: dict[str, str] = {}
JOB_QUEUES = {"long": "reviewapp", "short": "reviewapp.short", "mail": "reviewapp.mail"}
# A request does not wait for a broker that is down: the job is in the database, a worker will find it.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
GIVE_UP_SOON = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
# Nobody uses it, and its exclusive queue would keep a restarted worker out while its frozen predecessor holds it.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
if EMBEDDED_BROKER:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": make_folder(DATA_DIR / "broker" / "messages"),
        "data_folder_out": DATA_DIR / "broker" / "messages",
        "control_folder": make_folder(DATA_DIR / "broker" / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = GIVE_UP_SOON | {
        "visibility_timeout": 7200,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    QUEUE_ARGUMENTS = {"x-queue-type": "quorum"}
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
    CELERY_BROKER_TRANSPORT_OPTIONS = GIVE_UP_SOON

CELERY_TASK_QUEUES = [Queue(name, queue_arguments=QUEUE_ARGUMENTS) for name in JOB_QUEUES.values()]

JOB_HEARTBEAT_SECONDS = number("JOB_HEARTBEAT_SECONDS", 5, least=1)
JOB_STALE_SECONDS = number("JOB_STALE_SECONDS", 30, least=2)
JOB_RESEND_SECONDS = number("JOB_RESEND_SECONDS", 60, least=1)
JOB_REAP_SECONDS = number("JOB_REAP_SECONDS", 10, least=1)
"""When a running job gives a sign of life, when it is taken for dead without one, when a waiting one is sent again, and
how often workers look for such jobs."""
JOBS_PER_REVIEW = number("JOBS_PER_REVIEW", 1, least=1)
"""Long jobs of one review at work at the same time, whatever the number of workers."""
ORDER_LOOK_SECONDS = number("ORDER_LOOK_SECONDS", 2, least=1)
"""How often workers look whether somebody's learned order has become old."""
EXPORT_STREAMED_MOST = number("EXPORT_STREAMED_MOST", 10_000, least=0)
EXPORT_KEEP_HOURS = number("EXPORT_KEEP_HOURS", 24, least=1)
"""Reports up to which an export is sent while it is made; larger ones are made by a worker and kept so long."""

# Services outside ---------------------------------------------------------------------------------------------------

CONNECTORS = words("CONNECTORS", [])
"""Services that reviews may switch on; with none, no part of the program opens a connection to the outside."""
CONNECTORS_CONTACT = text("CONNECTORS_CONTACT", "")
"""The address of whoever runs the site: services want to know whom to write to, and stay off without it."""
CONNECTORS_PROXY = text("CONNECTORS_PROXY", "")
CONNECTORS_GATEWAY = text("CONNECTORS_GATEWAY", "")
"""The way out of the house: a proxy (http://proxy:3128), or an address of one's own that forwards /<host>/<path>."""
CONNECTORS_KEYS = {
    "pubmed": text("NCBI_API_KEY", ""),
    "openalex": text("OPENALEX_API_KEY", ""),
    "crossref": text("CROSSREF_PLUS_TOKEN", ""),
    "semantic_scholar": text("SEMANTIC_SCHOLAR_API_KEY", ""),
}


# People -------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "screening.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "reviews"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_AGE = 3600 * number("SESSION_HOURS", 14 * 24, least=1)
SESSION_IDLE = 3600 * number("SESSION_IDLE_HOURS", 72, least=1)
REAUTHENTICATE = boolean("REAUTHENTICATE", True)
MFA_REQUIRED = choice("MFA_REQUIRED", "nobody", ("nobody", "leads", "everybody"))
"""Seconds after which a session ends, in any case and when it rests; whether what has far consequences asks for the
password again; and who needs a second factor."""
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
SITE_URL = text("SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
"""Where people find the site, for links in e-mails that no request asks for; e-mails of news need a mail server."""

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
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_BACKEND != PRINTED_MAIL else "none"
"""Without a mail server nobody can be asked to follow a link."""
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session at hand stays; the others end with the old hash
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * number("REAUTHENTICATION_MINUTES", 15, least=1)
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/h/ip,3/h/key",
    "confirm_email": "3/h/key",
    "login": "",
    "login_failed": "10/900s/key",
}
"""Tries at passwords are counted by `screening.actions.access.sign_in`, which locks nobody out; "login_failed" is of
second factors, where the password was right."""
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
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "screening_cacheentry"}}
"""Only counts of tries stand there; all processes and hosts share them."""

SITE_TEXT_SECONDS = 30
"""How long banner, imprint and privacy page are kept in each process; 0: there are none."""

# The interface for programs ---------------------------------------------------------------------------------------

API_REQUESTS_A_MINUTE = number("API_REQUESTS_A_MINUTE", 600, least=1)
"""Requests that one token may send to each process of the web server."""
WEBHOOKS_TO_PRIVATE_ADDRESSES = boolean("WEBHOOKS_TO_PRIVATE_ADDRESSES", False)
"""Whether webhooks may lead into the network that the server stands in, and by plain http."""
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS = words("API_ORIGINS", [])
"""Sites whose scripts may ask the interface from a browser; none unless they are named."""
CORS_ALLOW_HEADERS = [
    "authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "accept-language",
]  # fmt: skip
CORS_EXPOSE_HEADERS = ["etag", "ratelimit", "ratelimit-policy", "retry-after", "idempotency-replayed"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Reviewapp",
    "DESCRIPTION": "Screening for systematic reviews. Everything a person can do on the pages, a program can do with a "
    "token of that person: through the same doors, with the same blinding. Times are UTC; ids are stable; errors are "
    "problem+json (RFC 9457) with a code.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATIONS": True,
}

# Safety -------------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *origins(FOREIGN_ACCOUNTS)],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, KNOWN_BROWSER_COOKIE = "__Host-sessionid", "__Host-csrftoken", "__Host-known"

# Languages ----------------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = text("TIME_ZONE", "UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "reviewapp.formats"
LANGUAGE_CODE = choice("LANGUAGE_CODE", "en", ("en", "zh-hans"))
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
FILTERS_EMPTY_CHOICE_LABEL = _("Any")
LOCALE_PATHS = [BASE_DIR / "reviewapp" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

LOGGING = logging_settings(
    level=text("LOG_LEVEL", "WARNING"), form=choice("LOG_FORMAT", "line", ("line", "json")),
    requests=boolean("LOG_REQUESTS", False),
)  # fmt: skip
METRICS_TOKEN = text("METRICS_TOKEN", "")
METRICS_FROM = networks("METRICS_FROM")
"""Who is given the figures of /metrics/: whoever knows the token, or asks from one of these networks; else nobody."""
start_sentry(PROGRAM)
check_tracing()
