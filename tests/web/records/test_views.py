"""The records page: columns, kept filters, many at once, the list taken away,
cells of the agreement table.
"""

import csv
import io
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from screening import tasks
from screening.actions.records.labels import make_label
from screening.actions.screening.bulk_edits import BulkRefused, remove_many
from screening.actions.screening.voting import cast_vote
from screening.models import Event, Job, Labelling, Record, SavedFilter, StageSetting
from screening.queries.translation import PLACE_LABELS
from tests.builders import make_record
from tests.markup import on_one_line


@pytest.fixture
def here(cast):
    return {"review_id": cast.review.pk}


def test_columns_are_chosen(cast, client, here):
    make_record(cast.review, doi="10.5555/骨", journal="中国组织工程研究")
    client.force_login(cast.lead)
    page = client.get(reverse("records", kwargs=here), {"columns": ["doi"]}).content.decode()
    assert "10.5555/骨" in page
    assert "中国组织工程研究" not in page


def test_filter_is_kept_for_its_owner(cast, client, here):
    client.force_login(cast.first)
    client.post(
        reverse("filter-save", kwargs=here), {"name": "近五年 文献", "query": "year_from=2020"}
    )
    assert SavedFilter.objects.get().query == "year_from=2020"
    url = reverse("records", kwargs=here)
    assert "近五年 文献" in client.get(url).content.decode()
    client.force_login(cast.second)
    assert "近五年 文献" not in client.get(url).content.decode()


def test_many_records_get_my_label_once(cast, client, here):
    rows = [make_record(cast.review) for _ in range(3)]
    label = make_label(by=cast.first, review=cast.review, name="机制")
    client.force_login(cast.first)
    data = {"what": "label", "label": label.pk, "records": [rows[0].pk, rows[1].pk]}
    for _ in range(2):
        client.post(reverse("records-many", kwargs=here), data)
    assert Labelling.objects.filter(user=cast.first).count() == 2
    client.post(
        reverse("records-many", kwargs=here), data | {"what": "unlabel", "records": [rows[0].pk]}
    )
    assert list(Labelling.objects.values_list("record_id", flat=True)) == [rows[1].pk]


def test_all_that_the_filter_finds_is_removed_with_a_reason(cast, client, here):
    old = [make_record(cast.review, year=1980) for _ in range(3)]
    new = make_record(cast.review, year=2020)
    client.force_login(cast.lead)
    data = {"what": "remove", "all": "1", "query": "year_to=1990", "note": "早于检索时限"}
    client.post(reverse("records-many", kwargs=here), data | {"note": " "})
    assert not Record.objects.filter(place="other").exists()
    client.post(reverse("records-many", kwargs=here), data)
    assert set(Record.objects.filter(place="other").values_list("pk", flat=True)) == {
        r.pk for r in old
    }
    assert Event.objects.filter(verb="remove").count() == 3
    client.post(
        reverse("records-many", kwargs=here), {"what": "restore", "records": [old[0].pk, new.pk]}
    )
    assert Record.objects.filter(place="other").count() == 2


def test_reviewer_may_label_but_not_remove(cast, client, here):
    record = make_record(cast.review)
    client.force_login(cast.first)
    data = {"what": "remove", "note": "x", "records": [record.pk]}
    assert client.post(reverse("records-many", kwargs=here), data).status_code == 403


def test_decided_reports_are_not_removed(cast):
    record = make_record(cast.review, place="included")
    assert (
        remove_many(
            by=cast.lead, review=cast.review, record_ids=[record.pk], kind="other", note="x"
        )
        == 0
    )
    with pytest.raises(BulkRefused, match="none"):
        remove_many(by=cast.lead, review=cast.review, record_ids=[], kind="other", note="x")


def test_list_is_taken_away_as_it_is_shown(cast, client, here):
    kept = make_record(cast.review, title="留下的题名", year=2020)
    make_record(cast.review, title="留下的题名。", year=2020, primary=kept, place="duplicate")
    make_record(cast.review, title="别的题名", year=1990)
    client.force_login(cast.observer)
    for form in ("csv", "ris", "bibtex"):
        answer = client.get(
            reverse("records-export", kwargs=here | {"form": form}), {"year_from": 2000}
        )
        text = b"".join(answer.streaming_content).decode()
        assert text.count("留下的题名") == 2
        assert "别的题名" not in text
    assert client.get(reverse("records-export", kwargs=here | {"form": "docx"})).status_code == 404
    assert client.get(reverse("export", kwargs=here | {"key": "listed_csv"})).status_code == 404


