"""A PDF in Chinese beside the decision: searched, marked, noted, by keyboard alone."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, Page, expect
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from screening.models import FullTextMark, Retrieval
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast, make_full_text, make_record

pytestmark = pytest.mark.django_db(transaction=True)
PAINTED = """name => [...(CSS.highlights.get(name) || [])].map(range => range.toString().replace(/\\s+/g, ""))"""


def pdf() -> bytes:
    """Two pages of running Chinese, the sentence of the second broken over two lines."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = BytesIO()
    canvas = Canvas(made, pagesize=(420, 300))
    for lines in (["目的 观察外泌体的作用。"], ["结果 骨骼肌源性外", "泌体促进成骨分化。"]):
        canvas.setFont("STSong-Light", 20)
        for number, line in enumerate(lines):
            canvas.drawString(30, 240 - 30 * number, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    record = make_record(cast.review, place="await_ft", title="外泌体与骨形成", language="zh")
    Retrieval.objects.create(review=cast.review, record=record, status="retrieved", by=cast.lead)
    file = make_full_text(cast.review, record=record)
    file.stored.save(file.stored.name, ContentFile(pdf()))
    return cast


@pytest.fixture
def desk(team: Cast, browser: Browser, live_server: object) -> Iterator[Page]:
    with window(browser, live_server.url, "zh-hans", "light", 1280, session_of(team.first)) as tab:
        tab.goto(f"{live_server.url}/reviews/{team.review.pk}/screen/full-text/")
        yield tab


def focus_on(tab: Page, selector: str, presses: int = 60) -> None:
    """Goes there with the Tab key alone."""
    for _ in range(presses):
        if tab.evaluate("selector => Boolean(document.activeElement?.matches(selector))", selector):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by the Tab key")


def painted(tab: Page, name: str, expected: list[str]) -> None:
    tab.wait_for_function(
        f"expected => JSON.stringify(({PAINTED})('{name}')) === JSON.stringify(expected)",
        arg=expected,
    )


def test_words_found_by_keyboard_are_marked_and_stay_marked(desk: Page, team: Cast) -> None:
    focus_on(desk, "[data-reads]")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-reader-pages]")).to_have_text("1 / 2")
    expect(desk.locator(".reader-bar")).to_be_in_viewport()
    expect(desk.locator("[data-reader-record]")).to_have_text("外泌体与骨形成")
    expect(desk.locator("#marks .count")).to_have_text("0")
    focus_on(desk, "#reader-q")
    desk.keyboard.insert_text("源性外泌体促进")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-reader-pages]")).to_have_text("2 / 2")
    painted(desk, "reader-hit", ["源性外泌体促进"])
    focus_on(desk, "[data-reader-mark]")
    desk.keyboard.press("Enter")
    expect(desk.locator("#marks .count")).to_have_text("1")
    painted(desk, "reader-mark", ["源性外泌体促进"])
    expect(desk.locator("#marks-title")).to_be_focused()
    focus_on(desk, "#mark-note")
    desk.keyboard.insert_text("结局指标不符？")
    focus_on(desk, "#marks form.marks-form button")
    desk.keyboard.press("Enter")
    expect(desk.locator("#marks .count")).to_have_text("2")
    marks = FullTextMark.objects.order_by("pk").values_list("user", "page", "quote", "note")
    assert list(marks) == [
        (team.first.pk, 2, "源性外泌体促进", ""),
        (team.first.pk, 2, "", "结局指标不符？"),
    ]
    desk.reload()
    expect(desk.locator("#marks .count")).to_have_text("2")
    if not desk.locator("#mark-note").is_visible():
        focus_on(desk, "[data-toggles='fulltext']")
        desk.keyboard.press("Enter")
    focus_on(desk, "[data-goes]")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-reader-pages]")).to_have_text("2 / 2")
    painted(desk, "reader-mark", ["源性外泌体促进"])
    focus_on(desk, "[data-goes] ~ form button")
    desk.keyboard.press("Enter")
    expect(desk.locator("#marks .count")).to_have_text("1")
    painted(desk, "reader-mark", [])


def test_selected_text_fills_the_mark_and_keys_rest_in_its_note(desk: Page, team: Cast) -> None:
    desk.locator("[data-reads]").click()
    expect(desk.locator(".reader-text span").first).to_be_visible()
    desk.evaluate("""() => {
        const node = document.createTreeWalker(document.querySelector(".reader-text"), NodeFilter.SHOW_TEXT).nextNode();
        const at = node.data.indexOf("外泌体");
        getSelection().setBaseAndExtent(node, at, node, at + 3);
    }""")
    expect(desk.locator("#mark-quote")).to_have_value("外泌体")
    desk.locator("[data-toggles='fulltext']").click()
    desk.locator("#mark-note").fill("")
    desk.locator("#mark-note").press_sequentially("ie1")
    desk.locator("#marks form.marks-form button").click()
    expect(desk.locator("#marks .count")).to_have_text("1")
    assert FullTextMark.objects.values_list("page", "quote", "note").get() == (1, "外泌体", "ie1")
    assert not team.review.votes.exists()


def test_page_turned_while_another_is_drawn_is_drawn_whole(desk: Page) -> None:
    desk.click("[data-reads]")
    expect(desk.locator("[data-reader-pages]")).to_have_text("1 / 2")
    for name in ("on", "back", "on", "larger", "smaller"):
        desk.evaluate("name => document.querySelector(`[data-reader-${name}]`).click()", name)
    layer = desk.locator("[data-reader-text]")
    expect(layer).to_contain_text("泌体促进成骨分化")
    expect(layer).not_to_contain_text("观察")
    desk.fill("#reader-q", "成骨分化")
    desk.keyboard.press("Enter")
    painted(desk, "reader-hit", ["成骨分化"])
