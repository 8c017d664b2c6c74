import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from screening.actions.imports import import_job, imported_decisions
from screening.models import Event, ImportFile, Job, Membership, Record, Search
from tests.actions.imports.test_import_job import ris
from tests.builders import make_record, make_search
from tests.markup import on_one_line
from tests.reading_process import SHARED_READER

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(cast):
    return make_search(cast.review, name="中国知网", hits=3)


@pytest.fixture
def lead(cast, client, monkeypatch):
    for module in ("screening.web.imports.file_views", "screening.actions.imports.import_job"):
        monkeypatch.setattr(f"{module}.Reader", lambda **_: SHARED_READER)
    works = {
        "import": import_job.import_file,
        "read": import_job.read_files,
        "adopt": imported_decisions.adopt,
    }
    monkeypatch.setattr("screening.tasks.KINDS", works)
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(client, search, *files, **more):
    address = reverse("files-upload", args=[search.review_id, search.pk])
    uploads = [
        SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
        for name, data in files
    ]
    return client.post(address, {"files": uploads}, **more)


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_upload_of_one_file_leads_to_its_preview(lead, search):
    answer = post(lead, search, ("导出.ris", ris(3).encode("gb18030")))
    file = ImportFile.objects.get()
    assert answer.url == reverse("file", args=[search.review_id, file.pk])
    text = page(lead, "file", search.review_id, file.pk)
    assert "肺结节研究 3" in text
    assert "gb18030" in text
    assert not Record.objects.exists()


def test_upload_by_the_script_gets_the_address(lead, search):
    answer = post(lead, search, ("a.ris", ris(1)), headers={"X-Target": "1"})
    assert json.loads(answer.content) == {
        "target": reverse("file", args=[search.review_id, ImportFile.objects.get().pk])
    }


def test_upload_of_a_zip_and_a_pdf_says_what_each_is(lead, search):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一/知网.ris", ris(2))
        archive.writestr("b.ris", ris(1))
    post(lead, search, ("all.zip", packed.getvalue()), ("论文.pdf", b"%PDF-1.7\n\x00"))
    assert set(ImportFile.objects.values_list("name", "state", "found")) == {
        ("知网.ris", "read", 2),
        ("b.ris", "read", 1),
        ("论文.pdf", "failed", 0),
    }
    text = page(lead, "file", search.review_id, ImportFile.objects.get(state="failed").pk)
    assert "a PDF document" in text


def test_upload_of_something_large_is_read_in_the_background(lead, search, monkeypatch, run_jobs):
    monkeypatch.setattr("screening.web.imports.file_views.READ_AT_ONCE", 100)
    post(lead, search, ("a.ris", ris(3)))
    file = ImportFile.objects.get()
    assert (file.state, Job.objects.get().params) == ("reading", {"files": [file.pk]})
    assert 'hx-trigger="every 1s"' in page(lead, "file", search.review_id, file.pk)
    run_jobs()
    answer = lead.get(reverse("file-state", args=[search.review_id, file.pk]))
    assert answer.headers["HX-Refresh"] == "true"
    assert ImportFile.objects.get().found == 3


def test_upload_above_the_limit_is_refused_with_the_limit(lead, search, settings):
    settings.UPLOAD_LIMIT = 1 << 20
    answer = post(lead, search, ("large.ris", b"x" * (1 << 21)))
    assert "1 MB" in page(lead, "search", search.review_id, search.pk)
    assert answer.url == reverse("search", args=[search.review_id, search.pk])
    assert not ImportFile.objects.exists()


def test_the_same_file_twice_is_said(lead, search):
    post(lead, search, ("a.ris", ris(1)))
    post(lead, search, ("b.ris", ris(1)))
    text = page(lead, "file", search.review_id, ImportFile.objects.get(name="b.ris").pk)
    assert "has the same content. If imported twice" in text
    assert 'name="again"' in text
    post(lead, search, ("c.ris", ris(1)), ("d.ris", ris(2)))
    assert "c.ris has the same content as" in page(lead, "search", search.review_id, search.pk)


def test_import_reconciles_found_imported_and_rejected(lead, search, run_jobs):
    post(lead, search, ("a.ris", ris(3) + "TY  - JOUR\nPY  - 1\nER  - \n"))
    file = ImportFile.objects.get()
    lead.post(reverse("file-import", args=[search.review_id, file.pk]))
    assert "Importing" in page(lead, "file", search.review_id, file.pk)
    run_jobs()
    text = page(lead, "file", search.review_id, file.pk)
    assert "4 found = 3 imported + 1 rejected" in text
    assert "1 more than reported" in page(lead, "search", search.review_id, search.pk)
    rejected = b"".join(
        lead.get(reverse("file-rejected", args=[search.review_id, file.pk])).streaming_content
    ).decode()
    assert "a.ris:22" in rejected
    assert "PY  - 1\n" in rejected


