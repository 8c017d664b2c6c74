"""A published version stays what it was: page, diagram in every form, lists,
methods text and files, in both languages.
"""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from screening.actions.archive.archive_import import load_archive
from screening.actions.flow.publication import (
    PublishRefused,
    begin_update,
    publish,
    take_back_update,
)
from screening.actions.flow.published_files import ask_files, kept_exports
from screening.actions.protocol.reviews import change_review
from screening.actions.records.record_edits import add_record
from screening.actions.site.orphan_files import find_orphans
from screening.actions.verification.verification import verify
from screening.exports import EXPORTS
from screening.models import Event, Publication, PublicationCopy, Reason, Record, Review, Search
from screening.records.record import Record as Entry
from screening.tasks import run_job
from tests.actions.archive.test_archive_export import archived
from tests.actions.verification.test_verification import FT, TA, say
from tests.builders import make_search

pytestmark = pytest.mark.django_db
DIAGRAMS = sorted(key for key, export in EXPORTS.items() if export.group == "diagram")


def lived(cast, number: int) -> Record:
    """One report more in the version that is worked on, read to the end and included;
    one excluded on full text.
    """
    review = Review.objects.get(pk=cast.review.pk)
    search = make_search(review, name=f"中国知网 {number}", version=review.version)
    reason, _ = Reason.objects.get_or_create(
        review=review, stage=FT, label_en="Wrong design", label_zh="研究设计不符"
    )
    kept = add_record(
        by=cast.lead, search=search, entry=Entry(title=f"外泌体 {number}", year=2000 + number)
    )
    out = add_record(
        by=cast.lead, search=search, entry=Entry(title=f"太极拳 {number}", year=2000 + number)
    )
    for row, verdict in ((kept, "include"), (out, "exclude")):
        say(cast, row, TA, "include", "include")
        say(cast, row, FT, verdict, verdict, reason=reason)
    return kept


def publish_now(cast, client) -> Publication:
    client.force_login(cast.lead)
    client.post(reverse("publish", args=[cast.review.pk]), {"note": "投稿"})
    published = Publication.objects.latest("pk")
    assert PublicationCopy.objects.get(publication=published).made_at
    client.get(reverse("flow", args=[cast.review.pk]))  # reads the message
    return published


def everything(cast, client, published: Publication) -> dict[str, bytes]:
    """All that can be opened and downloaded of a published version,
    without what only tells the time of download.
    """
    found = {}
    for language in ("en", "zh-hans"):
        client.post(reverse("language"), {"language": language})
        page = client.get(reverse("version", args=[cast.review.pk, published.pk]))
        main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        found[f"page {language}"] = re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]*"', "", main
        ).encode()
        for address in sorted(set(re.findall(r'href="(/reviews/\d+/flow/published/[^"]+)"', main))):
            if re.search(r"prisma_(png|pdf|docx)", address):
                continue  # drawn from the same numbers, each looked at once below
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200, address
            data = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if (
                not address.split("?")[0].rstrip("/").endswith(("docx", "pdf"))
                and "/methods/" not in address
            ):
                found[f"{language} {address}"] = data
            assert data
    return found


@pytest.fixture(autouse=True)
def _jobs_run_at_once(monkeypatch):
    monkeypatch.setattr("screening.web.flow.diagram_views.send", lambda job: run_job(job.pk))


def test_three_versions_keep_all_they_had(cast, client):
    kept, seen = {}, []
    for number in (1, 2, 3):
        lived(cast, number)
        published = publish_now(cast, client)
        kept[published.pk] = everything(cast, client, published)
        seen.append(published)
        for earlier in seen:
            assert everything(cast, client, earlier) == kept[earlier.pk]
        assert client.get(reverse("update-begin", args=[cast.review.pk])).status_code == 200
        client.post(reverse("update-begin", args=[cast.review.pk]), follow=True)
    change_review(
        by=cast.lead,
        review=Review.objects.get(pk=cast.review.pk),
        title_zh="改名",
        title_en="Renamed",
        diagram_labels={"en": {"screened": "Seen"}},
    )
    Reason.objects.update(label_en="Other words", label_zh="别的说法")
    for earlier in seen:
        assert everything(cast, client, earlier) == kept[earlier.pk]
    for earlier, number in zip(seen, (1, 2, 3), strict=True):
        rows = kept[earlier.pk]
        listed = next(
            data for name, data in rows.items() if "/files/zh-hans/included_csv/" in name
        ).decode("utf-8-sig")
        assert [f"外泌体 {n}" in listed for n in (1, 2, 3)] == [number >= n for n in (1, 2, 3)]
    assert verify(Review.objects.get(pk=cast.review.pk)) == []


