"""Nobody else on the machine reads what the installation keeps."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reviewapp.private_files import make_private

ROOT = Path(__file__).parents[2]
MAKE = """
import os, django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
call_command("migrate", "contenttypes", verbosity=0)
default_storage.save("a/b/全文.pdf", ContentFile(b"%PDF"))
"""


def modes(folder):
    return {
        path.relative_to(folder): stat.S_IMODE(path.lstat().st_mode)
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_everything_in_the_data_folder_is_the_owners_alone(tmp_path, mask):
    folder = tmp_path / "data"
    names = {"DATABASE_URL", "CELERY_BROKER_URL", "FILES_DIR", "SECRET_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    subprocess.run(
        [sys.executable, "-c", MAKE],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "reviewapp.settings"},
        umask=mask,
        timeout=120,
        check=True,
    )
    found = modes(folder)
    assert {
        Path("reviewapp.sqlite3"),
        Path("secret_key"),
        Path("broker/messages"),
        Path("files/a/b/全文.pdf"),
    } <= set(found)
    assert {str(path): oct(mode) for path, mode in found.items() if mode & 0o077} == {}


def test_what_an_earlier_version_left_open_is_closed(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1.pdf").write_text("")
    (tmp_path / "outside").symlink_to("/etc/hostname")
    before = Path("/etc/hostname").stat().st_mode
    for path in (tmp_path, tmp_path / "files"):
        path.chmod(0o755)
    (tmp_path / "files" / "1.pdf").chmod(0o644)
    assert make_private(tmp_path) == 3
    assert make_private(tmp_path) == 0
    assert {mode & 0o077 for path, mode in modes(tmp_path).items() if path != Path("outside")} == {
        0
    }
    assert Path("/etc/hostname").stat().st_mode == before
