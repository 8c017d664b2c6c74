"""The methods page shows the data of the review and what leads add to it."""

from django.urls import reverse

from screening.models import Event
from tests.builders import make_record, make_search


def test_what_a_lead_writes_is_told_and_logged(cast, client):
    make_search(cast.review, name="中国知网", strategy="SU=外泌体")
    make_record(cast.review, place="included")
    here = {"review_id": cast.review.pk}
    client.force_login(cast.lead)
    client.post(
        reverse("methods-notes", kwargs=here), {"quality_tool_zh": "JBI 清单", "quality_by": "高亚"}
    )
    page = client.get(reverse("methods", kwargs=here) + "?language=zh-hans").content.decode()
    assert "文献质量评估：JBI 清单，评估者：高亚。" in page
    assert "中文检索词：“外泌体”" in page
    assert "最终纳入1篇文献" in page
    assert "【待填写】" in page
    assert Event.objects.filter(verb="change_review", actor=cast.lead).count() == 1
    word = client.get(reverse("methods-docx", kwargs=here))
    assert word.content[:2] == b"PK"