def test_import_all_leaves_copies_for_a_person(lead, search, run_jobs):
    post(lead, search, ("a.ris", ris(1)), ("b.ris", ris(1)), ("c.ris", ris(2, first=5)))
    lead.post(reverse("files-import", args=[search.review_id, search.pk]))
    assert set(ImportFile.objects.values_list("name", "state")) == {
        ("a.ris", "importing"),
        ("b.ris", "read"),
        ("c.ris", "importing"),
    }


def test_the_page_of_a_search_asks_again_while_files_are_worked_on(lead, search, run_jobs):
    post(lead, search, ("a.ris", ris(1)), ("b.ris", ris(2, first=5)))
    asks = []
    for step in (
        lambda: None,
        lambda: lead.post(reverse("files-import", args=[search.review_id, search.pk])),
        run_jobs,
    ):
        step()
        asks.append("every 2s" in page(lead, "search", search.review_id, search.pk))
    assert asks == [False, True, False]


def test_download_is_the_file_itself_and_never_shown(lead, search):
    data = b"TY  - JOUR\nTI  - <script>alert(1)</script>\nER  - \n"
    post(lead, search, ("<b>.html", data))
    answer = lead.get(
        reverse("file-download", args=[search.review_id, ImportFile.objects.get().pk])
    )
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_cancel_before_a_worker_has_it_puts_the_file_back(lead, search):
    post(lead, search, ("a.ris", ris(1)))
    file = ImportFile.objects.get()
    lead.post(reverse("file-import", args=[search.review_id, file.pk]))
    lead.post(reverse("file-cancel", args=[search.review_id, file.pk]))
    file.refresh_from_db()
    assert (file.state, Job.objects.get().state) == ("read", "cancelled")


def test_undo_shows_what_rests_on_the_import(lead, search, cast, run_jobs):
    post(lead, search, ("a.ris", ris(2)))
    file = ImportFile.objects.get()
    lead.post(reverse("file-import", args=[search.review_id, file.pk]))
    run_jobs()
    record = Record.objects.first()
    record.votes.create(
        review=cast.review,
        user=cast.first,
        stage="title-abstract",
        verdict="include",
        key="00000000-0000-0000-0000-000000000001",
        cast_at=record.created_at,
    )
    lead.post(reverse("file-undo", args=[search.review_id, file.pk]))
    text = page(lead, "file-undo", search.review_id, file.pk)
    assert "cannot be undone" in text
    assert record.title not in text, "on which record somebody has an open vote is told to nobody"
    assert Record.objects.count() == 2


def test_a_stored_file_that_was_never_read_can_be_read(lead, search):
    post(lead, search, ("a.ris", ris(1)))
    ImportFile.objects.update(state="reading", found=0)
    file = ImportFile.objects.get()
    assert "interrupted" in page(lead, "file", search.review_id, file.pk)
    lead.post(
        reverse("file-read", args=[search.review_id, file.pk]), {"format": "", "encoding": ""}
    )
    assert ImportFile.objects.get().found == 1


def test_columns_chosen_by_hand(lead, search):
    post(lead, search, ("odd.csv", 'Bezeichnung,Verfasser\n"Über Knoten","Wang, X"\n'))
    file = ImportFile.objects.get()
    text = page(lead, "file", search.review_id, file.pk)
    assert "Match the columns" in text
    assert "Contents of each column" in text
    chosen = {"format": "", "encoding": "", "column_0": "title", "column_1": "authors"}
    lead.post(reverse("file-read", args=[search.review_id, file.pk]), chosen)
    assert ImportFile.objects.get().preview[0]["title"] == "Über Knoten"


def test_a_lowered_lead_cannot_import(lead, search, cast):
    post(lead, search, ("a.ris", ris(1)))
    Membership.objects.filter(user=cast.lead).update(leads=False)
    answer = lead.post(reverse("file-import", args=[search.review_id, ImportFile.objects.get().pk]))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("strategy", "own"),
    [
        ("#1 肺结节\n#2 nodul*", True),
        ("1. nodul*\n2. exp lung/", True),
        ("1、肺结节", True),
        ("S1 TI nodul*", True),
        ("（1）肺结节", True),
        ("肺结节 OR 结节\n#1 AND CT", False),
        ("1-deoxynojirimycin", False),
        ("12. nodul*", False),
    ],
)
def test_lines_pasted_with_their_numbers_are_not_numbered_again(lead, cast, strategy, own):
    search = make_search(cast.review, strategy=strategy)
    page = lead.get(reverse("search", args=[cast.review.pk, search.pk])).content.decode()
    assert ('<ol class="strategy card sunken plain"' in on_one_line(page)) is own


