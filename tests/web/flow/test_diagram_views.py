from django.urls import reverse

from screening.actions.flow.publication import publish
from tests.builders import make_record


def test_an_update_that_begins_leads_to_the_searches(cast, client):
    make_record(cast.review, title="太极拳与血压", place="ta_exclude")
    publish(by=cast.lead, review=cast.review)
    client.force_login(cast.lead)
    page = client.post(reverse("update-begin", args=[cast.review.pk]), follow=True).content.decode()
    way = f'<a href="{reverse("searches", args=[cast.review.pk])}">'
    assert f"Version 2 has begun: add its searches. {way}Open the searches</a>" in page


def test_an_update_is_offered_once_for_each_published_version(cast, client):
    make_record(cast.review, title="太极拳与血压", place="ta_exclude")
    client.force_login(cast.lead)
    diagram, begin = (reverse(name, args=[cast.review.pk]) for name in ("flow", "update-begin"))
    assert f'"{begin}"' not in client.get(diagram).content.decode()
    publish(by=cast.lead, review=cast.review)
    assert begin in client.get(diagram).content.decode()
    assert client.get(begin).status_code == 200
    assert client.post(begin, follow=True).context["access"].review.version == 2
    assert f'"{begin}"' not in client.get(diagram).content.decode()


def test_a_draft_offers_no_publishing_and_says_why(cast, client):
    record = make_record(cast.review, title="太极拳与血压")
    client.force_login(cast.lead)
    diagram, door = (reverse(name, args=[cast.review.pk]) for name in ("flow", "publish"))
    page = client.get(diagram).content.decode()
    assert f'"{door}"' not in page
    assert "a draft cannot be published" in page
    assert client.get(door, follow=True).redirect_chain == [(diagram, 302)]
    record.place = "ta_exclude"
    record.save()
    page = client.get(diagram).content.decode()
    assert f'"{door}"' in page
    assert "a draft cannot be published" not in page
