import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from screening.actions.imports import import_files, import_job
from screening.actions.imports.import_files import FileRefused, Upload
from screening.actions.jobs import job_queue
from screening.models import Event, ImportFile, Job, Record, RecordWords, RejectedEntry, SourceText
from screening.queries.records.search import matching
from tests.builders import make_review, make_search
from tests.reading_process import SHARED_READER

pytestmark = pytest.mark.django_db


def ris(count, first=1):
    return "".join(
        f"TY  - JOUR\nTI  - 肺结节研究 {n}\nAU  - 高亚\nPY  - 2020\nJO  - 中国肺癌杂志\nER  - \n\n"
        for n in range(first, first + count)
    )


def upload(search, text, name="导出.ris", by=None):
    content = ContentFile(text if isinstance(text, bytes) else text.encode())
    file = import_files.store(
        by=by or search.review.created_by, search=search, upload=Upload(name, content)
    )
    return import_files.read(file=file, reader=SHARED_READER)


@pytest.fixture
def search():
    return make_search(make_review(seed=7))


@pytest.fixture
def kinds(monkeypatch):
    """Only the jobs of this module: what follows an import is not run here."""
    monkeypatch.setattr(
        "screening.tasks.KINDS", {"import": import_job.import_file, "read": import_job.read_files}
    )
    monkeypatch.setattr(import_job, "Reader", lambda **_: SHARED_READER)


def run(job):
    from screening.tasks import run_job

    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_read_shows_what_is_in_a_file_and_imports_nothing(search):
    file = upload(search, ris(7))
    assert (file.state, file.format, file.encoding, file.found, file.rejected) == (
        "read",
        "ris",
        "utf-8",
        7,
        0,
    )
    assert [row["title"] for row in file.preview] == [f"肺结节研究 {n}" for n in range(1, 6)]
    assert not Record.objects.exists()


def test_read_of_a_pdf_says_what_it_is(search):
    file = upload(search, b"%PDF-1.7 \x00\x01", "paper.pdf")
    assert file.state == "failed"
    assert file.error["values"]["name"] == "paper.pdf"
    with pytest.raises(FileRefused):
        import_job.begin_import(by=search.review.created_by, file=file)


def test_import_shows_all_records_at_its_end(search, kinds):
    file = upload(search, ris(600))
    job = run(import_job.begin_import(by=search.review.created_by, file=file))
    assert job.state == "done", job.message
    file.refresh_from_db()
    assert (file.state, file.found, file.imported, file.rejected) == ("imported", 600, 600, 0)
    records = Record.objects.filter(file=file).order_by("position")
    assert list(records.values_list("position", flat=True)) == list(range(1, 601))
    assert set(records.values_list("place", "lane", "flow_lane", "version")) == {
        ("await_ta", "dbr", "dbr", 1)
    }
    first = records[0]
    assert (first.title, first.authors, first.year, first.language) == (
        "肺结节研究 1",
        ["高亚"],
        2020,
        "zh",
    )
    assert first.title_sort.startswith("fei jie jie yan jiu 1")
    assert len(set(records.values_list("shuffle", flat=True))) > 590
    assert (
        SourceText.objects.filter(record__file=file).count() == RecordWords.objects.count() == 600
    )
    assert first.source_text.raw.startswith("TY  - JOUR")
    assert Record.objects.filter(matching("肺结节 17")).get().position == 17
    event = Event.objects.get(verb="import")
    assert (event.data["found"], event.data["imported"], event.data["sha256"]) == (
        600,
        600,
        file.sha256,
    )


def test_import_of_other_methods_goes_straight_to_retrieval(kinds):
    search = make_search(make_review(), kind="website")
    file = upload(search, ris(2))
    run(import_job.begin_import(by=search.review.created_by, file=file))
    assert set(Record.objects.values_list("place", "lane")) == {("await_retrieval", "oth")}


def test_import_keeps_each_rejected_entry(search, kinds):
    text = ris(2) + "TY  - JOUR\nPY  - 1999\nER  - \n\n" + ris(1)
    file = upload(search, text)
    rejected = RejectedEntry.objects.filter(file=file).count()
    assert (file.found, rejected) == (4, 1)
    run(import_job.begin_import(by=search.review.created_by, file=file))
    file.refresh_from_db()
    assert (file.imported, file.rejected) == (3, rejected)
    assert RejectedEntry.objects.filter(file=file).count() == rejected


