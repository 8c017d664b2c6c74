"""The list over the queue: searched and narrowed, decided many at a time,
and the whole act taken back.
"""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.ranking.audit_samples import begin_audit
from screening.actions.records.labels import put_labels
from screening.actions.records.search_index import index
from screening.models import BulkVote, Label, Reason, Record, StageSetting, Vote
from screening.records.columns import sorting
from tests.builders import Cast, make_record, make_search
from tests.markup import on_one_line

TA = "title-abstract"


@pytest.fixture
def client(cast: Cast) -> Client:
    made = Client()
    made.force_login(cast.first)
    return made


@pytest.fixture
def queue(cast: Cast) -> dict[str, Record]:
    """Three records about acne, one about exosomes in both languages, found in two databases."""
    make_search(cast.review, name="PubMed")  # records come from it unless another is named
    other = make_search(cast.review, name="CNKI")
    made = {
        "acne": make_record(
            cast.review, title="Acne vulgaris in mice", year=2001, language="en", journal="Skin"
        ),
        "痤疮": make_record(
            cast.review,
            search=other,
            title="寻常痤疮的治疗",
            year=2020,
            language="zh",
            journal="中国皮肤科杂志",
            title_translated="Treatment of acne vulgaris",
        ),
        "abstract": make_record(
            cast.review, title="A trial", abstract="Patients with acne.", year=2010, language="fr"
        ),
        "外泌体": make_record(
            cast.review, search=other, title="骨骼肌外泌体", year=2021, language="zh"
        ),
    }
    index(list(made.values()))
    return made


def listed(client: Client, cast: Cast, query: str = "") -> set[int]:
    page = client.get(
        reverse("screen-list", args=[cast.review.pk, TA]) + f"?{query}"
    ).content.decode()
    return {int(pk) for pk in re.findall(r'name="records" value="(\d+)"', on_one_line(page))}


def vote(client: Client, cast: Cast, **data: Any) -> str:
    sent = {"act": str(uuid4()), "verdict": "exclude"} | data
    return client.post(
        reverse("votes", args=[cast.review.pk, TA]), sent, follow=True
    ).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=acne", {"acne", "痤疮", "abstract"}),
        ("q=痤疮", {"痤疮"}),
        ("q=acne+vulg*", {"acne", "痤疮"}),
        ("year_from=2010&year_to=2020", {"痤疮", "abstract"}),
        ("language=zh&language=other", {"痤疮", "外泌体", "abstract"}),
        ("journal=皮肤", {"痤疮"}),
        ("q=，。", set()),
        ("votes__verdict=include&q=", {"acne", "痤疮", "abstract", "外泌体"}),
    ],
)
def test_the_list_is_narrowed(
    client: Client, cast: Cast, queue: dict[str, Record], query: str, found: set[str]
) -> None:
    assert listed(client, cast, query) == {queue[name].pk for name in found}


