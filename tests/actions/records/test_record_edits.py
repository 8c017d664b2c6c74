import pytest

from screening.actions.imports import import_job
from screening.actions.records.record_edits import (
    RecordRefused,
    add_record,
    edit_record,
    mend_entry,
    stamp,
)
from screening.models import Event, ImportFile, Record, RejectedEntry
from screening.queries.records.search import matching
from screening.records.record import Record as Entry
from tests.actions.imports.test_import_job import kinds, ris, run, search, upload  # noqa: F401

pytestmark = pytest.mark.django_db


def test_add_record_waits_for_screening_and_is_found(search):  # noqa: F811
    record = add_record(
        by=search.review.created_by, search=search, entry=Entry(title="手工添加的题录")
    )
    assert (record.place, record.language, record.file) == ("await_ta", "zh", None)
    assert Record.objects.get(matching("手工添加")) == record
    assert Event.objects.get(verb="add_record").record_id == record.pk


def test_add_record_needs_a_title(search):  # noqa: F811
    with pytest.raises(RecordRefused, match="empty"):
        add_record(by=search.review.created_by, search=search, entry=Entry(abstract="Only this"))


def test_edit_record_keeps_the_old_value_and_who(search):  # noqa: F811
    by = search.review.created_by
    record = add_record(by=by, search=search, entry=Entry(title="旧题名", year=2001))
    edit_record(
        by=by,
        review=search.review,
        record_id=record.pk,
        seen=stamp(record),
        fields={"title": "新题名 2"},
    )
    record.refresh_from_db()
    assert (record.title, record.title_sort, record.year) == (
        "新题名 2",
        "xin ti ming 2 新题名 2",
        2001,
    )
    event = Event.objects.get(verb="edit_record")
    assert (event.actor, event.data) == (
        by,
        {"before": {"title": "旧题名"}, "after": {"title": "新题名 2"}},
    )
    assert not Record.objects.filter(matching("旧题"))


def test_edit_record_refuses_to_overwrite_a_colleague(search):  # noqa: F811
    by = search.review.created_by
    record = add_record(by=by, search=search, entry=Entry(title="A"))
    seen = stamp(record)
    edit_record(by=by, review=search.review, record_id=record.pk, seen=seen, fields={"year": 1999})
    with pytest.raises(RecordRefused, match="elsewhere"):
        edit_record(
            by=by, review=search.review, record_id=record.pk, seen=seen, fields={"year": 2000}
        )
    assert Record.objects.get().year == 1999


def test_edit_record_without_a_change_writes_nothing(search):  # noqa: F811
    record = add_record(by=search.review.created_by, search=search, entry=Entry(title="A"))
    edit_record(
        by=search.review.created_by,
        review=search.review,
        record_id=record.pk,
        seen="",
        fields={"title": "A"},
    )
    assert not Event.objects.filter(verb="edit_record").exists()


@pytest.fixture
def rejected(search, kinds):  # noqa: F811
    file = upload(search, ris(2))
    run(import_job.begin_import(by=search.review.created_by, file=file))
    ImportFile.objects.filter(pk=file.pk).update(found=3, rejected=1)
    return RejectedEntry.objects.create(
        file=file, line=15, message={"text": "?", "values": {}}, raw="TI  - 坏的"
    )


def test_mend_entry_imports_the_mended_text(rejected):
    (record,) = mend_entry(by=rejected.file.uploaded_by, entry=rejected, raw=ris(1, first=9))
    assert (record.title, record.place, record.position, record.source_text.line) == (
        "肺结节研究 9",
        "await_ta",
        4,
        15,
    )
    rejected.refresh_from_db()
    file = ImportFile.objects.get()
    assert rejected.mended_as == record
    assert (file.found, file.imported, file.rejected) == (3, 3, 0)


def test_mend_entry_twice_is_refused(rejected):
    mend_entry(by=rejected.file.uploaded_by, entry=rejected, raw=ris(1))
    with pytest.raises(RecordRefused, match="mended"):
        mend_entry(by=rejected.file.uploaded_by, entry=rejected, raw=ris(1))
    assert Record.objects.count() == 3


def test_mend_entry_that_is_still_none_changes_nothing(rejected):
    with pytest.raises(RecordRefused, match="problem"):
        mend_entry(by=rejected.file.uploaded_by, entry=rejected, raw="nothing at all")
    assert (Record.objects.count(), ImportFile.objects.get().rejected) == (2, 1)
