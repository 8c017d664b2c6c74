"""A review taken away as one file by a program, and loaded by another person's."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from screening import tasks
from screening.models import Job, Record, StageSetting
from tests.api.client import Program
from tests.builders import make_record


def run_newest(kind: str) -> None:
    tasks.run_job(Job.objects.filter(kind=kind).latest("pk").pk)


def test_an_archive_becomes_a_review_of_whoever_loads_it(cast):
    make_record(cast.review, title="外泌体与骨形成", place="included")
    StageSetting.objects.update(opened_at=timezone.now(), closed_at=timezone.now())
    lead, here = Program(cast.lead), {"review_id": cast.review.pk}
    lead.do("make_archive", {"reason": "备份"}, **here)
    run_newest("archive")
    whole = lead.get("get_archive_content", **here)
    other = Program(cast.outsider)
    begun = other.do("load_archive", {"file": SimpleUploadedFile("综述.zip", whole)})
    assert begun["review"] is None
    run_newest("load_review")
    loaded = other.get("get_load", load_id=begun["job"]["id"])["review"]
    assert loaded in [one["id"] for one in other.get("list_reviews")]
    assert Record.objects.get(review=loaded).title == "外泌体与骨形成"
    assert lead.ask("get_load", load_id=begun["job"]["id"]).status_code == 404


def test_what_is_no_archive_is_told_by_the_job(cast):
    program = Program(cast.outsider)
    begun = program.do(
        "load_archive", {"file": SimpleUploadedFile("a.zip", BytesIO(b"TY  - JOUR").read())}
    )
    run_newest("load_review")
    job = program.get("get_load", load_id=begun["job"]["id"])["job"]
    assert (job["state"], job["message"]) == (
        "failed",
        "This is not an archive of a review, or the file is incomplete. Nothing was loaded.",
    )
