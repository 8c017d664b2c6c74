import pytest

from screening.actions.imports import import_job, imported_decisions
from screening.actions.imports.imported_decisions import AdoptionRefused
from screening.models import Event, Label, Labelling, Membership, Record, Vote
from tests.actions.imports.test_import_job import run, upload
from tests.builders import make_search
from tests.reading_process import SHARED_READER

pytestmark = pytest.mark.django_db

RAYYAN = (
    (
        'TY  - JOUR\nTI  - 肺结节 1\nN1  - RAYYAN-INCLUSION: {{"Ana"=>"Included", "Bo"=>"Excluded"}} | '
        "RAYYAN-LABELS: 机器人 | RAYYAN-EXCLUSION-REASONS: wrong design\nER  - \n\n"
        'TY  - JOUR\nTI  - 肺结节 2\nN1  - RAYYAN-INCLUSION: {{"Ana"=>"Maybe"}}\nER  - \n\n'
        "TY  - JOUR\nTI  - 肺结节 3\nER  - \n\n"
    )
    .replace("{{", "{")
    .replace("}}", "}")
)


@pytest.fixture
def file(cast, monkeypatch):
    works = {"import": import_job.import_file, "adopt": imported_decisions.adopt}
    monkeypatch.setattr("screening.tasks.KINDS", works)
    monkeypatch.setattr(import_job, "Reader", lambda **_: SHARED_READER)
    one = upload(make_search(cast.review), RAYYAN, "rayyan.ris", by=cast.lead)
    run(import_job.begin_import(by=cast.lead, file=one))
    one.refresh_from_db()
    return one


def test_a_file_tells_whose_decisions_it_holds(file):
    assert file.options["decisions"] == [
        ["rayyan", "Ana", "include", 1],
        ["rayyan", "Ana", "maybe", 1],
        ["rayyan", "Bo", "exclude", 1],
    ]


def test_decisions_become_votes_of_the_named_member(file, cast):
    choices = {"rayyan|Ana": str(cast.first.pk), "rayyan|Bo": str(cast.second.pk)}
    job = run(imported_decisions.begin_adoption(by=cast.lead, file=file, choices=choices))
    assert (job.state, job.result) == ("done", {"votes": 3})
    assert set(Vote.objects.values_list("record__title", "user__name", "verdict")) == {
        ("肺结节 1", cast.first.name, "include"),
        ("肺结节 1", cast.second.name, "exclude"),
        ("肺结节 2", cast.first.name, "maybe"),
    }
    assert Event.objects.get(verb="adopt_decisions").actor == cast.lead


def test_decisions_taken_over_twice_change_nothing(file, cast):
    for _ in range(2):
        run(
            imported_decisions.begin_adoption(
                by=cast.lead, file=file, choices={"rayyan|Ana": str(cast.first.pk)}
            )
        )
    assert Vote.objects.count() == 2
    assert Event.objects.filter(verb="vote").count() == 2


def test_decisions_become_labels_only(file, cast):
    run(imported_decisions.begin_adoption(by=cast.lead, file=file, choices={"rayyan|Bo": "labels"}))
    assert not Vote.objects.exists()
    record = Record.objects.get(title="肺结节 1")
    assert set(
        Labelling.objects.filter(record=record, user=cast.lead).values_list(
            "label__name", flat=True
        )
    ) == {
        "rayyan · Bo · exclude",
        "机器人",
        "wrong design",
    }
    assert Label.objects.count() == 3


def test_decisions_cannot_be_given_to_somebody_who_does_not_review(file, cast):
    with pytest.raises(AdoptionRefused, match="member"):
        imported_decisions.begin_adoption(
            by=cast.lead, file=file, choices={"rayyan|Ana": str(cast.observer.pk)}
        )


def test_decisions_of_somebody_who_left_meanwhile_stop(file, cast):
    job = imported_decisions.begin_adoption(
        by=cast.lead, file=file, choices={"rayyan|Ana": str(cast.first.pk)}
    )
    Membership.objects.filter(user=cast.first).update(reviews=False)
    assert run(job).state == "failed"
    assert not Vote.objects.exists()
