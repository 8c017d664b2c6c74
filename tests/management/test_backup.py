"""A backup made while people vote comes back to the same state, on both databases, or says why not."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest

from screening.actions.jobs.crash_points import BACKUP_STEPS, RESTORE_STEPS
from tests.migrated import template
from tests.servers import private_postgresql

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

ASKS = """
import json
from django.contrib.auth import get_user_model
from screening.models import Event, Record, Vote
print(json.dumps([Record.objects.count(), Vote.objects.count(), Event.objects.count(), get_user_model().objects.count()]))
"""
VOTES = """
import itertools, sys, time, uuid
from screening.actions.screening.voting import cast_vote
from screening.models import Record, Review, StageSetting, User
review = Review.objects.last()
setting = StageSetting.objects.filter(review=review, opened_at__isnull=False, closed_at=None).first()
voters = [m.user for m in review.memberships.filter(reviews=True)]
for record, voter in itertools.product(Record.objects.filter(review=review, place="await_ta"), voters):
    try:
        cast_vote(by=voter, review=review, record_id=record.pk, stage=setting.stage, verdict="include", key=uuid.uuid4())
    except Exception as refusal:
        continue
    print("acknowledged", flush=True)
    time.sleep(0.02)
"""


class Place:
    """An installation of its own: a data folder,
    and a database address where it is not the embedded one.
    """

    def __init__(self, folder, database=""):
        self.folder, self.database = folder, database

    def environment(self, **more):
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "SECRET_KEY"}
        }
        given = {"DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "reviewapp.settings"}
        return kept | given | ({"DATABASE_URL": self.database} if self.database else {}) | more

    def manage(self, *arguments, stdin="", **more):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(**more),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, *arguments, stdin=""):
        done = self.manage(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def numbers(self):
        return json.loads(self.must("shell", "--no-imports", stdin=ASKS).splitlines()[-1])

    def build(self):
        if not self.database and template().exists():
            # Migrating an empty database is tried elsewhere, and takes longer than all of this.
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(template(), self.folder / "reviewapp.sqlite3")
            (self.folder / "reviewapp.sqlite3").chmod(0o600)
        self.must("migrate", "-v0")
        self.must("demo")
        return self


def refusal(done):
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """The worked example, built by the first process of the test run that asks; the others copy it."""
    shared = tmp_path_factory.getbasetemp().parent / "worked-example"
    try:
        shared.mkdir()
    except FileExistsError:
        until = time.monotonic() + 300
        while not (shared / "built").exists():
            assert time.monotonic() < until
            time.sleep(0.2)
    else:
        Place(shared / "data").build()
        (shared / "built").touch()
    return copy_of(shared / "data", tmp_path_factory.mktemp("installation") / "data")


def copy_of(folder, target):
    shutil.copytree(folder, target)
    return Place(target)


@pytest.fixture(scope="module")
def saved(installation, tmp_path_factory):
    file = tmp_path_factory.mktemp("backups") / "whole.backup"
    installation.must("backup", file)
    return file


def test_it_comes_back_to_the_same_state_and_verifies(installation, saved, tmp_path):
    other = Place(tmp_path / "other")
    said = other.must("restore", saved)
    assert other.numbers() == installation.numbers()
    assert "problems" not in said
    assert said.count("all right") == 2
    assert (tmp_path / "other/secret_key").read_bytes() == (
        installation.folder / "secret_key"
    ).read_bytes()
    assert files_of(other) == files_of(installation)


def files_of(place):
    root = place.folder / "files"
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_only_its_owner_can_read_it(saved):
    assert saved.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(installation, saved):
    before = saved.read_bytes()
    assert "is there already" in refusal(installation.manage("backup", saved))
    assert saved.read_bytes() == before


def test_it_comes_back_into_an_empty_place_only(installation, saved):
    before = installation.numbers()
    assert "empty place only" in refusal(installation.manage("restore", saved))
    assert installation.numbers() == before


@pytest.mark.parametrize("cut", [0.3, 0.99])
def test_one_that_was_cut_off_is_refused_and_leaves_nothing(saved, tmp_path, cut):
    content = saved.read_bytes()
    (tmp_path / "cut.backup").write_bytes(content[: int(len(content) * cut)])
    other = Place(tmp_path / "other")
    assert "cut off" in refusal(other.manage("restore", tmp_path / "cut.backup"))
    assert not (tmp_path / "other/reviewapp.sqlite3").exists()


def test_one_changed_byte_is_found(saved, tmp_path):
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "changed.backup").write_bytes(content)
    assert "damaged" in refusal(
        Place(tmp_path / "other").manage("restore", tmp_path / "changed.backup")
    )


def test_one_of_a_newer_version_is_refused_with_its_version(saved, tmp_path):
    newer = tmp_path / "newer.backup"
    with tarfile.open(saved) as old, tarfile.open(newer, "w") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == "manifest.json":
                manifest = json.loads(content) | {"version": "99.0.0"}
                manifest["migrations"].append("screening.9999_of_tomorrow")
                content = json.dumps(manifest).encode()
            member.size = len(content)
            new.addfile(member, __import__("io").BytesIO(content))
    assert "99.0.0, which is newer" in refusal(Place(tmp_path / "other").manage("restore", newer))


@pytest.mark.parametrize(
    "name", ["files/../../outside", "/outside", "files/imports/../../../outside", "files/other/x"]
)
def test_nothing_is_unpacked_outside_its_place(tmp_path, name):
    evil = tmp_path / "evil.backup"
    with tarfile.open(evil, "w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    assert "no backup of this program holds" in refusal(
        Place(tmp_path / "other").manage("restore", evil)
    )


def test_encrypted_it_needs_its_key(installation, tmp_path):
    import pyrage

    key, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    file = tmp_path / "secret.backup"
    installation.must("backup", file, "--recipient", str(key.to_public()))
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    (tmp_path / "key").write_text(f"# made for a test\n{key}\n")
    (tmp_path / "strange").write_text(str(stranger))
    other = Place(tmp_path / "other")
    assert "give the key file" in refusal(other.manage("restore", file))
    assert "could not be decrypted" in refusal(
        other.manage("restore", file, "--identity", tmp_path / "strange")
    )
    other.must("restore", file, "--identity", tmp_path / "key", "--no-verify")
    assert other.numbers() == installation.numbers()


def test_old_ones_are_deleted_and_nothing_else(installation, tmp_path):
    (tmp_path / "mine.backup").write_text("keep")
    for second in range(3):
        (tmp_path / f"reviewapp-20200101-00000{second}.backup").write_text("old")
    said = installation.must("backup", tmp_path, "--keep", 2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert said.count("\ndeleted ") == 2
    assert left[:2] == ["mine.backup", "reviewapp-20200101-000002.backup"]
    assert len(left) == 3


@pytest.mark.parametrize("step", BACKUP_STEPS)
def test_killed_while_it_is_made_there_is_none_and_the_next_is_whole(installation, tmp_path, step):
    done = installation.manage("backup", tmp_path / "one.backup", FAULT_AT=step)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "one.backup").exists()
    installation.must("backup", tmp_path / "one.backup")


@pytest.mark.parametrize("step", RESTORE_STEPS)
def test_killed_while_it_comes_back_it_can_be_brought_back_again(
    installation, saved, tmp_path, step
):
    other = Place(tmp_path / "other")
    assert other.manage("restore", saved, FAULT_AT=step).returncode == -signal.SIGKILL
    if step == "restore.database":
        assert other.numbers() == installation.numbers()
        return
    other.must("restore", saved, "--no-verify")
    assert other.numbers() == installation.numbers()


def drill(place, other, backups):
    """Votes go on while three backups are made; each comes back whole,
    with votes no fewer than the one before.
    """
    voter = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports"],
        cwd=ROOT,
        env=place.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    acknowledged = []
    threading.Thread(target=lambda: acknowledged.extend(voter.stdout), daemon=True).start()
    voter.stdin.write(VOTES)
    voter.stdin.close()
    until = time.monotonic() + 60
    while len(acknowledged) < 3:
        assert voter.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    before = len(acknowledged)
    place.must("backup", backups / "during.backup")
    assert len(acknowledged) > before, "nobody voted while the backup was made"
    voter.kill()
    said = other.must("restore", backups / "during.backup")
    assert "problems" not in said
    return before


def test_made_while_people_vote(installation, tmp_path):
    place = copy_of(installation.folder, tmp_path / "place")
    start = place.numbers()[1]
    other = Place(tmp_path / "other")
    before = drill(place, other, tmp_path)
    assert other.numbers()[1] >= start + before
    with sqlite3.connect(tmp_path / "other/reviewapp.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_made_while_people_vote_on_postgresql(tmp_path):
    with private_postgresql() as first, private_postgresql() as second:
        place = Place(tmp_path / "place", first).build()
        start = place.numbers()[1]
        other = Place(tmp_path / "other", second)
        before = drill(place, other, tmp_path)
        assert other.numbers()[1] >= start + before
        assert "has" in refusal(other.manage("restore", tmp_path / "during.backup"))
