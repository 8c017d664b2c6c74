"""The Python client drives a whole review against a live server, and the pages tell the same."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from screening.actions.access.tokens import make_token
from screening.actions.verification.verification import verify
from screening.models import Job, Review, Scope
from screening.tasks import run_job
from tests.api.client import document
from tests.builders import join, make_user

ROOT = Path(__file__).parents[2] / "clients" / "python"
sys.path.insert(0, str(ROOT))

from reviewapp_client import Client, Problem  # noqa: E402
from reviewapp_client.command_line import main  # noqa: E402

pytestmark = pytest.mark.slow
TA, FT = "title-abstract", "full-text"


def entry(number: int, chinese: bool) -> str:
    title = (
        f"骨骼肌外泌体与骨形成 {number}"
        if chinese
        else f"Muscle exosomes and bone formation {number}"
    )
    return f"TY  - JOUR\nTI  - {title}\nAU  - 高, 亚\nPY  - {2000 + number}\nDO  - 10.5555/{number}\nER  - \n\n"


@pytest.fixture
def files(tmp_path) -> list[Path]:
    made = []
    for name, numbers, chinese in (
        ("cnki.ris", range(6), True),
        ("pubmed.ris", range(20, 24), False),
        ("again.ris", range(2), True),
    ):
        path = tmp_path / name
        path.write_text("".join(entry(number, chinese) for number in numbers), encoding="utf-8")
        made.append(path)
    return made


def working(client: Client) -> Client:
    """The client; where it waits for a job, the job is done at once,
    as no worker runs beside the tests.
    """

    def work(_seconds: float) -> None:
        for job in Job.objects.filter(state="queued").order_by("pk"):
            run_job(job.pk)

    client.sleep = work
    return client


@pytest.fixture
def people(live_server) -> Iterator[dict[str, Client]]:
    made = {}
    for name in ("lead", "first", "second", "adjudicator"):
        _token, text = make_token(
            by=make_user(name), name="client", scopes=Scope.values, valid=timedelta(days=1)
        )
        made[name] = working(Client(live_server.url, text))
    yield made
    for one in made.values():
        one.close()


def test_a_whole_review(people, files, tmp_path, client, live_server):
    lead = people["lead"]
    review = lead.create_review(title_zh="外泌体", title_en="Exosomes")["id"]
    row = Review.objects.get(pk=review)
    for name, role in (
        ("first", "reviewer"),
        ("second", "reviewer"),
        ("adjudicator", "adjudicator"),
    ):
        join(row, type(row.created_by).objects.get(name=name), role)
    member = next(one for one in lead.list_members(review) if "lead" in one["roles"])
    lead.change_roles(review, member["id"], reviews=False)
    reason = lead.add_reason(review, stage=FT, label_en="Wrong outcome", label_zh="结局不符")["id"]

    for path in files:
        search = lead.add_search(review, kind="database", name=path.stem)["id"]
        (done,) = lead.bring(review, search, path)
        assert (done["state"], done["rejected"]) == ("imported", 0)
    lead.deduplicate(review)
    assert lead.get_flow(review)["five"]["identified"] == 12
    assert len(list(lead.each_records(review))) == 12

    for number, name in enumerate(("first", "second")):
        voter = people[name]
        while waiting := voter.get_queue(review, TA, limit=50)["records"]:
            votes = [
                {
                    "record": one["id"],
                    "verdict": "exclude" if one["year"] == 2003 and number else "include",
                }
                for one in waiting
            ]
            assert all(one["done"] for one in voter.cast_votes(review, TA, votes=votes))
    (conflict,) = people["adjudicator"].each_conflicts(review, TA)
    sides = people["adjudicator"].get_conflict(review, TA, conflict["record"]["id"])
    assert {one["verdict"] for one in sides["ballots"]} == {"include", "exclude"}
    people["adjudicator"].settle(
        review, TA, conflict["record"]["id"], verdict="exclude", rationale="不符"
    )

    for sought in lead.each_full_texts(review):
        lead.add_full_text(
            review, sought["record"]["id"], file=("报告.pdf", b"%PDF-1.4 made up %%EOF")
        )
    for name in ("first", "second"):
        for one in people[name].get_queue(review, FT, limit=50)["records"]:
            out = one["year"] == 2020
            people[name].cast_vote(
                review,
                FT,
                record=one["id"],
                verdict="exclude" if out else "include",
                reason=reason if out else None,
            )
    for stage in (TA, FT):
        lead.close_stage(review, stage, reason="完")
    version = lead.publish(review, note="随论文投稿")
    for job in Job.objects.filter(state="queued"):
        run_job(job.pk)

    flow = lead.get_flow(review)
    assert flow["complete"]
    assert (
        flow["five"]["included"] == version["numbers"]["included_reports"]
        if "included_reports" in version["numbers"]
        else True
    )
    for box in flow["boxes"]:
        if box["records"] and box["box"] == "included":
            behind = list(lead._each(box["records"], None))
            assert len(behind) == box["number"]
    exported = lead.save_export(review, "included_csv", tmp_path / "included.csv").read_bytes()
    client.force_login(row.created_by, backend="django.contrib.auth.backends.ModelBackend")
    page = b"".join(client.get(f"/reviews/{review}/exports/included_csv/").streaming_content)
    assert page == exported
    assert verify(Review.objects.get(pk=review)) == []
    verbs = [one["verb"] for one in lead.each_history(review, order="oldest")]
    assert verbs.count("import") == 3
    assert verbs.count("settle") == 1


def test_what_is_refused_is_a_problem_with_a_code(people):
    with pytest.raises(Problem) as told:
        people["lead"].get_review(10**6)
    assert (told.value.status, told.value.code) == (404, "request.not_found")


def test_the_command_line(people, live_server, capsys, files):
    review = people["lead"].create_review(title_en="Exosomes")["id"]
    search = people["lead"].add_search(review, kind="database", name="CNKI")["id"]
    people["lead"].bring(review, search, files[0])
    token = people["lead"].line.headers["Authorization"].removeprefix("Bearer ")
    before = ["--url", live_server.url, "--token", token]
    assert main([*before, "records", "list", str(review)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6
    assert main([*before, "call", "get_review", f"review_id={review}"]) == 0
    assert main([*before, "call", "get_review", "review_id=999999"]) == 1
    assert "request.not_found" in capsys.readouterr().err


def test_the_generated_half_is_that_of_the_document():
    """`python clients/python/generate.py` writes it anew."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("generate", ROOT / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "reviewapp_client" / "operations.py").read_text() == module.written(document())
