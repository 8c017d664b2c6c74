"""Lists that name a report of two languages say both its titles, in the reader's order."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import cast_vote
from screening.models import Record
from tests.actions.records.test_bilingual import CHINESE, ENGLISH, joined
from tests.builders import Cast, make_cast, make_record, make_study

pytestmark = pytest.mark.django_db
TA = "title-abstract"
TITLES = (ENGLISH["title"], CHINESE["title"])


@pytest.fixture
def world() -> tuple[Cast, Record]:
    """A report of two languages whose two reviewers disagree."""
    cast = make_cast()
    report, _chinese, _merge = joined(cast.review)
    for person, verdict in ((cast.first, "include"), (cast.second, "exclude")):
        told = {"review": cast.review, "record_id": report.pk, "stage": TA, "key": uuid4()}
        cast_vote(by=person, verdict=verdict, **told)
    return cast, report


def page_of(user, name: str, *, language: str = "en", query: str = "", **parts: object) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client.get(reverse(name, kwargs=parts) + query).content.decode()


def in_order(page: str, language: str) -> bool:
    english, chinese = (page.find(title) for title in TITLES)
    return -1 < english < chinese if language == "en" else -1 < chinese < english


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_conflicts_decisions_and_settled_lists(world, language):
    cast, report = world
    here = {"review_id": cast.review.pk, "stage": TA}
    conflicts = page_of(cast.adjudicator, "conflicts", language=language, **here)
    listed = conflicts[conflicts.index('<ol class="bare">') : conflicts.index("</ol>")]
    assert in_order(listed, language)
    assert in_order(page_of(cast.first, "my-decisions", language=language, **here), language)
    settle(
        by=cast.adjudicator, review=cast.review, record_id=report.pk, stage=TA, verdict="include"
    )
    assert in_order(page_of(cast.lead, "settled", language=language, **here), language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_studies(language):
    cast = make_cast()
    report, _chinese, _merge = joined(cast.review)
    Record.objects.filter(pk=report.pk).update(place="included")
    alone = page_of(cast.lead, "studies", language=language, review_id=cast.review.pk)
    assert in_order(alone, language)
    study = make_study(cast.review, name="Gao 2020")
    study.reports.add(report, joined(cast.review)[0])
    Record.objects.filter(review=cast.review, primary=None).update(place="included")
    assert in_order(
        page_of(cast.lead, "studies", language=language, review_id=cast.review.pk), language
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_records_page_finds_the_report_by_its_chinese_title(language):
    cast = make_cast()
    joined(cast.review)
    make_record(cast.review, title="骨质疏松与步行")
    for text in (CHINESE["title"], ENGLISH["title"]):
        page = page_of(
            cast.lead,
            "records",
            language=language,
            query=f"?q={quote(text)}",
            review_id=cast.review.pk,
        )
        assert in_order(page[page.index("<tbody") :], language)
        assert "骨质疏松与步行" not in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_card(world, language):
    cast, report = world
    here = {"review_id": cast.review.pk, "stage": TA, "record_id": report.pk}
    page = page_of(cast.first, "screen-record", language=language, **here)
    assert in_order(page, language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_references_cite_the_article_in_its_own_language(language):
    cast = make_cast()
    report, _chinese, _merge = joined(cast.review)
    Record.objects.filter(pk=report.pk).update(place="included")
    here, query = (
        {"review_id": cast.review.pk, "key": "references_text"},
        "?style=gbt7714-2015-numeric",
    )
    listed = page_of(cast.lead, "export-preview", language=language, query=query, **here)
    assert "高亚, 欧阳静. 骨骼肌外泌体调控成骨分化[J]. 示例骨科杂志" in listed
