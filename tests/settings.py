"""The project's settings for tests: a data folder of their own, a database file,
a quick password hash, no broker.

`DATABASE_URL` and `TEST_BROKER_URL` choose another database and broker, as `make test` does.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_FOLDER = Path(tempfile.mkdtemp(prefix="reviewapp-tests-"))
atexit.register(shutil.rmtree, TEST_FOLDER, ignore_errors=True)
os.environ["DATA_DIR"] = str(TEST_FOLDER)
os.environ["CELERY_BROKER_URL"] = "memory://"
for name in (
    "FILES_DIR",
    "DEBUG",
    "HTTPS",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SIGN_UP",
    "LANGUAGE_CODE",
    "TIME_ZONE",
):
    os.environ.pop(name, None)

from reviewapp.settings import *  # noqa: E402, F403
from reviewapp.settings import DATABASES, EMBEDDED_DATABASE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NEWS_BY_MAIL = True
PAGE_SECONDS = 0  # the tests ask for more pages than people do
SITE_TEXT_SECONDS = 0  # pages whose queries are counted must not look for them now and then
REAUTHENTICATE = False  # asked for in its own tests; the others sign in without a password
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
if EMBEDDED_DATABASE:
    # A file, as several threads write at once in some tests; nobody minds a power cut here.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"][
        "init_command"
    ].replace("synchronous=FULL", "synchronous=OFF")
