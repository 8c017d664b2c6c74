"""A review written into an archive and loaded again is the same review, in this and in another installation."""

import io
import zipfile

import pytest

from screening.actions.archiving import write_archive
from screening.actions.publishing import publish
from screening.actions.removal import set_removed
from screening.actions.unarchiving import ArchiveRefused, load_archive
from screening.actions.verifying import verify
from screening.models import Event, Record, Review, Vote
from screening.queries import flow
from tests.actions.test_verifying import lived_review
from tests.builders import make_cast, make_file, make_record

pytestmark = pytest.mark.django_db


def archived(review: Review) -> io.BytesIO:
    out = io.BytesIO()
    write_archive(review, out)
    out.seek(0)
    return out


def test_loaded_review_has_the_same_state_and_counts():
    cast = lived_review()
    loaded = load_archive(by=cast.observer, source=archived(cast.review))
    assert loaded.pk != cast.review.pk
    assert flow.flow(loaded).to_json() == flow.flow(cast.review).to_json()
    for model in (Record, Vote):
        assert model.objects.filter(review=loaded).count() == model.objects.filter(review=cast.review).count()
    told = ("title", "place", "flow_lane", "year", "created_at")
    rows = [list(Record.objects.filter(review=r).order_by("pk").values_list(*told)) for r in (cast.review, loaded)]
    assert sorted(rows[0], key=str) == sorted(rows[1], key=str)
    assert verify(loaded) == []
    assert Event.objects.get(review=loaded, verb="load_review").actor == cast.observer
    assert loaded.memberships.get(user=cast.observer).leads


def test_files_and_published_versions_go_along():
    cast = make_cast()
    file = make_file(cast.review)
    record = make_record(cast.review, place="included")
    publish(by=cast.lead, review=cast.review, note="投稿")
    loaded = load_archive(by=None, source=archived(cast.review))
    again = loaded.files.get()
    assert (again.name, again.sha256) == (file.name, file.sha256)
    assert again.stored.read() == file.stored.read()
    assert loaded.publications.get().studies == {f"r{loaded.records.get().pk}": [loaded.records.get().pk]}
    assert loaded.records.get().title == record.title


def test_changed_archive_is_refused_and_nothing_is_loaded():
    cast = make_cast()
    set_removed(by=cast.lead, review=cast.review, record_ids=[make_record(cast.review).pk], kind="other", note="撤稿")
    whole = archived(cast.review)
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace("撤稿".encode(), "留下".encode()) if "Record" in name else data)
    changed.seek(0)
    with pytest.raises(ArchiveRefused, match="hash"):
        load_archive(by=None, source=changed)
    with pytest.raises(ArchiveRefused, match="format"):
        load_archive(by=None, source=io.BytesIO(b"no zip"))
    assert Review.objects.count() == 1
