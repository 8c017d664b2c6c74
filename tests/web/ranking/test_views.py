"""The pages of the learned order and of stopping: who may do what, what is refused,
and no scikit-learn in the web.
"""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from screening.actions.screening.voting import cast_vote
from screening.models import (
    Audit,
    Event,
    Job,
    OrderReason,
    PersonalOrder,
    RankedOrder,
    StageSetting,
    Stopping,
    User,
)
from screening.ranking import order_figures
from tests.builders import Cast, join, make_record, make_search, make_user

TA = "title-abstract"
ROOT = Path(__file__).parents[3]


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def base(cast: Cast) -> str:
    return f"/reviews/{cast.review.pk}/stopping/{TA}/"


def test_lead_switches_the_order_on_and_the_history_tells(cast: Cast, client: Client) -> None:
    make_record(cast.review)
    path = f"/reviews/{cast.review.pk}/stages/{TA}/order/"
    sign_in(client, cast.lead)
    client.post(path, {"learned": "on", "terms": "on"})
    setting = StageSetting.objects.get(review=cast.review, stage=TA)
    assert (setting.learned_order, setting.shows_terms) == (True, True)
    assert Event.objects.get(verb="learned_order").data["after"] == {
        "learned": True,
        "terms_told": True,
    }
    assert list(Job.objects.values_list("kind", flat=True)) == ["features"]
    client.post(path, {})
    assert not StageSetting.objects.get(pk=setting.pk).learned_order
    client.post(path, {})
    assert Event.objects.filter(verb="learned_order").count() == 2
    sign_in(client, cast.first)
    assert client.post(path, {"learned": "on"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_page_says_what_is_guaranteed_before_anything_is_decided(
    cast: Cast, client: Client, language: str
) -> None:
    cast.observer.language = language
    cast.observer.save()
    sign_in(client, cast.observer)
    text = client.get(base(cast)).content.decode()
    assert ("Signals guarantee nothing" if language == "en" else "信号不构成任何保证") in text
    assert "audit/" not in text
    assert ("Nothing is decided yet" if language == "en" else "尚无结论") in text


def test_full_text_has_signals_and_nothing_else(cast: Cast, client: Client) -> None:
    sign_in(client, cast.lead)
    text = client.get(base(cast).replace(TA, "full-text")).content.decode()
    assert "Not available at this stage" in text
    assert "Draw an audit sample" not in text
    client.post(base(cast).replace(TA, "full-text") + "rule/", {"rule": "x"})
    assert not StageSetting.objects.exclude(stopping_rule="").exists()


@pytest.mark.parametrize(
    ("size", "drawn"),
    [("5", 5), ("0", 0), ("11", 0), ("-1", 0), ("五", 0), ("", 0), ("99999999999999999999", 0)],
)
def test_samples_that_make_no_sense_are_refused(
    cast: Cast, client: Client, size: str, drawn: int
) -> None:
    for _ in range(10):
        make_record(cast.review)
    sign_in(client, cast.lead)
    client.post(base(cast) + "audit/", {"size": size, "repeatable": "once"})
    assert sum(Audit.objects.values_list("size", flat=True)) == drawn
    assert client.get(base(cast) + f"?size={size}").status_code == 200


def test_stop_without_rule_is_refused_in_words(cast: Cast, client: Client) -> None:
    make_record(cast.review)
    sign_in(client, cast.lead)
    answer = client.post(base(cast) + "stop/", {"reason": "x"}, follow=True)
    assert "Save the stopping rule first" in answer.content.decode()
    assert not Stopping.objects.exists()


def test_price_is_shown_before_anything_is_drawn(cast: Cast, client: Client) -> None:
    for _ in range(30):
        make_record(cast.review)
    sign_in(client, cast.lead)
    text = client.get(base(cast) + "?size=10").content.decode()
    assert "What a sample of 10 would support" in text
    assert "Draw an audit sample" in text
    assert not Audit.objects.exists()


def test_order_page_costs_the_same_with_more_people(cast: Cast, client: Client) -> None:
    sign_in(client, cast.lead)
    path = f"/reviews/{cast.review.pk}/stages/{TA}/order/"
    StageSetting.objects.update(learned_order=True)

    def cost(people: list[User]) -> int:
        for user in people:
            order = RankedOrder.objects.create(
                review=cast.review, stage=TA, user=user, kind="learned", own=3
            )
            PersonalOrder.objects.create(review=cast.review, stage=TA, user=user, order=order)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    first = cost([cast.first])
    more = [make_user() for _ in range(2)]
    for user in more:
        join(cast.review, user, "reviewer")
    assert cost([cast.second, *more]) == first


def test_web_process_carries_no_scikit_learn() -> None:
    code = "import django; django.setup(); import screening.web.urls, sys; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
    )
    assert done.stdout.split() == ["False", "False"]


def test_a_reviewer_with_nothing_left_is_told_that_the_team_has_stopped(
    cast: Cast, client: Client
) -> None:
    make_record(cast.review, title="外泌体与骨形成", place="ta_automation")
    told = "The team has stopped screening at this stage"
    sign_in(client, cast.first)
    assert told not in client.get(f"/reviews/{cast.review.pk}/screen/{TA}/").content.decode()
    days = {"rule_set_at": timezone.now(), "at": timezone.now()}
    Stopping.objects.create(
        review=cast.review, stage=TA, by=cast.lead, rule="抽样核查后停止", **days
    )
    assert told in client.get(f"/reviews/{cast.review.pk}/screen/{TA}/").content.decode()


def test_reading_on_is_priced_beside_each_claim_and_rules_stand_side_by_side(
    cast: Cast, client: Client
) -> None:
    for _ in range(30):
        make_record(cast.review)
    decided = [make_record(cast.review) for _ in range(4)]
    for person in (cast.first, cast.second):
        for number, record in enumerate(decided):
            verdict = "include" if number < 2 else "exclude"
            cast_vote(
                by=person,
                review=cast.review,
                record_id=record.pk,
                stage=TA,
                verdict=verdict,
                key=uuid4(),
            )
    sign_in(client, cast.lead)
    context = client.get(base(cast)).context
    assert [(one.share, one.rest, one.hardly_cheaper) for one in context["prices"]] == [
        (0.95, 30, True),
        (0.9, 30, True),
        (0.8, 30, True),
    ]
    assert context["evidence"] is None
    assert [line.here for line in context["rules"]] == [2, 2, 2, None, None, None, None]


def test_records_that_came_at_random_count_as_evidence_once_their_person_voted(
    cast: Cast, client: Client
) -> None:
    for _ in range(30):
        make_record(cast.review)
    decided = [make_record(cast.review) for _ in range(6)]
    for person in (cast.first, cast.second):
        for record in decided:
            cast_vote(
                by=person,
                review=cast.review,
                record_id=record.pk,
                stage=TA,
                verdict="exclude",
                key=uuid4(),
            )
    here = {"review": cast.review, "stage": TA, "position": 1, "drawn": True}
    for record in decided[:5]:
        OrderReason.objects.create(**here, user=cast.first, record=record)
    OrderReason.objects.create(**here, user=cast.lead, record=decided[5])  # who never voted on it
    sign_in(client, cast.lead)
    found = client.get(base(cast)).context["evidence"]
    assert (found.drawn, found.relevant) == (5, 0)
    assert 10 < found.bound < 30
    client.post(base(cast) + "audit/", {"size": "3", "repeatable": "once"})
    answer = client.get(base(cast))
    assert answer.context["open_audit"]
    assert answer.context["evidence"] == found
    assert "What is known without an audit" in answer.content.decode()


def test_order_page_names_imports_without_keywords(cast: Cast, client: Client) -> None:
    bare, full = make_search(cast.review, name="万方"), make_search(cast.review, name="PubMed")
    make_record(cast.review, search=bare)
    make_record(cast.review, search=full)
    make_record(cast.review, search=full, keywords=["骨骼肌"])
    sign_in(client, cast.lead)
    answer = client.get(f"/reviews/{cast.review.pk}/stages/{TA}/order/")
    assert [(search.name, n) for search, n in answer.context["state"].without_keywords] == [
        ("万方", 1)
    ]
    assert reverse("complete", kwargs={"review_id": cast.review.pk}) in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_model_card_has_the_figures_of_the_documentation(
    cast: Cast, client: Client, language: str
) -> None:
    cast.first.language = language
    cast.first.save()
    sign_in(client, cast.first)
    page = client.get("/learned-order/").content.decode()
    row = next(
        line
        for line in (ROOT / "docs/ranking.md").read_text("utf-8").splitlines()
        if "mean of 14" in line
    )
    ours = [cell.strip() for cell in row.split("|")[3:7]]
    theirs = row.split("|")[7].split(";")[0].strip().split(" / ")
    assert list(order_figures.OURS) == ours
    assert list(order_figures.ASREVIEW) == theirs
    for figure in (*ours, *theirs):
        assert figure in page
