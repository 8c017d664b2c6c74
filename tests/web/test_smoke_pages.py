"""Every page of a review that only reads answers for a lead, empty and filled, in both languages."""

import pytest
from django.urls import reverse

from screening.exports import EXPORTS
from screening.exports._export import GROUPS
from tests.builders import make_cast, make_record

PAGES = [
    "overview",
    "protocol",
    "flow",
    "records",
    "history",
    "agreement",
    "duplicates",
    "flow-svg",
    "exports",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("filled", [False, True])
def test_page_answers(client, name, language, filled):
    cast = make_cast()
    if filled:
        for _ in range(3):
            make_record(cast.review)
    cast.lead.language = language
    cast.lead.save()
    client.force_login(cast.lead)
    answer = client.get(reverse(name, kwargs={"review_id": cast.review.pk}))
    assert answer.status_code == 200
    assert answer["Content-Language"] == language


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", sorted(key for key, export in EXPORTS.items() if export.group in GROUPS)
)
def test_export_answers_with_a_file_or_is_held_back(client, key):
    cast = make_cast()
    make_record(cast.review, title="外泌体", place="included")
    client.force_login(cast.lead)
    answer = client.get(reverse("export", kwargs={"review_id": cast.review.pk, "key": key}))
    if EXPORTS[key].group == "decisions":
        assert answer.status_code == 403
        return
    if EXPORTS[key].costly:
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