def test_search_form_keeps_the_strategy_line_by_line(lead, cast):
    strategy = "#1 肺结节[标题]\r\n  #2 nodul*\r\n#3 #1 AND #2\r\n\r\n"
    answer = lead.post(
        reverse("search-new", args=[cast.review.pk]),
        {
            "kind": "database",
            "name": "CNKI",
            "strategy": strategy,
            "date_run": "2024-11-30",
            "hits": "81",
        },
    )
    search = Search.objects.get()
    assert answer.url == reverse("search", args=[cast.review.pk, search.pk])
    assert search.strategy == "#1 肺结节[标题]\n  #2 nodul*\n#3 #1 AND #2"
    assert Event.objects.get(verb="add_search").actor == cast.lead


def test_search_with_records_is_not_deleted(lead, search):
    make_record(search.review, search=search)
    lead.post(reverse("search-delete", args=[search.review_id, search.pk]))
    assert Search.objects.filter(pk=search.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_searches_page_costs_the_same_for_one_and_for_many(
    lead, cast, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_search(cast.review)
    with django_assert_max_num_queries(18):
        page(lead, "searches", cast.review.pk)


@pytest.fixture
def rayyan(lead, search, run_jobs):
    note = 'N1  - RAYYAN-INCLUSION: {"Ana"=>"Included"}'
    post(lead, search, ("rayyan.ris", f"TY  - JOUR\nTI  - 甲\n{note}\nER  - \n"))
    file = ImportFile.objects.get()
    lead.post(reverse("file-import", args=[search.review_id, file.pk]))
    run_jobs()
    return file


def test_decisions_of_a_tool_are_offered_to_the_lead(lead, rayyan, cast):
    assert "rayyan · Ana" in page(lead, "file-decisions", rayyan.review_id, rayyan.pk)
    lead.post(
        reverse("file-decisions", args=[rayyan.review_id, rayyan.pk]),
        {"name_0": str(cast.first.pk)},
    )
    assert Job.objects.get(kind="adopt").params["choices"] == {"rayyan|Ana": str(cast.first.pk)}


def test_what_became_of_decisions_of_a_tool_is_told(lead, rayyan, cast, run_jobs):
    form, here = (
        reverse("file-decisions", args=[rayyan.review_id, rayyan.pk]),
        [rayyan.review_id, rayyan.pk],
    )
    assert (
        "First choose what the decisions become."
        in lead.post(form, {"name_0": ""}).content.decode()
    )
    assert "records labelled" not in page(lead, "file", *here)
    lead.post(form, {"name_0": str(cast.first.pk)})
    assert "The decisions are being imported." in page(lead, "file", *here)
    run_jobs()
    assert "votes: 1, records labelled: 0, left as they were: 0" in page(lead, "file", *here)


def test_decisions_of_a_tool_are_hidden_from_those_who_still_vote(client, rayyan, cast):
    client.force_login(cast.second, backend="django.contrib.auth.backends.ModelBackend")
    record = Record.objects.get()
    for name, args in (
        ("file", [rayyan.pk]),
        ("record", [record.pk]),
        ("search", [rayyan.search_id]),
    ):
        text = page(client, name, rayyan.review_id, *args)
        assert "Included" not in text.replace(">Included<", "")
        assert "RAYYAN" not in text
        assert "Ana" not in text
    for name in ("file-download", "file-rejected"):
        assert client.get(reverse(name, args=[rayyan.review_id, rayyan.pk])).status_code == 403
    Record.objects.update(place="ta_exclude")
    assert "RAYYAN" in page(client, "record", rayyan.review_id, record.pk)


def test_each_column_shows_what_is_in_it_and_no_markup_of_a_file_is_obeyed(lead, search):
    post(lead, search, ("odd.csv", "Nr,Überschrift\n1,<script>alert(1)</script>\n2,肺结节\n"))
    text = page(lead, "file", search.review_id, ImportFile.objects.get().pk)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_the_list_of_files_says_why_one_cannot_be_read(lead, search):
    post(lead, search, ("paper.pdf", b"%PDF-1.4"), ("leer.txt", b""), ("leer2.txt", b""))
    text = page(lead, "search", search.review_id, search.pk)
    assert "paper.pdf is a PDF document" in text
    assert "leer.txt is empty" in text
    assert "same content" not in text.lower()
