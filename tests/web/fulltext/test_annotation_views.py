"""Own marks beside a full text: kept, private for ever, gone when taken away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.fulltext.annotations import MarkRefused, mark_page, unmark_page
from screening.models import Event, FullTextFile, FullTextMark, User
from tests.builders import Cast, make_full_text, make_record, make_review
from tests.markup import on_one_line

HTMX = {"HX-Request": "true"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(cast: Cast, file: FullTextFile, name: str = "full-text-marks", **more: int) -> str:
    return reverse(name, kwargs={"review_id": cast.review.pk, "document_id": file.pk} | more)


@pytest.fixture
def file(cast: Cast) -> FullTextFile:
    return make_full_text(cast.review)


def test_mark_is_kept_with_page_passage_and_note(cast: Cast, file: FullTextFile) -> None:
    data = {"page": 3, "quote": " 外泌体促进成骨 ", "note": "样本量？"}
    answer = client_of(cast.first).post(address(cast, file), data, headers=HTMX)
    assert FullTextMark.objects.values_list("user", "page", "quote", "note").get() == (
        cast.first.pk,
        3,
        "外泌体促进成骨",
        "样本量？",
    )
    text = answer.content.decode()
    assert "外泌体促进成骨" in text
    assert "<html" not in text
    assert Event.objects.get(verb="mark_page").data == {
        "page": 3,
        "mark": FullTextMark.objects.get().pk,
    }


def test_mark_posted_twice_is_one_mark(cast: Cast, file: FullTextFile) -> None:
    for _ in range(2):
        answer = client_of(cast.first).post(address(cast, file), {"page": 1, "quote": "外泌体"})
        assert answer.status_code == 302
    assert (FullTextMark.objects.count(), Event.objects.filter(verb="mark_page").count()) == (1, 1)


@pytest.mark.parametrize(
    "data",
    [
        {"page": 1},
        {"page": 0, "note": "x"},
        {"note": "x"},
        {"page": 1, "quote": "字" * 5001},
        {"page": "一"},
    ],
)
def test_mark_that_may_not_be_is_refused(
    cast: Cast, file: FullTextFile, data: dict[str, Any]
) -> None:
    answer = client_of(cast.first).post(address(cast, file), data, headers=HTMX)
    assert 'class="alert bad"' in answer.content.decode()
    assert not FullTextMark.objects.exists()


def test_marks_are_seen_by_nobody_else_not_even_after_the_decision(
    cast: Cast, file: FullTextFile
) -> None:
    mark = mark_page(
        by=cast.second, review=cast.review, file_id=file.pk, page=1, quote="秘密", note="geheim"
    )
    file.record.place = "included"
    file.record.save()
    for user in (cast.lead, cast.first, cast.adjudicator):
        client = client_of(user)
        read = reverse(
            "full-text-read", kwargs={"review_id": cast.review.pk, "document_id": file.pk}
        )
        seen = [
            client.get(address(cast, file), headers=HTMX),
            client.get(read),
            client.get(reverse("history", kwargs={"review_id": cast.review.pk})),
        ]
        assert [answer.status_code for answer in seen] == [200] * 3
        for answer in seen:
            shown = on_one_line(answer.content.decode())
            assert not any(word in shown for word in ("秘密", "geheim", "</strong> marked a page"))
        assert (
            client.post(address(cast, file, "full-text-unmark", mark_id=mark.pk)).status_code == 404
        )
    assert "秘密" in client_of(cast.second).get(address(cast, file), headers=HTMX).content.decode()
    own = client_of(cast.second).get(seen[2].wsgi_request.path).content.decode()
    assert "</strong> marked a page" in on_one_line(own)


def test_mark_is_taken_away_by_its_own_person(cast: Cast, file: FullTextFile) -> None:
    mark = mark_page(by=cast.first, review=cast.review, file_id=file.pk, page=2, note="x")
    answer = client_of(cast.first).post(
        address(cast, file, "full-text-unmark", mark_id=mark.pk), headers=HTMX
    )
    assert answer.status_code == 200
    assert not FullTextMark.objects.exists()
    assert not unmark_page(by=cast.first, review=cast.review, mark_id=mark.pk)
    assert list(cast.review.events.order_by("pk").values_list("verb", flat=True)) == [
        "mark_page",
        "unmark_page",
    ]


def test_marks_need_a_role_and_a_full_text_that_is_sought(cast: Cast, file: FullTextFile) -> None:
    early = make_full_text(cast.review, record=make_record(cast.review))
    assert client_of(cast.observer).get(address(cast, file)).status_code == 403
    assert client_of(cast.outsider).get(address(cast, file)).status_code == 404
    assert (
        client_of(cast.first).post(address(cast, early), {"page": 1, "note": "x"}).status_code
        == 404
    )
    with pytest.raises(MarkRefused, match="file"):
        mark_page(by=cast.first, review=make_review(), file_id=file.pk, page=1, note="x")
    assert not FullTextMark.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_marks_cost_the_same_queries_however_many(
    cast: Cast, file: FullTextFile, number: int, django_assert_num_queries: Any
) -> None:
    for page in range(number):
        mark_page(by=cast.first, review=cast.review, file_id=file.pk, page=page + 1, note="注")
    client = client_of(cast.first)
    with django_assert_num_queries(7):
        client.get(address(cast, file), headers=HTMX)
