"""axe-core finds nothing on any page, in both languages, both themes, on a phone and a desk; nothing runs over its width."""

import inspect
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeBase
from playwright.sync_api import Browser

from tests.browser.pages import PAGES, Page
from tests.browser.visit import LANGUAGES, THEMES, WIDTHS, session_of, window
from tests.world import build_world

AXE = (Path(inspect.getfile(AxeBase)).parent / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "light": "{resultTypes: ['violations'], preload: false}",
    # Only colours differ in the dark: the rest of the rules would see the same page twice.
    "dark": "{resultTypes: ['violations'], preload: false, runOnly: ['color-contrast', 'link-in-text-block']}",
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label)
def test_page_is_accessible(page: Page, browser: Browser, live_server, transactional_db):
    world = build_world()
    person = world.person(page.role)
    session = session_of(person) if person else ""
    found = []
    for language in LANGUAGES:
        with window(browser, live_server.url, language, "light", 1280, session) as tab:
            told: list[str] = []
            tab.on("console", lambda message, told=told: told.append(message.text) if message.type == "error" else None)
            tab.on("pageerror", lambda error, told=told: told.append(str(error)))
            if page.name == "join":
                tab.goto(f"{live_server.url}/join/{world.token}/")
            answer = tab.goto(live_server.url + page.path(world))
            assert answer is not None
            if answer.status >= 400:
                told = [text for text in told if "status of" not in text]
            found += [f"{language}: {text}" for text in told]
            for theme in THEMES:
                tab.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                for width, height in WIDTHS.items():
                    tab.set_viewport_size({"width": width, "height": height})
                    where = f"{language} {theme} {width}"
                    over = tab.evaluate(TOO_WIDE)
                    found += [f"{where}: runs over by {over} px"] if over > 0 else []
                    found += [f"{where}: {text}" for text in violations(tab, OPTIONS[theme])]
    assert found == []


def violations(tab, options: str) -> list[str]:
    """What axe-core finds, one line a node."""
    if not tab.evaluate("Boolean(window.axe)"):
        tab.evaluate(AXE)
    found = tab.evaluate(f"axe.run(document, {options})")["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {reason(node)}" for violation in found for node in violation["nodes"]
    ]


def reason(node: dict) -> str:
    checks = node.get("any") or node.get("all") or node.get("none") or [{}]
    return str(checks[0].get("message", ""))
