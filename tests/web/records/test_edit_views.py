from uuid import uuid4

import pytest
from django.urls import reverse

from screening.actions.duplicates.merge import merge
from screening.actions.records.search_index import index
from screening.actions.screening.adjudication import discuss
from screening.actions.screening.voting import cast_vote
from screening.models import Comment, Event, Merge, Record, Retrieval, SourceText
from tests.builders import make_full_text, make_record, make_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast, client):
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client, record, query=""):
    answer = client.get(reverse("record", args=[record.review_id, record.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_record_shows_formatting_safely_and_links_only_the_web(lead, cast):
    record = make_record(
        cast.review,
        title="Effect of <i>E. coli</i> <script>alert(1)</script>",
        place="await_ta",
        url="javascript:alert(1) https://example.org/a",
        doi="10.1000/a<b>",
        notices=["Retraction in: Lancet 2021"],
    )
    SourceText.objects.create(record=record, raw="TY  - JOUR <b>raw</b>", line=7)
    text = page(lead, record)
    assert "<i>E. coli</i>" in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    assert 'href="https://example.org/a"' in text
    assert "Retraction in: Lancet 2021" in text
    assert "&lt;b&gt;raw&lt;/b&gt;" in text


def test_record_warns_of_what_is_missing(lead, cast):
    text = page(lead, make_record(cast.review, title="无摘要", year=None))
    assert "This record has no abstract." in text
    assert "This record has no year." in text


def test_record_shows_where_each_field_of_a_merge_came_from(lead, cast):
    first = make_record(cast.review, title="外泌体与肺癌", language="zh")
    second = make_record(
        cast.review, search=make_search(cast.review, name="CNKI"), title="Exosomes", pmid="123"
    )
    merge(review=cast.review, record_ids=[first.pk, second.pk], by=cast.lead)
    text = page(lead, Record.objects.get(pk=first.pk))
    assert "from 2 source records" in text
    assert "https://pubmed.ncbi.nlm.nih.gov/123/" in text
    assert "receives the votes" in page(lead, Record.objects.get(pk=second.pk))


def test_record_that_is_loading_is_not_there(lead, cast):
    record = make_record(cast.review, place="loading")
    assert lead.get(reverse("record", args=[cast.review.pk, record.pk])).status_code == 404


def test_history_of_a_record_hides_votes_of_others(client, cast):
    record = make_record(cast.review, place="await_ta")
    Event.objects.create(
        review=cast.review,
        at=record.created_at,
        actor=cast.second,
        verb="vote",
        record_id=record.pk,
        stage="title-abstract",
        data={"verdict": "exclude"},
    )
    for person, sees in ((cast.first, False), (cast.second, True)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert ("voted" in page(client, record)) is sees


def test_edit_writes_the_change_and_its_history(lead, cast):
    record = make_record(cast.review, title="旧题名", authors=["高亚"], place="await_ta")
    address = reverse("record-edit", args=[cast.review.pk, record.pk])
    form = lead.get(address).context
    data = {
        "title": "新题名",
        "authors": "高亚\n王小明",
        "type": "article",
        "year": "2020",
        "seen": form["seen"],
    }
    assert lead.post(address, data).url == reverse("record", args=[cast.review.pk, record.pk])
    record.refresh_from_db()
    assert (record.title, record.authors) == ("新题名", ["高亚", "王小明"])
    assert Event.objects.get(verb="edit_record").data["before"] == {
        "title": "旧题名",
        "authors": ["高亚"],
    }


def test_edit_with_an_old_page_changes_nothing(lead, cast):
    record = make_record(cast.review, title="A", place="await_ta")
    address = reverse("record-edit", args=[cast.review.pk, record.pk])
    answer = lead.post(address, {"title": "B", "type": "article", "seen": "old"})
    assert "has changed this record in the meantime" in answer.content.decode()
    record.refresh_from_db()
    assert record.title == "A"


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("doi", "no doi"), ("pmid", "x1"), ("year", "20200113")]
)
def test_edit_refuses_nonsense(lead, cast, field, value):
    record = make_record(cast.review, title="A", place="await_ta")
    address = reverse("record-edit", args=[cast.review.pk, record.pk])
    data = {"title": "A", "type": "article", "seen": lead.get(address).context["seen"]} | {
        field: value
    }
    assert field in lead.post(address, data).context["form"].errors


def test_add_by_hand_reads_the_doi_from_an_address_and_the_year_from_a_date(lead, cast):
    search = make_search(cast.review)
    data = {
        "title": "手工",
        "type": "thesis",
        "doi": "https://doi.org/10.1000/ABC",
        "date": "2019年5月",
        "keywords": "肺癌",
    }
    lead.post(reverse("record-new", args=[cast.review.pk, search.pk]), data)
    record = Record.objects.get()
    assert (record.doi, record.year, record.type, record.keywords, record.place) == (
        "10.1000/abc",
        2019,
        "thesis",
        ["肺癌"],
        "await_ta",
    )


def test_duplicate_is_found_by_words_and_joined(lead, cast):
    record, other = (
        make_record(cast.review, title="甲"),
        make_record(cast.review, title="肺结节穿刺的研究"),
    )
    index([record, other])
    assert f'value="{other.pk}"' in page(lead, record, "?like=穿刺")
    assert f'value="{other.pk}"' in page(lead, record, f"?like=%23{other.pk}")
    answer = lead.post(
        reverse("record-duplicate", args=[cast.review.pk, record.pk]), {"of": other.pk}
    )
    assert answer.url == reverse("record", args=[cast.review.pk, other.pk])
    assert Merge.objects.get().primary == other


@pytest.mark.parametrize("of", ["", "x", "999999", "²", "9" * 30])
def test_duplicate_of_nothing_is_refused(lead, cast, of):
    record = make_record(cast.review)
    lead.post(reverse("record-duplicate", args=[cast.review.pk, record.pk]), {"of": of})
    assert not Merge.objects.exists()


def test_record_page_names_the_full_text_once_it_is_sought(lead, cast):
    record = make_record(cast.review, title="外泌体与骨形成", place="await_ta")
    file = make_full_text(cast.review, record=record)
    Retrieval.objects.create(
        review=cast.review, record=record, status="requested", by=cast.lead, note="馆际互借"
    )
    address = reverse("full-text-file", args=[cast.review.pk, file.pk])
    assert address not in page(lead, record)
    Record.objects.filter(pk=record.pk).update(place="await_retrieval")
    text = page(lead, record)
    assert address in text
    assert "馆际互借" in text
    assert str(Retrieval.Status.REQUESTED.label) in text


def test_a_conflict_under_discussion_is_talked_about_on_its_page(cast, client):
    """The notice leads to both votes, a word for the others, and one's own vote;
    those outside take no part.
    """
    record, stage = make_record(cast.review, title="太极拳与血压"), "title-abstract"
    for who, verdict in ((cast.first, "include"), (cast.second, "exclude")):
        cast_vote(
            by=who,
            review=cast.review,
            record_id=record.pk,
            stage=stage,
            verdict=verdict,
            key=uuid4(),
        )
    page = reverse("record", kwargs={"review_id": cast.review.pk, "record_id": record.pk})
    words = reverse(
        "comment", kwargs={"review_id": cast.review.pk, "record_id": record.pk, "stage": stage}
    )
    client.force_login(cast.first)
    assert 'name="text"' not in client.get(page).content.decode()
    client.post(words, {"text": "太早"})
    discuss(by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=stage)
    notices = client.get(reverse("notices", kwargs={"review_id": cast.review.pk})).content.decode()
    assert f'href="{page}#team-votes"' in notices
    client.post(words, {"text": "并非随机对照"})
    client.force_login(cast.second)
    seen = client.get(page).content.decode()
    assert "并非随机对照" in seen
    assert "being discussed" in seen
    assert f"/screen/{stage}/records/{record.pk}/" in seen
    client.force_login(cast.observer)
    assert "并非随机对照" not in client.get(page).content.decode()
    assert [c.text for c in Comment.objects.all()] == ["并非随机对照"]
