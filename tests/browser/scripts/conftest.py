"""The modules of the screening page by themselves: in a page with nothing else,
and without a server.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Route

FOLDER = Path(settings.BASE_DIR) / "screening" / "static" / "screening" / "js"
#: Where the page pretends to be: storage and locks need an address. Nothing answers there but the
#: route below.
PAGE = "http://localhost:9/"
#: Modules that look at no page when they are loaded.
ALONE = (
    "deck",
    "delivery",
    "judgement",
    "numbers",
    "outbox",
    "pack",
    "pressed",
    "undo_memory",
)


def serve(route: Route) -> None:
    name = re.fullmatch(rf"{PAGE}(\w+\.js)", route.request.url)
    if name:
        route.fulfill(path=FOLDER / name[1], content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.fixture(scope="session")
def run(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Runs the body of an async function in which the modules' names and `given` are known;
    gives back what it returns.
    """
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", serve)
    page.goto(PAGE)
    names = page.evaluate(
        """async (modules) => {
          const loaded = await Promise.all(modules.map((name) => import(`./${name}.js`)));
          window.known = Object.assign({}, ...loaded);
          return Object.keys(window.known);
        }""",
        list(ALONE),
    )
    prelude = f"const {{ {', '.join(names)} }} = window.known;"
    yield lambda body, given=None: page.evaluate(f"async (given) => {{ {prelude} {body} }}", given)
    context.close()
