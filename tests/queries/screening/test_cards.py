"""Cards: the record in both languages, its sources, and the viewer's own; nothing of anybody else."""

from typing import Any
from uuid import uuid4

from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.notes import write_note
from screening.actions.screening.voting import cast_vote
from screening.queries.access.authorization import access_review
from screening.queries.screening.cards import cards
from tests.builders import Cast, make_record, make_search

TA = "title-abstract"


def test_card_has_the_sources_of_the_whole_group(cast: Cast) -> None:
    pubmed, cnki = make_search(cast.review), make_search(cast.review, name="中国知网")
    record = make_record(cast.review, search=pubmed, language="en")
    make_record(cast.review, search=cnki, primary=record, place="duplicate", source_database="CNKI")
    make_record(cast.review, search=pubmed, primary=record, place="duplicate", language="en")
    (card,) = cards(access_review(cast.first, cast.review.pk), TA, [record.pk])
    assert [source.name for source in card.sources] == ["PubMed", "中国知网"]


def test_card_shows_both_languages(cast: Cast) -> None:
    record = make_record(
        cast.review,
        title="外泌体",
        title_translated="Exosomes",
        abstract="目的：探讨。方法：检索。",
        language="zh",
        abstract_translated="METHODS: Search.",
        keywords=["骨"],
        keywords_translated=["bone", "骨"],
        year=2024,
        volume="30",
        issue="13",
        pages="3379-3391",
    )
    (card,) = cards(access_review(cast.first, cast.review.pk), TA, [record.pk])
    assert card.titles == ["外泌体", "Exosomes"]
    assert [(a.language, [p.heading for p in a.parts]) for a in card.abstracts] == [
        ("zh", ["目的", "方法"]),
        ("en", ["METHODS"]),
    ]
    assert (card.keywords, card.published) == (["骨", "bone"], "2024;30(13):3379-3391")


def test_card_has_only_what_is_mine(cast: Cast) -> None:
    record = make_record(cast.review)
    label = make_label(by=cast.lead, review=cast.review, name="综述")
    for user, text in ((cast.first, "mein"), (cast.second, "fremd")):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="include",
            key=uuid4(),
        )
        write_note(by=user, review=cast.review, record_id=record.pk, stage=TA, text=text)
    put_labels(by=cast.second, review=cast.review, record_id=record.pk, label_ids=[label.pk])
    (card,) = cards(access_review(cast.first, cast.review.pk), TA, [record.pk])
    own = card.own()
    assert (own["verdict"], own["note"], own["labels"]) == ("include", "mein", [])


def test_cards_cost_the_same_for_one_and_many(cast: Cast, django_assert_num_queries: Any) -> None:
    ids = [make_record(cast.review).pk for _ in range(5)]
    access = access_review(cast.first, cast.review.pk)
    for some in (ids[:1], ids):
        with django_assert_num_queries(7):
            assert len(cards(access, TA, some)) == len(some)


def test_cards_of_another_review_are_left_out(cast: Cast) -> None:
    stranger = make_record(type(cast.review).objects.create(created_by=cast.lead))
    assert cards(access_review(cast.first, cast.review.pk), TA, [stranger.pk]) == []
