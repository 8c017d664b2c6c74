"""What holds for every request: tokens, scopes, rates, ETags, keys that make things happen once,
words of problems.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from screening.actions.access.members import end_membership
from screening.actions.access.tokens import add_service_account, end_token, forget_answers
from screening.actions.records.search_index import index
from screening.api.operation import OPERATIONS
from screening.api.patterns import operation_patterns
from screening.api.problems import TABLES, all_codes, words_of
from screening.models import AccessToken, GivenAnswer, Membership, Record, Review, Search
from screening.queries.access.tokens import is_ours, token_of
from screening.web.screening.first_look import BLIND
from tests.api.client import Program
from tests.builders import make_cast, make_record, make_review, make_search, make_user

TA = "title-abstract"


@pytest.fixture
def cast(db):
    return make_cast()


# Tokens
# --------------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_token_is_kept(cast):
    program = Program(cast.lead)
    text = program.headers["Authorization"].removeprefix("Bearer ")
    row = AccessToken.objects.get()
    assert text not in str(vars(row))
    assert token_of(text) == row
    assert is_ours(text)
    assert not is_ours(text[:-1] + "x")


def test_its_use_is_noted(cast):
    Program(cast.lead).get("get_me")
    assert AccessToken.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda token: end_token(by=token.user, token=token),
        lambda token: AccessToken.objects.update(expires_at=timezone.now()),
        lambda token: type(token.user).objects.filter(pk=token.user_id).update(is_active=False),
    ],
    ids=["ended", "expired", "of a closed account"],
)
def test_a_token_that_is_over_opens_nothing(cast, change):
    program = Program(cast.lead)
    change(program.token)
    answer = program.ask("get_me")
    assert (answer.status_code, answer.json()["code"]) == (401, "access.token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_removed_member_finds_the_review_gone_at_once(cast):
    program = Program(cast.observer)
    assert program.ask("get_review", review_id=cast.review.pk).status_code == 200
    end_membership(by=cast.lead, member=cast.review.memberships.get(user=cast.observer))
    assert program.ask("get_review", review_id=cast.review.pk).status_code == 404
    assert program.get("list_reviews") == []


def test_a_token_for_one_review_finds_no_other(cast):
    other = make_review(lead=cast.lead)
    program = Program(cast.lead, review=cast.review)
    assert program.ask("get_review", review_id=other.pk).status_code == 404
    assert [one["id"] for one in program.get("list_reviews")] == [cast.review.pk]
    assert program.ask("create_review", {"title_en": "New"}).json()["code"] == "access.scope"


def test_a_session_opens_nothing_here(cast):
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me/").status_code == 401


def test_a_token_opens_no_page(cast):
    program = Program(cast.lead)
    assert program.client.get("/reviews/", headers=program.headers).status_code == 302


def test_no_cookie_is_given(cast):
    assert not Program(cast.lead).ask("get_me").cookies


def test_a_service_account_manages_but_never_votes_and_sees_as_a_voter(cast):
    user = add_service_account(by=cast.lead, review=cast.review, name="夜间导入", leads=True)
    program, where = Program(user, review=cast.review), {"review_id": cast.review.pk}
    assert program.do("add_search", {"kind": "database", "name": "CNKI"}, **where)["id"]
    record = make_record(cast.review)
    vote = program.ask("cast_vote", {"record": record.pk, "verdict": "include"}, stage=TA, **where)
    assert vote.status_code == 403
    assert program.ask("list_conflicts", stage=TA, **where).status_code == 403
    assert not any(one["visible"] for one in program.get("get_agreement", **where))
    assert not Membership.objects.get(user=user).leads, (
        "it is no lead whom the review could be left to"
    )


def test_a_reading_service_account_only_reads(cast):
    user = add_service_account(by=cast.lead, review=cast.review, name="Dashboard", leads=False)
    program, where = Program(user, review=cast.review), {"review_id": cast.review.pk}
    assert program.ask("list_records", **where).status_code == 200
    for name in ("add_search", "add_highlights", "set_full_text_status"):
        body = {
            "kind": "database",
            "name": "x",
            "name_en": "x",
            "colour": "red",
            "terms": ["x"],
            "records": [1],
        }
        assert program.ask(name, body | {"status": "requested"}, **where).status_code == 403


# Rates
# ---------------------------------------------------------------------------------------------------------------


def test_what_is_left_of_the_rate_is_told_and_then_refused(cast, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    program = Program(cast.lead)
    first = program.ask("get_me")
    assert first["RateLimit"].startswith('"minute";r=1;')
    program.ask("get_me")
    third = program.ask("get_me")
    assert (third.status_code, third.json()["code"]) == (429, "request.too_many")
    assert 1 <= int(third["Retry-After"]) <= 60
    assert Program(cast.first).ask("get_me").status_code == 200, "each token has its own"


# Several who write
# ---------------------------------------------------------------------------------------------------


def test_who_writes_says_what_they_have_seen(cast):
    program = Program(cast.lead)
    where = {"review_id": cast.review.pk, "search_id": make_search(cast.review).pk}
    seen = program.ask("get_search", **where)["ETag"]
    body = {"platform": "Ovid"}
    assert program.ask("change_search", body, **where).json()["code"] == "request.match"
    assert (
        program.ask("change_search", body, headers={"If-Match": seen}, **where).status_code == 200
    )
    late = program.ask("change_search", {"platform": "EBSCO"}, headers={"If-Match": seen}, **where)
    assert (late.status_code, late.json()["code"]) == (412, "request.changed")
    assert Search.objects.get(pk=where["search_id"]).platform == "Ovid"


def test_what_is_known_is_not_sent_again(cast):
    program, where = Program(cast.lead), {"review_id": cast.review.pk}
    seen = program.ask("get_review", **where)["ETag"]
    assert program.ask("get_review", headers={"If-None-Match": seen}, **where).status_code == 304


# Once
# ----------------------------------------------------------------------------------------------------------------


def test_a_repeated_request_is_answered_again_and_done_once(cast):
    program, body = Program(cast.lead), {"title_zh": "肺结节"}
    first = program.ask("create_review", body, headers={"Idempotency-Key": "一"})
    again = program.ask("create_review", body, headers={"Idempotency-Key": "一"})
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Review.objects.count() == 2
    other = program.ask("create_review", {"title_zh": "别的"}, headers={"Idempotency-Key": "一"})
    assert (other.status_code, other.json()["code"]) == (422, "request.key_reused")
    assert (
        Program(cast.first)
        .ask("create_review", body, headers={"Idempotency-Key": "一"})
        .status_code
        == 201
    )


def test_what_was_refused_may_be_tried_again_under_the_same_key(cast):
    program, where = Program(cast.lead), {"review_id": cast.review.pk}
    key = {"Idempotency-Key": "p"}
    assert program.ask("open_stage", {}, headers=key, stage=TA, **where).status_code == 409
    assert not GivenAnswer.objects.exists()
    program.do("close_stage", {}, stage=TA, **where)
    assert (
        program.ask("open_stage", {"reason": "再看"}, headers=key, stage=TA, **where).status_code
        == 200
    )


def test_a_link_that_is_shown_once_is_not_kept(cast):
    program, where = Program(cast.lead), {"review_id": cast.review.pk}
    first = program.do("invite", {"days": 1}, headers={"Idempotency-Key": "i"}, **where)
    assert "/join/" in first["link"]
    assert "/join/" not in GivenAnswer.objects.get().body
    assert (
        program.do("invite", {"days": 1}, headers={"Idempotency-Key": "i"}, **where)["link"] is None
    )


def test_answers_are_forgotten_after_a_day(cast):
    Program(cast.lead).do("create_review", {"title_en": "x"}, headers={"Idempotency-Key": "k"})
    assert forget_answers(timezone.now() + timedelta(hours=23)) == 0
    assert forget_answers(timezone.now() + timedelta(hours=25)) == 1


def test_many_votes_stand_or_are_refused_one_by_one(cast):
    records = [make_record(cast.review).pk for _ in range(3)]
    votes = [{"record": pk, "verdict": "include"} for pk in (*records, 10**9)]
    told = Program(cast.first).do(
        "cast_votes", {"votes": votes}, review_id=cast.review.pk, stage=TA
    )
    assert [one["done"] for one in told] == [True, True, True, False]
    assert told[3]["code"] == "screening.record"


# Words
# ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Your role in this review does not allow that."),
        ("zh-hans", "您在此综述中的角色不允许该操作。"),
    ],
)
def test_problems_speak_the_language_that_is_asked_for(cast, language, title):
    answer = Program(cast.observer).ask(
        "add_search",
        {"kind": "database", "name": "x"},
        headers={"Accept-Language": language},
        review_id=cast.review.pk,
    )
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:reviewapp:problem:access.role",
        "title": title,
        "status": 403,
        "code": "access.role",
    }


def test_a_field_that_is_wrong_is_named_in_the_words_of_the_page(cast):
    answer = Program(cast.lead).ask(
        "add_criterion",
        {"stage": TA, "inclusion": True, "kind": "quality"},
        review_id=cast.review.pk,
    )
    assert answer.json()["errors"] == [
        {"field": "text_en", "message": "Enter the criterion in English or in Chinese."}
    ]


def test_every_code_has_words():
    for code in all_codes():
        status, words = words_of(code)
        assert 400 <= status < 500, code
        assert str(words).strip(), code


def test_every_refusal_of_an_action_becomes_a_problem():
    """A new exception of an action that a page catches needs its line in TABLES;
    these are known to be none.
    """
    from inspect import getmembers, isclass

    from screening.api import problems

    known = {
        cls
        for _name, cls in getmembers(problems, isclass)
        if cls.__module__.startswith("screening.actions")
    }
    assert known == set(TABLES)


def test_an_address_that_is_none_says_so_as_a_problem(db):
    answer = Client().get("/api/v1/nowhere/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"title_en": "\\ud800"}', b'{"title_en": "\\u0000"}', b'{"x": NaN}', b"\xff"],
)
def test_what_cannot_be_read_is_a_400(cast, body):
    program = Program(cast.lead)
    answer = program.client.post(
        "/api/v1/reviews/", body, content_type="application/json", headers=program.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")


# The house
# -----------------------------------------------------------------------------------------------------------


def test_addresses_that_are_no_look_exist():
    names = {str(pattern.name) for pattern in operation_patterns}
    assert {name for name in BLIND if name.startswith("api-")} <= names


def test_screening_by_program_leaves_a_slip_open(cast):
    """Voting and looking at one's queue is no look at outcomes; the list of records is."""
    record = make_record(cast.review)
    for user in (cast.first, cast.second):
        Program(user).do(
            "cast_vote",
            {"record": record.pk, "verdict": "include"},
            review_id=cast.review.pk,
            stage=TA,
        )
    program, where = Program(cast.first), {"review_id": cast.review.pk}
    program.get("get_queue", stage=TA, **where)
    assert Record.objects.get(pk=record.pk).standings.get().fresh
    program.get("list_records", **where)
    assert not Record.objects.get(pk=record.pk).standings.get().fresh