def test_import_goes_on_where_it_was_interrupted(search, kinds, monkeypatch):
    file = upload(search, ris(900))
    job = import_job.begin_import(by=search.review.created_by, file=file)
    load, calls = import_job.load, []

    def failing(*args):
        calls.append(args[1])
        if len(calls) == 3:
            raise KeyboardInterrupt
        load(*args)

    monkeypatch.setattr(import_job, "ROWS_AT_ONCE", {"sqlite": 250, "postgresql": 250})
    monkeypatch.setattr(import_job, "load", failing)
    with pytest.raises(KeyboardInterrupt):
        run(job)
    assert set(Record.objects.values_list("place", flat=True)) == {"loading"}
    Job.objects.update(state="queued")
    assert run(job).state == "done"
    assert calls == [1, 251, 501, 501, 751]
    assert sorted(Record.objects.values_list("position", flat=True)) == list(range(1, 901))


def test_import_delivered_twice_imports_once(search, kinds):
    file = upload(search, ris(3))
    job = run(import_job.begin_import(by=search.review.created_by, file=file))
    Job.objects.filter(pk=job.pk).update(state="queued")
    assert run(job).state == "done"
    assert Record.objects.count() == 3
    assert Event.objects.filter(verb="import").count() == 1


def test_import_asked_for_twice_is_refused(search):
    file = upload(search, ris(3))
    import_job.begin_import(by=search.review.created_by, file=file)
    with pytest.raises(FileRefused):
        import_job.begin_import(by=search.review.created_by, file=file)
    assert Job.objects.filter(kind="import").count() == 1


@pytest.mark.django_db(transaction=True)
def test_cancelled_import_leaves_nothing(search, kinds, monkeypatch):
    file = upload(search, ris(900))
    job = import_job.begin_import(by=search.review.created_by, file=file)
    load = import_job.load

    def load_and_cancel(*args):
        load(*args)
        job_queue.cancel(by=search.review.created_by, job=job)

    monkeypatch.setattr(import_job, "load", load_and_cancel)
    monkeypatch.setattr("screening.actions.jobs.job_run.WRITE_EVERY", 0)
    assert run(job).state == "cancelled"
    file.refresh_from_db()
    assert (
        file.state,
        Record.objects.count(),
        SourceText.objects.count(),
        RecordWords.objects.count(),
    ) == (
        "read",
        0,
        0,
        0,
    )


def test_cancel_is_too_late_once_records_are_seen(search, kinds, monkeypatch):
    file = upload(search, ris(10))
    job = import_job.begin_import(by=search.review.created_by, file=file)
    monkeypatch.setattr(
        import_job, "_conclude", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    monkeypatch.setattr(import_job, "SHOWN_AT_ONCE", {"sqlite": 4, "postgresql": 4})
    with pytest.raises(KeyboardInterrupt):
        run(job)
    monkeypatch.undo()
    assert Record.objects.filter(place="await_ta").count() == 8
    Job.objects.filter(pk=job.pk).update(state="queued", cancel_asked=True)
    run(job)
    file.refresh_from_db()
    assert (file.state, file.imported, Record.objects.filter(place="await_ta").count()) == (
        "imported",
        10,
        10,
    )


def test_import_is_followed_by_one_deduplication(search, kinds):
    for n in (1, 2):
        file = upload(search, ris(3, first=10 * n))
        run(import_job.begin_import(by=search.review.created_by, file=file))
    assert Job.objects.filter(kind="dedupe").count() == 1


def test_one_record_a_file_and_position(search, kinds):
    file = upload(search, ris(1))
    run(import_job.begin_import(by=search.review.created_by, file=file))
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.create(
            review=search.review, search=search, file=file, position=1, lane="dbr", flow_lane="dbr"
        )


def test_read_files_reads_large_ones_in_the_background(search, kinds):
    content = ContentFile(ris(3).encode())
    file = import_files.store(
        by=search.review.created_by, search=search, upload=Upload("a.txt", content)
    )
    job = job_queue.enqueue(
        kind="read", review=search.review, by=search.review.created_by, files=[file.pk]
    )
    assert run(job).state == "done"
    assert ImportFile.objects.get().found == 3
