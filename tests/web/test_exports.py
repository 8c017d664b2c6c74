"""Exports as they arrive: in the language of the reader to the last byte, for they are made while they are sent."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from tests.builders import make_record


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_streamed_exports_speak_the_language_of_the_reader(cast, client, language):
    for _ in range(3):
        make_record(cast.review, place="included", type="article")
    with translation.override(language):
        word = translation.gettext("Journal article")
        sheets = [translation.gettext(text) for text in ("Included", "Excluded at full text", "Not retrieved")]
    assert (word == "Journal article") == (language == "en")
    client.force_login(cast.lead)
    cast.lead.language = language
    cast.lead.save()
    with translation.override("zh-hans" if language == "en" else "en"):
        for address, key in (("export", "included_csv"), ("records-export", "included_csv")):
            answer = client.get(reverse(address, kwargs={"review_id": cast.review.pk, "key": key}))
            assert b"".join(answer.streaming_content).decode("utf-8-sig").count(word) == 3
        answer = client.get(reverse("export", kwargs={"review_id": cast.review.pk, "key": "workbook"}))
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[:3] == sheets