@pytest.mark.parametrize("key", DIAGRAMS)
def test_published_diagram_is_downloaded_in_every_form_after_the_update_began(cast, client, key):
    lived(cast, 1)
    published = publish_now(cast, client)
    client.post(reverse("update-begin", args=[cast.review.pk]))
    answer = client.get(reverse("version-diagram", args=[cast.review.pk, published.pk, key]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    if key == "prisma_csv":
        assert "dbr_assessed" in answer.content.decode()
        assert (
            re.search(r"total_studies.*,1\b", answer.content.decode())
            or ",1" in answer.content.decode()
        )
    if key == "prisma_svg":
        assert re.search(r"n\s=\s2\b", answer.content.decode())


def test_all_exports_are_kept_in_both_languages(cast, client):
    lived(cast, 1)
    published = publish_now(cast, client)
    files = {tuple(file) for file in published.copy.files}
    assert files == {
        (lang, e.key) for lang in ("en", "zh-hans") for e in kept_exports(decisions=False)
    }
    cast.review.stages.update(closed_at="2026-01-01T00:00:00+00:00")
    again = publish(by=cast.lead, review=cast.review)
    run_job(ask_files(again, cast.lead).pk)
    assert {"decisions_tidy"} <= {
        key for _, key in PublicationCopy.objects.get(publication=again).files
    }
    address = reverse("version-file", args=[cast.review.pk, again.pk, "en", "decisions_tidy"])
    assert client.get(address).status_code == 200
    client.force_login(cast.observer)
    assert client.get(address).status_code == 403
    assert (
        client.get(
            reverse("version-file", args=[cast.review.pk, again.pk, "en", "included_csv"])
        ).status_code
        == 200
    )


def test_version_published_before_copies_were_kept_shows_what_it_has(cast, client):
    lived(cast, 1)
    published = publish_now(cast, client)
    PublicationCopy.objects.all().delete()
    begin_update(by=cast.lead, review=cast.review)
    page = client.get(reverse("version", args=[cast.review.pk, published.pk])).content.decode()
    assert "before files and texts were kept" in page
    assert re.search(r"n\s=\s2\b", page)


def test_update_asks_tells_the_numbers_and_is_taken_back(cast, client):
    lived(cast, 1)
    publish_now(cast, client)
    ask = reverse("update-begin", args=[cast.review.pk])
    for language, words in (
        ("en", ("studies 1, reports 1", "2 reports are treated as known")),
        ("zh-hans", ("研究 1", "2 篇")),
    ):
        client.post(reverse("language"), {"language": language})
        page = client.get(ask).content.decode()
        assert all(word in page for word in words), page
        assert Review.objects.get(pk=cast.review.pk).version == 1
    before = client.get(reverse("flow", args=[cast.review.pk])).context["numbers"].to_json()
    answer = client.post(ask, follow=True).content.decode()
    assert 'data-key="undo"' in answer
    search = make_search(Review.objects.get(pk=cast.review.pk), name="PubMed 2025", version=2)
    client.post(reverse("update-back", args=[cast.review.pk]))
    review = Review.objects.get(pk=cast.review.pk)
    assert review.version == 1
    assert client.get(reverse("flow", args=[review.pk])).context["numbers"].to_json() == before
    assert Search.objects.get(pk=search.pk).version == 1
    assert verify(review) == []
    begin_update(by=cast.lead, review=review)
    lived(cast, 2)
    with pytest.raises(PublishRefused, match="records"):
        take_back_update(by=cast.lead, review=review)
    assert (
        reverse("update-back", args=[review.pk])
        not in client.get(reverse("flow", args=[review.pk])).content.decode()
    )
    assert verify(Review.objects.get(pk=review.pk)) == []
    assert Event.objects.filter(verb="take_back_update").count() == 1


def test_overview_of_an_update_tells_this_version_and_in_all_apart(cast, client):
    lived(cast, 1)
    publish_now(cast, client)
    client.post(reverse("update-begin", args=[cast.review.pk]))
    lived(cast, 2)
    for language, words in (
        ("en", ("In this version (2)", "In all versions")),
        ("zh-hans", ("本版（第 2 版）", "全部版本")),
    ):
        client.post(reverse("language"), {"language": language})
        answer = client.get(reverse("overview", args=[cast.review.pk]))
        assert all(word in answer.content.decode() for word in words)
        assert [one["number"] for one in answer.context["five"]] == [2, 0, 2, 2, 1]
        assert answer.context["in_all"] == {
            "identified": 4,
            "duplicates": 0,
            "screened": 4,
            "assessed": 4,
            "included": 2,
        }


def test_files_go_along_in_an_archive_are_checked_and_not_swept(cast, client):
    lived(cast, 1)
    published = publish_now(cast, client)
    assert find_orphans(age=published.at - published.at) == []
    loaded = load_archive(by=None, source=archived(cast.review))
    copy = PublicationCopy.objects.get(publication__review=loaded)
    assert copy.stored.read() == published.copy.stored.read()
    assert json.dumps(copy.methods) == json.dumps(published.copy.methods)
    assert verify(loaded) == []
    Path(copy.stored.path).write_bytes(b"other")
    assert len(verify(loaded)) == 1
