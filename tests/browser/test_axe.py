"""axe-core finds nothing on any page, in both languages, both themes, on a phone and a desk;
nothing runs over its width.

Each page is looked at twice, so that it is seen in both languages, both themes and both widths;
one page and the next differ in what goes with what. `AXE_LOOKS=all` looks at all eight.
"""

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeBase
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.browser.pages import PAGES, Page
from tests.browser.visit import LANGUAGES, THEMES, WIDTHS, session_of, tastes, window
from tests.world import build_world

AXE = (Path(inspect.getfile(AxeBase)).parent / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "light": "{resultTypes: ['violations'], preload: false}",
    # Only colours differ in the dark: the rest of the rules would see the same page twice.
    "dark": "{resultTypes: ['violations'], preload: false, runOnly: ['color-contrast', 'link-in-text-block']}",
}
ALL = os.environ.get("AXE_LOOKS") == "all"
TURNS = [
    {("en", "light", 1280), ("zh-hans", "dark", 360)},
    {("zh-hans", "light", 360), ("en", "dark", 1280)},
]
#: Django's own choice of nothing, which says nothing.
NO_WORDS = "[...document.querySelectorAll('option')].some((one) => one.text === '---------')"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """One window for all pages: a new one for each would cost more than axe-core itself."""
    with window(browser, "http://localhost", "en", "light", 1280) as tab:
        yield tab


@pytest.fixture
def told(tab: Tab) -> Iterator[list[str]]:
    """What the pages complain of in the console, as it comes."""
    texts: list[str] = []
    listeners = {
        "console": lambda message: texts.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: texts.append(str(error)),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)
    yield texts
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label)
def test_page_is_accessible(page: Page, tab: Tab, told: list[str], live_server, transactional_db):
    world = build_world()
    person = world.person(page.role)
    session = session_of(person) if person else ""
    found, looks = [], TURNS[PAGES.index(page) % 2]
    for language in LANGUAGES:
        tab.context.clear_cookies()
        tab.context.add_cookies(tastes(live_server.url, language, "light", session))
        if page.name == "join":
            tab.goto(f"{live_server.url}/join/{world.token}/")
        answer = tab.goto(live_server.url + page.path(world))
        assert answer is not None
        found += [
            f"{language}: {text}" for text in told if answer.status < 400 or "status of" not in text
        ]
        told.clear()
        found += [f"{language}: a choice without words"] if tab.evaluate(NO_WORDS) else []
        for theme in THEMES:
            tab.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for width, height in WIDTHS.items():
                if not ALL and (language, theme, width) not in looks:
                    continue
                tab.set_viewport_size({"width": width, "height": height})
                where = f"{language} {theme} {width}"
                over = tab.evaluate(TOO_WIDE)
                found += [f"{where}: runs over by {over} px"] if over > 0 else []
                found += [f"{where}: {text}" for text in violations(tab, OPTIONS[theme])]
    # Pages that ask how a job is doing must not go on asking when the next page is looked at.
    tab.goto("about:blank")
    assert found == []


def violations(tab, options: str) -> list[str]:
    """What axe-core finds, one line a node."""
    if not tab.evaluate("Boolean(window.axe)"):
        tab.evaluate(AXE)
    found = tab.evaluate(f"axe.run(document, {options})")["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {reason(node)}"
        for violation in found
        for node in violation["nodes"]
    ]


def reason(node: dict) -> str:
    checks = node.get("any") or node.get("all") or node.get("none") or [{}]
    return str(checks[0].get("message", ""))
