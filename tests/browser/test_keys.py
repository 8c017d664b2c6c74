"""Single keys do what they say, once, and rest while somebody writes."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import session_of, window
from tests.world import build_world

PRESS = """init => {
  const event = new KeyboardEvent("keydown", {bubbles: true, cancelable: true, ...init});
  if (init.keyCode) Object.defineProperty(event, "keyCode", {value: init.keyCode});
  document.body.dispatchEvent(event);
}"""
BUTTONS = """() => {
  window.clicks = [];
  for (const [name, attributes] of [["include", 'data-key="include"'], ["exclude", 'data-key="exclude"'], ["reason", 'data-reason="3"']]) {
    document.querySelector("main").insertAdjacentHTML("beforeend", `<button type="button" ${attributes}>x</button>`);
    document.querySelector("main").lastElementChild.addEventListener("click", () => window.clicks.push(name));
  }
}"""


@pytest.fixture
def world(transactional_db):
    return build_world()


@pytest.fixture
def tab(world, browser, live_server):
    with window(browser, live_server.url, "en", "light", 1280, session_of(world.cast.lead)) as tab:
        tab.goto(live_server.url + world.path("team"))
        yield tab


def test_help_search_and_ways_to_go(tab, world, live_server):
    tab.keyboard.press("?")
    expect(tab.locator("#key-help")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#key-help")).to_be_hidden()
    tab.keyboard.press("/")
    expect(tab.locator("#top-search")).to_be_focused()
    tab.keyboard.type("g?p/i")
    expect(tab.locator("#top-search")).to_have_value("g?p/i")
    expect(tab.locator("#key-help")).to_be_hidden()
    tab.locator("#top-search").blur()
    tab.keyboard.press("g")
    tab.keyboard.press("p")
    tab.wait_for_url(live_server.url + world.path("flow"))
    tab.keyboard.press("g")
    tab.keyboard.press("o")
    tab.wait_for_url(live_server.url + world.path("overview"))


def test_key_clicks_its_button_once_and_rests_while_typing(tab):
    tab.evaluate(BUTTONS)
    tab.keyboard.press("i")
    tab.keyboard.press("e")
    tab.keyboard.press("3")
    assert tab.evaluate("window.clicks") == ["include", "exclude", "reason"]
    tab.evaluate("window.clicks = []")
    for ignored in (
        {"repeat": True},
        {"isComposing": True},
        {"keyCode": 229},
        {"ctrlKey": True},
        {"altKey": True},
        {"metaKey": True},
        {"shiftKey": True},
    ):
        tab.evaluate(PRESS, {"code": "KeyI", "key": "i"} | ignored)
    tab.locator("[name=email]").first.press_sequentially("iem3")
    assert tab.evaluate("window.clicks") == []
    tab.locator("[name=email]").first.blur()
    tab.evaluate(PRESS, {"code": "KeyI", "key": "中"})
    assert tab.evaluate("window.clicks") == ["include"], (
        "the key counts, not the letter that an input method makes of it"
    )


def test_preset_and_off(tab, world):
    world.cast.lead.keys = "asreview"
    world.cast.lead.save()
    tab.reload()
    tab.evaluate(BUTTONS)
    tab.keyboard.press("i")
    tab.keyboard.press("r")
    assert tab.evaluate("window.clicks") == ["exclude", "include"]
    world.cast.lead.keys = "off"
    world.cast.lead.save()
    tab.reload()
    tab.evaluate(BUTTONS)
    for key in "ire3?":
        tab.keyboard.press(key)
    assert tab.evaluate("window.clicks") == []
    expect(tab.locator("#key-help")).to_be_hidden()


def test_theme_language_and_sign_out_work_without_scripts(world, browser, live_server):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies(
        [{"name": "sessionid", "value": session_of(world.cast.lead), "url": live_server.url}]
    )
    tab = context.new_page()
    tab.goto(live_server.url + world.path("team"))
    tab.locator("header details > summary").click()
    tab.get_by_role("button", name="Dark").click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    assert tab.url == live_server.url + world.path("team")
    tab.get_by_role("button", name="中文").first.click()
    expect(tab.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(tab.locator("h1")).to_have_text("团队")
    tab.locator("header details > summary").click()
    tab.get_by_role("button", name="退出登录").click()
    expect(tab.locator("h1")).to_have_text("登录")
    context.close()


def test_rail_folds_into_a_bar_on_a_phone(world, browser, live_server):
    with window(
        browser, live_server.url, "zh-hans", "light", 360, session_of(world.cast.lead)
    ) as tab:
        tab.goto(live_server.url + world.path("team"))
        expect(tab.locator(".rail")).to_be_hidden()
        tab.locator(".dock summary").click()
        tab.locator(".dock-sheet").get_by_role("link", name="操作记录").click()
        tab.wait_for_url(live_server.url + world.path("history"))
