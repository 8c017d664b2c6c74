"""Where things are kept: database, files, static files; and how much one request may bring."""

import tempfile
from pathlib import Path

import dj_database_url

from reviewapp.environment import boolean, make_folder, number, text
from reviewapp.settings.base import DATA_DIR, DEBUG

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'reviewapp.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
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
    # A pooler hands one connection to many in turn: what is set for a session would reach others,
    # or get lost.
    DATABASES["default"] |= {"DISABLE_SERVER_SIDE_CURSORS": True, "CONN_MAX_AGE": 60}
else:
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=120000"
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(text("FILES_DIR", str(DATA_DIR / "files")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "reviewapp.hashed_files.HashedFiles"
    },
}
FILES_BUCKET = text("FILES_BUCKET", "")
if FILES_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "reviewapp.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": text("S3_ENDPOINT", "") or None,
            "file_overwrite": False,
            "access_key": text("S3_ACCESS_KEY", "") or None,
            "secret_key": text("S3_SECRET_KEY", "") or None,
            "region_name": text("S3_REGION", "us-east-1"),
            "default_acl": None,
            "querystring_auth": False,
            "max_memory_size": 4 * 1024 * 1024,
        },
    }
FILE_UPLOAD_TEMP_DIR = tempfile.tempdir = str(make_folder(DATA_DIR / "temporary"))
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
UPLOAD_LIMIT = number("UPLOAD_LIMIT_MB", 200, least=1) * 1024 * 1024
#: Bytes that everything in an archive of a review may take together when it is unpacked.
ARCHIVE_LIMIT = number("ARCHIVE_LIMIT_MB", 20_000, least=1) * 1024 * 1024
#: Seconds of processor time that one person's pages of one review may take at once; 0: as many as
#: they like.
PAGE_SECONDS = number("PAGE_SECONDS", 4, least=0)
#: Bytes that all bodies being received may take together, in each web process.
UPLOAD_ROOM = number("UPLOAD_ROOM_MB", 5 * UPLOAD_LIMIT >> 20, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG
