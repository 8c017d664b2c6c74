"""The list over the queue: every abstract at once,
and votes that are undone where records stand one by one.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from screening.actions.records.search_index import index
from screening.models import Reason, Record, Vote
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast, make_record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    for n in range(3):
        make_record(
            cast.review,
            title=f"骨骼肌外泌体 {n}",
            abstract=f"目的：{n}。方法：检索。",
            language="zh",
        )
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


def test_ninety_records_are_excluded_by_a_word_in_six_acts(team: Cast, desk: Page) -> None:
    reason = Reason.objects.create(
        review=team.review, stage="title-abstract", label_en="Off topic", label_zh="主题不符"
    )
    index(
        [
            make_record(team.review, title=f"Acne vulgaris in mice {n}", language="en")
            for n in range(90)
        ]
    )
    desk.reload()
    acts = [
        lambda: desk.fill(".filter-text input", "acne"),
        lambda: desk.press(".filter-text input", "Enter"),
        lambda: desk.get_by_label("Select all 90 matching records").check(),
        lambda: desk.select_option("#bulk-reason", str(reason.pk)),
        lambda: desk.click(".bulk-bar button.exclude"),
    ]
    for act in acts:
        act()
        desk.wait_for_load_state()
    expect(desk.get_by_text("90 votes saved.")).to_be_visible()
    assert len(acts) <= 6
    assert Vote.objects.filter(user=team.first, verdict="exclude", reason=reason).count() == 90
    desk.keyboard.press("z")
    expect(desk.get_by_text("90 votes were withdrawn.")).to_be_visible()
    assert not Vote.objects.exists()


def test_words_of_the_queue_narrow_it_by_a_click(team: Cast, desk: Page) -> None:
    index(list(Record.objects.all()))
    desk.get_by_text("Frequent words and phrases in this list").click()
    desk.locator(".words-found a", has_text="骨骼肌外泌体").click()
    expect(desk.locator(".filter-chips")).to_contain_text("骨骼肌外泌体")
    expect(desk.locator("[name=records]")).to_have_count(3)


def test_letters_are_as_large_as_one_likes_at_once_and_again(desk: Page) -> None:
    desk.get_by_role("link", name="One by one").click()
    desk.locator(".display-sheet").locator("..").locator("summary").click()
    before = desk.locator(".record").evaluate("e => getComputedStyle(e).fontSize")
    with desk.expect_response("**/account/reading/"):
        desk.locator(".display-sheet input[value=xl]").check()
    larger = desk.locator(".record").evaluate("e => getComputedStyle(e).fontSize")
    assert float(larger[:-2]) > float(before[:-2])
    desk.reload()
    assert desk.locator(".record").evaluate("e => getComputedStyle(e).fontSize") == larger
