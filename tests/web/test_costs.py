"""Whoever hammers costly pages is slowed; who screens is not, and who browses never notices."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import get_resolver

from screening.web import costs
from screening.web.costs import AT_ONCE, FREE, SHARE, CostsMiddleware, Purses
from tests.builders import make_record, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def clock():
    return [1000.0]


@pytest.fixture
def purses(clock):
    return Purses(10, lambda: clock[0])


KEY = ("person 1", 7)


def test_what_pages_cost_comes_back_slowly(purses, clock):
    assert purses.open(KEY) == 0
    purses.close(KEY, 12)
    assert purses.open(KEY) == pytest.approx(2 / SHARE + 1)
    clock[0] += 2 / SHARE + 1
    assert purses.open(KEY) == 0


def test_a_steady_hammer_gets_its_share_and_no_more(purses, clock):
    used = 0.0
    for _ in range(100_000):
        if purses.open(KEY) == 0:
            purses.close(KEY, 0.5)
            used += 0.5
        clock[0] += 0.01
    assert used <= 10 + 1000 * SHARE + 1


def test_only_some_pages_are_made_at_the_same_time(purses):
    assert [bool(purses.open(KEY)) for _ in range(AT_ONCE + 2)] == [False] * AT_ONCE + [True, True]
    assert purses.open(KEY, asking=True) == 0
    purses.close(KEY, 0.1)
    purses.close(KEY, 0.1)
    assert purses.open(KEY) == 0


def test_asking_how_a_job_is_doing_is_charged_like_any_page(purses):
    purses.open(KEY, asking=True)
    purses.close(KEY, 100)
    assert purses.open(KEY, asking=True) > 0


def test_people_and_reviews_have_purses_of_their_own(purses):
    purses.open(KEY)
    purses.close(KEY, 100)
    assert purses.open(KEY) > 0
    assert purses.open(("person 2", 7)) == purses.open(("person 1", 8)) == 0


def test_the_purses_of_strangers_do_not_fill_the_memory(purses):
    for n in range(costs.MOST_KEPT + 100):
        purses.open((f"10.0.{n}", 0))
    assert len(purses.kept) == costs.MOST_KEPT


@pytest.fixture
def dear(settings, monkeypatch):
    """Every page costs two seconds, and there are three to spend."""
    settings.PAGE_SECONDS = 3
    monkeypatch.setattr(costs, "REFUSED", costs.Refused())
    spent = [0.0]

    def spend():
        spent[0] += 2
        return spent[0]

    monkeypatch.setattr(costs, "_spent", spend)


def test_pages_are_refused_and_votes_are_not(cast, client, dear):
    client.force_login(cast.first, backend=BACKEND)
    page = f"/reviews/{cast.review.pk}/records/"
    assert [client.get(page).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(page)
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Refresh"] == refused.headers["Retry-After"]
    record = make_record(cast.review)
    vote = {
        "record": record.pk,
        "key": "0b4f3b9e-7d1e-4c2b-8f83-5b8e1f0a2c11",
        "verdict": "include",
    }
    answer = client.post(
        f"/reviews/{cast.review.pk}/screen/title-abstract/vote/",
        vote,
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200
    assert client.get("/account/").status_code == 200


def test_whoever_goes_on_asking_is_refused_without_the_database(
    cast, client, dear, django_assert_num_queries, monkeypatch
):
    client.force_login(cast.first, backend=BACKEND)
    page = f"/reviews/{cast.review.pk}/records/"
    while client.get(page).status_code == 200:
        pass
    with django_assert_num_queries(0):
        assert client.get(page).status_code == 429
    now = costs.time.monotonic()
    monkeypatch.setattr(costs.REFUSED, "clock", lambda: now + 300)
    monkeypatch.setattr(costs.time, "monotonic", lambda: now + 300)
    assert client.get("/reviews/").status_code == 200


def test_streamed_answers_are_charged_until_their_end(rf, dear, cast):
    middleware = CostsMiddleware(lambda request: StreamingHttpResponse(iter([b"a", b"b"])))
    request = rf.get("/")

    class Match:
        url_name, kwargs = "export", {"review_id": 1}

    def answer(request):
        assert middleware.process_view(request, None, None, None) is None
        return StreamingHttpResponse(iter([b"a", b"b"]))

    request.user, request.resolver_match = cast.first, Match()
    middleware.get_response = answer
    pieces = middleware(request).streaming_content
    purse = middleware.purses.kept[f"person {cast.first.pk}", 1]
    assert purse.working == 1
    assert b"".join(pieces) == b"ab"
    assert purse.working == 0
    assert purse.left < -3


def test_a_page_that_fails_gives_its_place_back(rf, dear, cast):
    middleware = CostsMiddleware(lambda request: HttpResponse())
    request = rf.get("/")
    request.user = make_user()
    assert middleware(request).status_code == 200


def test_free_addresses_exist():
    assert set(get_resolver().reverse_dict) >= FREE