def test_table_of_a_list_says_where_each_record_stands(cast, client, here):
    kept = make_record(cast.review, title="外泌体与骨形成", place="included")
    make_record(cast.review, title="外泌体与骨形成", primary=kept, place="duplicate")
    client.force_login(cast.observer)
    answer = client.get(reverse("records-export", kwargs=here | {"form": "csv"}))
    rows = csv.DictReader(
        io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")
    )
    assert [(row["Status"], row["Kept record"]) for row in rows] == [
        ("Included", ""),
        ("Duplicate", str(kept.pk)),
    ]


def test_long_list_is_prepared_as_it_was_found(cast, client, here, settings):
    settings.EXPORT_STREAMED_MOST = 2
    for number in range(3):
        make_record(cast.review, title=f"外泌体研究 {number}", year=2020)
    make_record(cast.review, title="另一年的题名", year=1990)
    client.force_login(cast.first)
    query, address = "year_from=2000", reverse("records-prepare", kwargs=here | {"form": "csv"})
    assert (
        client.get(
            reverse("records-export", kwargs=here | {"form": "csv"}) + "?" + query
        ).status_code
        == 302
    )
    assert (
        address in client.get(reverse("records", kwargs=here), {"year_from": 2000}).content.decode()
    )
    for _ in range(2):
        client.post(address, {"query": query})
    job = Job.objects.get(kind="export")
    make_record(cast.review, title="外泌体研究，后来的", year=2021)
    tasks.run_job(job.pk)
    page = client.get(reverse("exports", kwargs=here)).content.decode()
    assert f"{reverse('records', kwargs=here)}?{query}" in page
    answer = client.get(reverse("export-file", kwargs=here | {"export_id": job.pk}))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.count("外泌体研究") == 3
    assert "另一年" not in text
    assert "records.csv" in answer["Content-Disposition"]
    client.force_login(cast.lead)
    assert (
        client.get(reverse("export-file", kwargs=here | {"export_id": job.pk})).status_code == 404
    )


def test_cell_of_the_agreement_table_opens_its_records(cast, client, here):
    both = make_record(cast.review, title="两人都纳入")
    apart = make_record(cast.review, title="意见不一")
    for record, verdicts in ((both, ("include", "include")), (apart, ("include", "exclude"))):
        for who, verdict in zip((cast.first, cast.second), verdicts, strict=True):
            vote = {
                "review": cast.review,
                "record_id": record.pk,
                "stage": "title-abstract",
                "verdict": verdict,
            }
            cast_vote(by=who, key=uuid4(), **vote)
    query = {"pair": f"title-abstract.{cast.first.pk}.include.{cast.second.pk}.exclude"}
    client.force_login(cast.lead)
    page = client.get(reverse("records", kwargs=here), query).content.decode()
    assert "意见不一" in page
    assert "两人都纳入" not in page
    client.force_login(cast.first)
    assert "意见不一" not in client.get(reverse("records", kwargs=here), query).content.decode()
    StageSetting.objects.filter(stage="title-abstract").update(
        closed_at=timezone.now(), unblinded_at=timezone.now()
    )
    assert "意见不一" in client.get(reverse("records", kwargs=here), query).content.decode()
    assert query["pair"] in client.get(reverse("agreement", kwargs=here)).content.decode()


def test_what_narrows_the_list_is_told_and_taken_away_one_by_one(client, cast):
    client.force_login(cast.lead)
    make_record(cast.review, title="骨骼肌外泌体", place="included", year=2020)
    query = {
        "q": "骨骼肌",
        "place": ["included", "await_ta"],
        "year_from": "2019",
        "notices": "",
        "order": "title",
    }
    answer = client.get(reverse("records", args=[cast.review.pk]), query)
    told = answer.context["active"]
    with translation.override("en"):
        labels = str(PLACE_LABELS["included"]), str(PLACE_LABELS["await_ta"])
    assert [(one.label, one.value) for one in told] == [
        ("Text", "骨骼肌"),
        ("Status", " / ".join(labels)),
        ("Year from", "2019"),
    ]
    assert QueryDict(told[1].without).dict() == {
        "q": "骨骼肌",
        "year_from": "2019",
        "notices": "",
        "order": "title",
    }
    assert not client.get(reverse("records", args=[cast.review.pk])).context["active"]


def test_ticking_is_offered_only_where_something_can_be_done(cast, client, here):
    make_record(cast.review, title="肌少症与外泌体")
    tick = 'form="many" name="records"'
    for user, offered in (
        (cast.lead, True),
        (cast.adjudicator, False),
        (cast.first, False),
        (cast.observer, False),
    ):
        client.force_login(user)
        assert (
            tick in on_one_line(client.get(reverse("records", kwargs=here)).content.decode())
        ) is offered
    make_label(by=cast.first, review=cast.review, name="机制")
    client.force_login(cast.first)
    assert tick in on_one_line(client.get(reverse("records", kwargs=here)).content.decode())
