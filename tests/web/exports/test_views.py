"""Exports as they arrive: in the language of the reader to the last byte,
for they are made while they are sent.
"""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from screening.models import Reason
from tests.builders import make_record


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_streamed_exports_speak_the_language_of_the_reader(cast, client, language):
    for _ in range(3):
        make_record(cast.review, place="included", type="article")
    with translation.override(language):
        word = translation.gettext("Journal article")
        sheets = [
            translation.gettext(text)
            for text in ("Included", "Excluded at full text", "Not retrieved")
        ]
    assert (word == "Journal article") == (language == "en")
    client.force_login(cast.lead)
    cast.lead.language = language
    cast.lead.save()
    with translation.override("zh-hans" if language == "en" else "en"):
        for address in (
            reverse("export", args=[cast.review.pk, "included_csv"]),
            reverse("records-export", args=[cast.review.pk, "csv"]),
        ):
            answer = client.get(address)
            assert b"".join(answer.streaming_content).decode("utf-8-sig").count(word) == 3
        answer = client.get(
            reverse("export", kwargs={"review_id": cast.review.pk, "key": "workbook"})
        )
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[:3] == sheets


def test_language_of_the_file_may_differ_from_the_page(cast, client):
    make_record(cast.review, place="included", type="article", title="外泌体与骨形成")
    client.force_login(cast.lead)
    cast.lead.language = "en"
    cast.lead.save()
    for address in ("export", "export-preview"):
        answer = client.get(
            reverse(address, kwargs={"review_id": cast.review.pk, "key": "included_csv"}),
            {"language": "zh-hans"},
        )
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "期刊论文" in content.decode()
    answer = client.get(
        reverse("export", kwargs={"review_id": cast.review.pk, "key": "prisma_svg"}),
        {"language": "zh-hans"},
    )
    assert "筛选的记录" in b"".join(answer.streaming_content).decode()
    answer = client.get(
        reverse("export", kwargs={"review_id": cast.review.pk, "key": "included_csv"}),
        {"language": "xx"},
    )
    assert answer.status_code == 302


def test_reasons_of_a_diagram_are_in_the_language_of_its_words(cast, client):
    reason = Reason.objects.create(
        review=cast.review, stage="full-text", label_en="Wrong outcome", label_zh="结局不符"
    )
    make_record(cast.review, place="ft_exclude", reason=reason)
    client.force_login(cast.lead)
    cast.lead.language = "en"
    cast.lead.save()
    for words, told in (("zh-journal", "结局不符"), ("en", "Wrong outcome"), ("", "Wrong outcome")):
        answer = client.get(
            reverse("export", kwargs={"review_id": cast.review.pk, "key": "prisma_svg"}),
            {"label_set": words},
        )
        assert told in b"".join(answer.streaming_content).decode()
