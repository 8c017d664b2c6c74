"""Pictures of the pages, in two languages, two themes and two widths:
`python -m tests.browser.pictures FOLDER`.

With no further options a small world is built in a throw-away database and the pages of
`tests.browser.pages` are taken; `--only NAME` takes some of them. `--at http://host:port --email E
--password P PATH…` takes paths of a running site.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django

django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.test.utils import get_runner, setup_test_environment  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser.pages import PAGES  # noqa: E402
from tests.browser.visit import LANGUAGES, THEMES, WIDTHS, session_of, window  # noqa: E402
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS  # noqa: E402
from tests.world import build_world  # noqa: E402

EVERY_LOOK = [
    (language, theme, width) for language in LANGUAGES for theme in THEMES for width in WIDTHS
]
FOUR_LOOKS = [
    ("en", "light", 1280),
    ("zh-hans", "dark", 1280),
    ("zh-hans", "light", 360),
    ("en", "dark", 360),
]


def main() -> None:
    """Reads the command line and takes the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--few", action="store_true", help="four of the eight looks")
    parser.add_argument("--at", default="")
    parser.add_argument("--email", default="")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    looks = FOUR_LOOKS if options.few else EVERY_LOOK
    with chromium() as browser:
        if options.at:
            running_site(browser, options, looks)
        else:
            built_site(browser, options, looks)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        path = next(path for path in CHROMIUM if Path(path).exists())
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def running_site(
    browser: Browser, options: argparse.Namespace, looks: list[tuple[str, str, int]]
) -> None:
    """Takes the given paths of a site that runs, signed in by its form."""
    session = ""
    if options.email:
        with window(browser, options.at, "en", "light", 1280) as tab:
            tab.goto(f"{options.at}/sign-in/")
            tab.fill("[name=login]", options.email)
            tab.fill("[name=password]", options.password)
            tab.press("[name=password]", "Enter")
            tab.wait_for_load_state("networkidle")
            session = next(c["value"] for c in tab.context.cookies() if "sessionid" in c["name"])
    for path in options.paths:
        take(
            browser,
            options.at,
            path,
            path.strip("/").replace("/", "-") or "home",
            session,
            looks,
            options.folder,
        )


def built_site(
    browser: Browser, options: argparse.Namespace, looks: list[tuple[str, str, int]]
) -> None:
    """Builds the world in a test database, serves it, and takes the listed pages."""
    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    site = f"http://localhost:{server.port}"
    world = build_world()
    try:
        for page in PAGES:
            if options.only and page.name not in options.only:
                continue
            person = world.person(page.role)
            session = session_of(person) if person else ""
            before = f"/join/{world.token}/" if page.name == "join" else ""
            take(
                browser, site, page.path(world), page.label, session, looks, options.folder, before
            )
    finally:
        server.terminate()
        connections.close_all()
        runner.teardown_databases(databases)


def take(
    browser: Browser,
    site: str,
    path: str,
    name: str,
    session: str,
    looks: list[tuple[str, str, int]],
    folder: Path,
    before: str = "",
) -> None:
    """One page in all looks, the whole length of it."""
    for language, theme, width in looks:
        with window(browser, site, language, theme, width, session) as tab:
            if before:
                tab.goto(site + before)
            tab.goto(site + path)
            tab.wait_for_load_state("networkidle")
            height = tab.evaluate("document.documentElement.scrollHeight")
            tab.set_viewport_size({"width": width, "height": min(max(height, WIDTHS[width]), 4000)})
            tab.screenshot(path=folder / f"{name}.{language}.{theme}.{width}.png")


if __name__ == "__main__":
    main()
