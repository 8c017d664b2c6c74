"""The list over the queue: every abstract at once, and votes that are undone where records stand one by one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from screening.models import Vote
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast, make_record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    for n in range(3):
        make_record(cast.review, title=f"骨骼肌外泌体 {n}", abstract=f"目的：{n}。方法：检索。", language="zh")
    return cast


@pytest.fixture
def desk(team: Cast, browser: Browser, live_server: object) -> Iterator[Page]:
    with window(browser, live_server.url, "en", "light", 1280, session_of(team.first)) as tab:
        tab.goto(f"{live_server.url}/reviews/{team.review.pk}/screen/title-abstract/list/")
        yield tab


def test_every_abstract_is_shown_at_once_and_that_is_remembered(desk: Page) -> None:
    shown = desk.locator(".screen-rows .reading:visible")
    expect(shown).to_have_count(0)
    desk.check("[data-unfolds]")
    expect(shown).to_have_count(3)
    desk.reload()
    expect(shown).to_have_count(3)
    desk.uncheck("[data-unfolds]")
    expect(shown).to_have_count(0)


def test_votes_are_undone_one_by_one(desk: Page) -> None:
    first, second, _third = desk.locator("[name=records]").all()
    ids = [int(box.get_attribute("value") or 0) for box in (first, second)]
    first.check()
    second.check()
    desk.click(".bulk-bar button.include")
    desk.wait_for_load_state()
    assert set(Vote.objects.values_list("record_id", flat=True)) == set(ids)
    desk.get_by_role("link", name="One by one").click()
    desk.wait_for_load_state()
    desk.keyboard.press("z")
    expect(desk.locator(".record")).to_have_attribute("data-record", str(ids[1]))
    expect(desk.locator("[data-save-state=saved]")).to_be_attached()
    assert list(Vote.objects.values_list("record_id", flat=True)) == ids[:1]
