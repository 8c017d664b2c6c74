"""Records by keyboard alone in Chinese, with an input method; records by thumb;
what a screen reader is told.

BY_KEYBOARD=200 and BY_THUMB=200 screen so many instead of forty and two dozen. `python -m
tests.benchmarks.bench_keys` times the keys as well.
"""

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from screening.models import Criterion, Note, Reason, Vote
from tests.browser.hands import by_keyboard, by_thumb
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast, make_record

pytestmark = pytest.mark.django_db(transaction=True)
TA = "title-abstract"
BY_KEYBOARD = int(os.environ.get("BY_KEYBOARD", "40"))
BY_THUMB = int(os.environ.get("BY_THUMB", "24"))


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    for number, label in enumerate(("研究对象不符", "干预措施不符", "研究设计不符")):
        Reason.objects.create(
            review=cast.review,
            stage=TA,
            label_en=f"Reason {number + 1}",
            label_zh=label,
            position=number,
        )
    Criterion.objects.create(
        review=cast.review, stage=TA, text_en="Adults", text_zh="成人", inclusion=True
    )
    return cast


def fill(cast: Cast, number: int) -> None:
    for n in range(number):
        make_record(
            cast.review,
            title=f"骨骼肌外泌体{n}",
            abstract="目的：观察。方法：检索。结果：促进成骨。",
            language="zh",
        )


def kept(cast: Cast) -> dict[str, tuple[str, int | None, str]]:
    """Record id → verdict, place of the reason from 1, note, as the database has them."""
    notes = dict(Note.objects.values_list("record", "text"))
    rows = Vote.objects.filter(user=cast.first).values_list("record", "verdict", "reason__position")
    return {
        str(pk): (verdict, None if at is None else at + 1, notes.get(pk, ""))
        for pk, verdict, at in rows
    }


def finish(page: Page) -> None:
    expect(page.locator("#finished")).to_be_visible()
    expect(page.locator("[data-save-state=saved]")).to_be_attached(timeout=30_000)


def test_records_by_keyboard_alone(team: Cast, browser: Browser, live_server: object) -> None:
    fill(team, BY_KEYBOARD)
    with window(browser, live_server.url, "zh-hans", "light", 1280, session_of(team.first)) as page:
        page.goto(f"{live_server.url}/reviews/{team.review.pk}/screen/{TA}/")
        expected = by_keyboard(page, page.context.new_cdp_session(page), BY_KEYBOARD, pause=0)
        finish(page)
    assert len(expected) == BY_KEYBOARD
    assert kept(team) == expected


def test_records_by_thumb(team: Cast, browser: Browser, live_server: object) -> None:
    fill(team, BY_THUMB)
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.add_cookies(
        [{"name": "sessionid", "value": session_of(team.first), "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/reviews/{team.review.pk}/screen/{TA}/")
    expected = by_thumb(page, context.new_cdp_session(page), BY_THUMB)
    finish(page)
    assert len(expected) == BY_THUMB
    assert kept(team) == expected
    context.close()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh-hans",
            """
            - article "骨骼肌外泌体0":
              - heading "骨骼肌外泌体0" [level=2]
            - complementary "标准、备注与标签":
              - textbox "我的备注"
            - group "按理由排除":
              - button "研究对象不符"
            - button "撤销我的上一条意见" [disabled]
            - button "纳入"
            - button "待定"
            - button "排除"
            """,
        ),
        (
            "en",
            """
            - article "骨骼肌外泌体0":
              - heading "骨骼肌外泌体0" [level=2]
            - complementary "Criteria, note and labels":
              - textbox "My note"
            - group "Exclude with a reason":
              - button "Reason 1"
            - button "Undo my last vote" [disabled]
            - button "Include"
            - button "Maybe"
            - button "Exclude"
            """,
        ),
    ],
)
def test_screen_reader_is_told_all_that_eyes_see(
    team: Cast, browser: Browser, live_server: object, language: str, expected: str
) -> None:
    fill(team, 2)
    with window(browser, live_server.url, language, "light", 1280, session_of(team.first)) as page:
        page.goto(f"{live_server.url}/reviews/{team.review.pk}/screen/{TA}/")
        expect(page.locator("#desk")).to_match_aria_snapshot(expected)
        expect(page.locator(".record-title")).to_be_focused()
        page.keyboard.press("i")
        words = {"zh-hans": ["纳入", "2"], "en": ["Include", "2"]}[language]
        for word in words:
            expect(page.locator("#said[role=status]")).to_contain_text(word)
        expect(page.locator(".record-title")).to_be_focused()
        expect(page.locator(".record-title")).to_have_text("骨骼肌外泌体1")