def test_a_source_is_that_of_duplicates_too_and_a_label_is_mine(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    search = queue["痤疮"].search
    make_record(cast.review, search=search, primary=queue["acne"], place="duplicate")
    assert listed(client, cast, f"source={search.pk}") == {
        queue[n].pk for n in ("痤疮", "外泌体", "acne")
    }
    label = Label.objects.create(review=cast.review, name="动物")
    for person, name in ((cast.first, "acne"), (cast.second, "外泌体")):
        put_labels(by=person, review=cast.review, record_id=queue[name].pk, label_ids=[label.pk])
    assert listed(client, cast, f"label={label.pk}") == {queue["acne"].pk}


def test_all_that_match_get_my_vote_with_its_reason_and_it_is_undone_as_a_whole(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    reason = Reason.objects.create(
        review=cast.review, stage=TA, label_en="Off topic", label_zh="主题不符"
    )
    page = vote(client, cast, all="1", query="q=acne", matching=3, reason=reason.pk)
    assert "3 votes saved." in page or "3 条" in page
    votes = Vote.objects.filter(user=cast.first, verdict="exclude", reason=reason)
    assert set(votes.values_list("record_id", flat=True)) == {
        queue[n].pk for n in ("acne", "痤疮", "abstract")
    }
    act = BulkVote.objects.get()
    assert reverse("votes-undo", args=[cast.review.pk, TA, act.pk]) in page
    mine = client.get(reverse("my-decisions", args=[cast.review.pk, TA])).content.decode()
    assert reverse("votes-undo", args=[cast.review.pk, TA, act.pk]) in mine
    client.post(reverse("votes-undo", args=[cast.review.pk, TA, act.pk]))
    assert not Vote.objects.exists()


def test_records_that_came_since_the_page_was_made_are_not_decided_unseen(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    index([make_record(cast.review, title="Another one on acne")])
    vote(client, cast, all="1", query="q=acne", matching=3)
    assert not Vote.objects.exists()


def test_an_act_of_somebody_else_cannot_be_undone(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    vote(client, cast, records=[queue["acne"].pk])
    other = Client()
    other.force_login(cast.second)
    gone = other.post(reverse("votes-undo", args=[cast.review.pk, TA, BulkVote.objects.get().pk]))
    assert (gone.status_code, Vote.objects.count()) == (404, 1)


def test_counts_of_words_are_those_of_the_lists_behind_them(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    index([make_record(cast.review, title="痤疮与外泌体")])
    page = client.get(reverse("screen-words", args=[cast.review.pk, TA])).content.decode()
    words = dict(
        re.findall(r'href="[^"]*\?(q=[^"]*)">.*?class="number muted">(\d+)<', on_one_line(page))
    )
    assert {"q=acne", "q=%E5%A4%96%E6%B3%8C%E4%BD%93"} <= set(words)
    for query, number in words.items():
        assert len(listed(client, cast, query)) == int(number), query


def test_hidden_authors_and_journals_are_in_no_card_filter_or_order(
    client: Client, cast: Cast, queue: dict[str, Record]
) -> None:
    Record.objects.update(authors=["Curie, Marie"])
    page = reverse("screen-list", args=[cast.review.pk, TA])
    one = reverse("screen-cards", args=[cast.review.pk, TA]) + f"?ids={queue['acne'].pk}"
    for address in (page, one):
        assert "Curie" in client.get(address).content.decode()
    StageSetting.objects.filter(review=cast.review, stage=TA).update(hides_authors=True)
    for address in (page, one, f"{page}?order=author"):
        told = client.get(address).content.decode()
        assert not re.search("Curie|Skin|value=.author|name=.journal", told), address
    assert len(listed(client, cast, "journal=Skin")) == 4


def test_first_authors_are_sorted_by_sound(client: Client, cast: Cast) -> None:
    for names in (["Zhou, Wei"], ["曾国强"], ["Ángel, Ana"], ["曹颖"], []):
        row = make_record(cast.review, title=(names or ["none"])[0], authors=names)
        Record.objects.filter(pk=row.pk).update(**sorting(row.title, "", names, []))
    page = client.get(
        reverse("screen-list", args=[cast.review.pk, TA]) + "?order=author"
    ).content.decode()
    assert re.findall(r"<a class=\"plain\"[^>]*>([^<]*)</a>", on_one_line(page)) == [
        "none",
        "Ángel, Ana",
        "曹颖",
        "曾国强",
        "Zhou, Wei",
    ]


def test_page_size_is_remembered(client: Client, cast: Cast) -> None:
    for n in range(30):
        make_record(cast.review, title=f"外泌体 {n}")
    assert len(listed(client, cast)) == 25
    client.post(
        reverse("account-reading"),
        {"page": "50", "text": "huge"},
        headers={"Accept": "application/json"},
    )
    assert len(listed(client, cast)) == 30
    cast.first.refresh_from_db()
    assert cast.first.reading == {"page": "50"}


def test_during_an_audit_the_filter_sees_no_further_than_the_list(
    client: Client, cast: Cast
) -> None:
    index([make_record(cast.review, title=f"外泌体 {n}", shuffle=n) for n in range(8)])
    StageSetting.objects.filter(review=cast.review, stage=TA).update(stopping_rule="x")
    begin_audit(by=cast.lead, review=cast.review, stage=TA, size=3)
    assert listed(client, cast, "q=外泌体") == listed(client, cast)
    assert (
        "hx-get"
        not in client.get(reverse("screen-list", args=[cast.review.pk, TA])).content.decode()
    )
