from uuid import uuid4

from django.urls import reverse

from screening.actions.screening.voting import cast_vote
from tests.builders import make_record


def test_a_criterion_changed_late_says_what_becomes_of_the_votes(cast, client):
    record = make_record(cast.review, title="外泌体与骨形成")
    client.force_login(cast.lead)
    page = reverse("criterion-new", args=[cast.review.pk])
    way = f'<a href="{reverse("stages", args=[cast.review.pk])}">'
    told = f"screened again on the page {way}Stages</a>"
    assert told not in client.get(page).content.decode()
    vote = {"review": cast.review, "record_id": record.pk, "stage": "title-abstract", "verdict": "include"}
    cast_vote(by=cast.first, key=uuid4(), **vote)
    assert told in client.get(page).content.decode()
    assert f"{way}“阶段”页</a>" in client.get(page, headers={"accept-language": "zh-hans"}).content.decode()
