"""Style sheets and scripts, gathered for the web server only when one of them has changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files(say: Callable[[str], None]) -> bool:
    """Gathers them into STATIC_ROOT if they differ from the last time; whether they did."""
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    say("Gathering style sheets and scripts")
    # Afresh: a file of an older date, as from an archive, would not replace a newer one.
    call_command("collectstatic", clear=True, verbosity=0, interactive=False)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Changes with the name, size or time of any file, and with what treats them."""
    digest = hashlib.sha256(
        f"{django.VERSION} {settings.STORAGES['staticfiles']} {settings.STATIC_URL}".encode()
    )
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
