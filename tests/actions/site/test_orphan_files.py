import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from screening.actions.imports import import_files
from screening.actions.imports.import_files import Upload
from screening.actions.site import orphan_files
from screening.actions.site.orphan_files import find_orphans, sweep_files
from screening.models import FullTextFile, ImportFile
from tests.builders import make_record, make_review, make_search

pytestmark = pytest.mark.django_db
DAYS = 3


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Nobody else's files are here."""
    changed = {
        "BACKEND": settings.STORAGES["default"]["BACKEND"],
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = settings.STORAGES | {"default": changed}


def stored(name, *, days=DAYS):
    name = default_storage.save(name, ContentFile(b"TY  - JOUR"))
    written = time.time() - days * 86_400
    os.utime(default_storage.path(name), (written, written))
    return name


def aged(file):
    written = time.time() - DAYS * 86_400
    os.utime(default_storage.path(file.stored.name), (written, written))
    return file.stored.name


def all_files():
    root = default_storage.path("")
    return {
        os.path.relpath(os.path.join(at, name), root)
        for at, _, names in os.walk(root)
        for name in names
    }


def test_files_with_a_row_stay_and_the_others_go():
    review = make_review()
    upload = Upload("知网.txt", ContentFile(b"x"))
    imported = aged(
        import_files.store(by=review.created_by, search=make_search(review), upload=upload)
    )
    paper = stored("full-texts/1/paper.pdf")
    FullTextFile.objects.create(
        record=make_record(review),
        name="paper.pdf",
        stored=paper,
        sha256="0",
        size=1,
        by=review.created_by,
    )
    lost = [stored("archives/7/a"), stored("imports/9/b"), stored("imports/c")]
    assert [orphan.name for orphan in find_orphans()] == lost
    assert all_files() == {imported, paper, *lost}
    assert [orphan.name for orphan in sweep_files()] == lost
    assert all_files() == {imported, paper}


def test_a_file_that_is_just_being_uploaded_stays():
    young = stored("imports/1/new", days=0.9)
    assert sweep_files() == []
    assert all_files() == {young}


def test_a_row_that_appears_while_others_are_looked_at_saves_its_file(monkeypatch):
    search = make_search(make_review())
    name = stored("imports/1/late")
    known = orphan_files.find_orphans

    def then_noted(**options):
        found = known(**options)
        by = search.review.created_by
        ImportFile.objects.create(
            review=search.review, search=search, name="late", stored=name, size=1, uploaded_by=by
        )
        return found

    monkeypatch.setattr(orphan_files, "find_orphans", then_noted)
    assert sweep_files() == []
    assert all_files() == {name}


def test_files_outside_the_folders_of_the_program_are_not_touched():
    other = stored("readme.txt")
    assert sweep_files(age=timedelta(0)) == []
    assert all_files() == {other}


def test_the_command_deletes_only_when_told(capsys):
    name = stored("imports/1/lost")
    call_command("sweep_files")
    assert all_files() == {name}
    assert f"{name}  10 bytes" in capsys.readouterr().out
    call_command("sweep_files", "--delete")
    assert all_files() == set()
    assert "1 files, 10 bytes deleted" in capsys.readouterr().out


def test_the_command_refuses_to_look_at_fresh_files():
    with pytest.raises(CommandError, match="1 or more"):
        call_command("sweep_files", "--hours", "0")