def test_pages_follow_one_another(cast):
    made = [make_record(cast.review, title=f"标题 {number}").pk for number in range(7)]
    program, found, query = Program(cast.first), [], "limit=3"
    while True:
        page = program.get("list_records", query=query, review_id=cast.review.pk)
        found += [one["id"] for one in page["results"]]
        if page["next"] is None:
            break
        query = page["next"].partition("?")[2]
    assert found == made
    wrong = program.ask("list_records", query="cursor=x", review_id=cast.review.pk)
    assert wrong.json()["code"] == "request.cursor"


def test_the_filters_of_the_page_hold_and_wrong_values_are_named(cast):
    index(
        [
            make_record(cast.review, title="外泌体与成骨", year=2021),
            make_record(cast.review, title="Exosomes"),
        ]
    )
    program = Program(cast.first)
    found = program.get("list_records", query="q=外泌体&year_from=2020", review_id=cast.review.pk)
    assert [one["title"] for one in found["results"]] == ["外泌体与成骨"]
    assert (
        program.ask("list_records", query="place=nowhere", review_id=cast.review.pk).status_code
        == 400
    )


def test_times_are_utc(cast, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert (
        Program(cast.first).get("get_review", review_id=cast.review.pk)["created_at"].endswith("Z")
    )


def test_every_write_is_named_for_what_it_needs():
    for op in OPERATIONS.values():
        assert not (
            op.writes
            and op.scope == "read"
            and op.name not in {"prepare_export", "prepare_list_export"}
        ), op.name


def test_people_make_and_end_tokens_in_their_account(cast, client):
    user = make_user("文")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/account/tokens/", {"name": "R", "scopes": ["read"], "days": "30"})
    text = page.content.decode()
    token = AccessToken.objects.get(user=user)
    assert token.beginning in text
    shown = text.split('<code class="wrap">')[1].split("<")[0]
    assert token_of(shown) == token
    assert shown not in client.get("/account/tokens/").content.decode()
    client.post(f"/account/tokens/{token.pk}/end/")
    assert token_of(shown) is None
