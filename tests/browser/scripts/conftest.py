"""The scripts of the screening page by themselves: in a page with nothing else,
and without a server.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

FOLDER = Path(settings.BASE_DIR) / "screening" / "static" / "screening" / "js"
PAGE = "http://localhost:9/"
"""Where the page pretends to be: storage and locks need an address.
Nothing answers there but the route below.
"""


@pytest.fixture(scope="session")
def run(browser: Browser) -> Iterator[Callable[[str], Any]]:
    """Runs the body of an async function in which the scripts are known;
    gives back what it returns.
    """
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
    )
    page.goto(PAGE)
    for name in ("outbox.js", "deck.js", "undo_memory.js"):
        page.add_script_tag(content=(FOLDER / name).read_text(encoding="utf-8"))
    prelude = "const { Deck, Outbox, newKey, undoMemory } = window.Reviewapp;"
    yield lambda body: page.evaluate(f"async () => {{ {prelude} {body} }}")
    context.close()
