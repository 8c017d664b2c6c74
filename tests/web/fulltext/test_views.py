"""Full texts: files kept safely, many matched with a check, statuses set in bulk."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.voting import cast_vote
from screening.models import FullTextFile, Retrieval, UnmatchedFile
from tests.builders import Cast, make_full_text, make_record, make_search
from tests.markup import on_one_line

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(cast: Cast, name: str, **more: int) -> str:
    return reverse(name, kwargs={"review_id": cast.review.pk} | more)


def upload(cast: Cast, record_id: int, name: str, content: bytes) -> None:
    given = SimpleUploadedFile(name, content)
    path = address(cast, "full-text-upload", record_id=record_id)
    assert client_of(cast.first).post(path, {"file": given}).status_code == 302


def test_upload_keeps_the_file_and_marks_the_report_retrieved(cast: Cast) -> None:
    record = make_record(cast.review, place="await_retrieval")
    upload(cast, record.pk, "高亚 2024.pdf", PDF)
    file = FullTextFile.objects.get()
    assert (file.name, file.content_type, file.stored.name.count("高")) == (
        "高亚 2024.pdf",
        "application/pdf",
        0,
    )
    assert Retrieval.objects.get(record=record).status == "retrieved"
    upload(cast, record.pk, "twice.pdf", PDF)
    assert FullTextFile.objects.count() == 1


def test_upload_refuses_what_is_no_document_or_not_sought(cast: Cast) -> None:
    sought, screened = make_record(cast.review, place="await_ft"), make_record(cast.review)
    upload(cast, sought.pk, "evil.pdf", b"<script>alert(1)</script>")
    upload(cast, sought.pk, "evil.exe", b"MZ")
    upload(cast, sought.pk, "empty.pdf", b"")
    upload(cast, screened.pk, "early.pdf", PDF)
    assert not FullTextFile.objects.exists()


def test_chinese_thesis_in_caj_is_kept(cast: Cast) -> None:
    record = make_record(cast.review, place="await_ft")
    upload(cast, record.pk, "博士论文.caj", b"CAJ\x00\x01")
    assert FullTextFile.objects.get().content_type == "application/octet-stream"


def test_download_is_an_attachment_in_a_sandbox(cast: Cast) -> None:
    file = make_full_text(cast.review)
    answer = client_of(cast.observer).get(address(cast, "full-text-file", document_id=file.pk))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_file_of_a_report_that_is_not_sought_yet_is_not_there(cast: Cast) -> None:
    file = make_full_text(cast.review, record=make_record(cast.review))
    answer = client_of(cast.first).get(address(cast, "full-text-file", document_id=file.pk))
    assert answer.status_code == 404


def test_many_are_matched_by_name_and_assigned_only_when_confirmed(cast: Cast) -> None:
    record = make_record(cast.review, place="await_retrieval", title="骨骼肌源性外泌体调控骨形成")
    files = [
        SimpleUploadedFile("高亚_骨骼肌源性外泌体调控骨形成.pdf", PDF),
        SimpleUploadedFile("x.pdf", PDF + b"x"),
    ]
    client = client_of(cast.first)
    assert client.post(address(cast, "full-text-many"), {"files": files}).status_code == 302
    told, other = UnmatchedFile.objects.order_by("pk")
    assert (told.suggested, told.found, other.suggested) == (record, {"how": "name"}, None)
    assert not FullTextFile.objects.exists()
    assert "高亚_" in client.get(address(cast, "full-text-many")).content.decode()
    assert (
        "2 uploaded files are waiting" in client.get(address(cast, "full-texts")).content.decode()
    )
    client.post(
        address(cast, "full-text-match"),
        {f"report-{told.pk}": record.pk, f"report-{other.pk}": "drop"},
    )
    assert FullTextFile.objects.get().record == record
    assert not UnmatchedFile.objects.exists()
    assert "uploaded file" not in client.get(address(cast, "full-texts")).content.decode()


def test_status_is_set_for_the_ticked_reports(cast: Cast) -> None:
    records = [make_record(cast.review) for _ in range(3)]
    for record in records:
        for user in (cast.first, cast.second):
            cast_vote(
                by=user,
                review=cast.review,
                record_id=record.pk,
                stage="title-abstract",
                verdict="include",
                key=uuid4(),
            )
    client = client_of(cast.first)
    data = {
        "status": "not_retrieved",
        "note": "馆际互借无果",
        "records": [records[0].pk, records[2].pk],
    }
    client.post(address(cast, "full-text-status"), data)
    places = [type(r).objects.get(pk=r.pk).place for r in records]
    assert places == ["not_retrieved", "await_retrieval", "not_retrieved"]
    page = client.get(address(cast, "full-texts") + "?tab=not_retrieved").content.decode()
    assert page.count("馆际互借无果") == 2


def test_what_is_left_to_obtain_is_counted_and_an_empty_list_leads_on(cast: Cast) -> None:
    search = make_search(cast.review, kind="citation", name="References")
    records = [make_record(cast.review, search=search, place="await_retrieval") for _n in range(2)]
    reader = client_of(cast.first)
    assert (
        "2 of 2 full texts still to obtain."
        in reader.get(address(cast, "full-texts")).content.decode()
    )
    set_retrieval(by=cast.first, review=cast.review, record_ids=[records[0].pk], status="retrieved")
    page = reader.get(address(cast, "full-texts") + "?tab=requested").content.decode()
    assert "1 of 2 full texts still to obtain." in page
    assert 'class="button" href="?tab=to_find"' in on_one_line(page)
    set_retrieval(
        by=cast.first, review=cast.review, record_ids=[records[1].pk], status="not_retrieved"
    )
    page = reader.get(address(cast, "full-texts") + "?tab=to_find").content.decode()
    assert "0 of 2 full texts still to obtain." in page
    assert reverse("screen", args=[cast.review.pk, "full-text"]) in page.split('class="empty"')[1]
