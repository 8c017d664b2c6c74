import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from screening.actions.imports import import_files, import_job
from screening.actions.imports.import_files import FileRefused, Upload
from screening.models import Event, ImportFile, RejectedEntry
from screening.queries.imports.import_files import copies, totals, twins
from tests.actions.imports.test_import_job import kinds, ris, run, search, upload  # noqa: F401
from tests.builders import make_search
from tests.reading_process import SHARED_READER

pytestmark = pytest.mark.django_db


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return packed.getvalue()


def unpack(search, data):  # noqa: F811
    content = Upload("all.zip", ContentFile(data))
    return import_files.unpack(
        by=search.review.created_by, search=search, upload=content, reader=SHARED_READER
    )


def test_store_keeps_the_bytes_under_a_name_of_its_own(search):  # noqa: F811
    data = ris(1).encode("gb18030")
    file = import_files.store(
        by=search.review.created_by,
        search=search,
        upload=Upload("../../etc/知网 1.txt", ContentFile(data)),
    )
    assert file.name == "知网 1.txt"
    assert file.stored.name.startswith(f"imports/{search.review_id}/")
    assert "知网" not in file.stored.name
    assert file.stored.open().read() == data
    assert Event.objects.get(verb="upload").data["sha256"] == file.sha256


def test_unpack_keeps_each_member_as_a_file(search):  # noqa: F811
    found, told = unpack(search, zipped(**{"CNKI__导出.txt": ris(2), "pubmed.ris": ris(1)}))
    assert ([file.name for file in found], told) == (["导出.txt", "pubmed.ris"], [])


def test_unpack_of_a_damaged_archive_says_so(search):  # noqa: F811
    found, told = unpack(search, zipped(a=ris(1))[:60])
    assert found == []
    assert told[0]["values"]["name"] == "all.zip"


def test_gb18030_is_read_and_another_encoding_can_be_chosen(search):  # noqa: F811
    file = upload(search, ris(2).encode("gb18030"))
    assert (file.encoding, file.preview[0]["title"]) == ("gb18030", "肺结节研究 1")
    by = search.review.created_by
    file = import_files.choose(by=by, file=file, format_key="ris", encoding="cp1252", mapping={})
    assert file.state == "reading"
    file = import_files.read(file=file, reader=SHARED_READER)
    assert (file.encoding, file.state) == ("cp1252", "read")
    assert file.preview[0]["title"] != "肺结节研究 1"


def test_columns_of_a_table_can_be_chosen(search, kinds):  # noqa: F811
    file = upload(search, 'Bezeichnung,Verfasser\nÜber Knoten,"Wang, X"\n', "odd.csv")
    assert (file.state, file.options["table"]["header"]) == ("failed", ["Bezeichnung", "Verfasser"])
    by = search.review.created_by
    mapping = {"Bezeichnung": "title", "Verfasser": "authors"}
    file = import_files.choose(by=by, file=file, format_key="", encoding="", mapping=mapping)
    file = import_files.read(file=file, reader=SHARED_READER)
    assert (file.state, file.options["table"]["mapping"]) == ("read", mapping)
    assert run(import_job.begin_import(by=by, file=file)).result["imported"] == 1


def test_chosen_columns_are_kept_for_the_next_file_with_that_header(search):  # noqa: F811
    first = upload(search, "Bezeichnung,Verfasser\nA,B\n", "one.csv")
    mapping = {"Bezeichnung": "title", "Verfasser": "authors"}
    import_files.choose(
        by=search.review.created_by, file=first, format_key="", encoding="", mapping=mapping
    )
    import_files.read(file=ImportFile.objects.get(), reader=SHARED_READER)
    second = upload(search, "Bezeichnung,Verfasser\nÜber Knoten,C\n", "two.csv")
    assert (second.state, second.preview[0]["title"]) == ("read", "Über Knoten")
    assert upload(search, "Bezeichnung,Autor\nÜber Knoten,C\n", "three.csv").state == "failed"


def test_reading_again_replaces_the_rejected_entries(search):  # noqa: F811
    file = upload(search, ris(1) + "AU  - Nobody\nER  - \n")
    count = RejectedEntry.objects.count()
    import_files.read(file=file, reader=SHARED_READER)
    assert RejectedEntry.objects.count() == count


def test_discard_takes_file_and_content_away(search):  # noqa: F811
    file = upload(search, ris(1))
    storage, name = file.stored.storage, file.stored.name
    import_files.discard(by=search.review.created_by, file=file)
    assert not storage.exists(name)
    assert not ImportFile.objects.exists()


def test_discard_of_an_imported_file_is_refused(search, kinds):  # noqa: F811
    file = upload(search, ris(1))
    run(import_job.begin_import(by=search.review.created_by, file=file))
    with pytest.raises(FileRefused):
        import_files.discard(by=search.review.created_by, file=file)


def test_the_same_content_twice_is_noticed_and_imported_only_when_meant(search, kinds):  # noqa: F811
    by = search.review.created_by
    first, second = (
        upload(search, ris(2)),
        upload(make_search(search.review, name="CNKI"), ris(2), "again.ris"),
    )
    assert list(twins(second)) == [first]
    assert copies(search.review) == {first.sha256: [first, second]}
    run(import_job.begin_import(by=by, file=first))
    with pytest.raises(FileRefused, match="twin"):
        import_job.begin_import(by=by, file=second)
    assert run(import_job.begin_import(by=by, file=second, again=True)).state == "done"


def test_totals_reconcile_hits_files_and_records(search, kinds):  # noqa: F811
    search.hits = 10
    search.save()
    file = upload(search, ris(4))
    assert (totals(search.review)[search.pk].waiting, totals(search.review)[search.pk].missing) == (
        4,
        6,
    )
    run(import_job.begin_import(by=search.review.created_by, file=file))
    found = totals(search.review)[search.pk]
    assert (found.hits, found.found, found.imported, found.rejected, found.missing) == (
        10,
        4,
        4,
        0,
        6,
    )
    assert found.holds


def test_totals_cost_the_same_for_one_search_and_for_many(search, django_assert_num_queries):  # noqa: F811
    upload(search, ris(1))
    with django_assert_num_queries(4):
        totals(search.review)
    for n in range(3):
        upload(make_search(search.review), ris(1, first=10 + n))
    with django_assert_num_queries(4):
        totals(search.review)


def test_empty_files_are_no_copies_of_each_other(search):  # noqa: F811
    first, second = (upload(search, b"") for _ in range(2))
    assert not twins(second).exists()
    assert copies(first.review) == {}
