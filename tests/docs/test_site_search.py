"""The built site in a browser: Chinese is found by its characters, and no other host is asked."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, Route, expect

ROOT = Path(__file__).parents[2]
HOST = "docs.example.org"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


@pytest.fixture
def site(built: Path, page: Page) -> Page:
    """The Chinese start page, served from the folder; `page.asked` are the hosts that were asked."""
    page.asked = set()

    def serve(route: Route) -> None:
        address = urlsplit(route.request.url)
        page.asked.add(address.hostname)
        if address.hostname == HOST:
            route.fulfill(path=built / unquote(address.path).lstrip("/"))
        else:
            route.abort()

    page.route("**/*", serve)
    page.goto(f"http://{HOST}/index.zh.html")
    return page


def found(page: Page, words: str) -> list[str]:
    """The pages a search finds, best first."""
    page.fill(".md-search__input", words)
    page.click(".md-search__input")
    page.press(".md-search__input", "End")
    expect(page.locator(".md-search-result__meta")).to_contain_text("结果")
    page.wait_for_function(
        "document.querySelector('.md-search-result__meta').textContent.trim() !== '键入以开始搜索'"
    )
    return page.eval_on_selector_all(
        ".md-search-result__item > a:first-of-type",
        "all => all.map(link => link.pathname.split('/').pop())",
    )


@pytest.mark.parametrize(
    ("words", "best", "never"),
    [
        ("去重", "deduplication.html", "privacy.html"),
        ("语言模型", "model-card.zh.html", "formats.html"),
        ("键盘", "accessibility.html", "deduplication.html"),
        ("backup", "administration.html", "glossary.html"),
    ],
)
def test_words_lead_to_their_page(site, words, best, never):
    pages = found(site, words)
    assert pages[0] == best
    assert never not in pages


def test_site_asks_no_other_host_and_speaks_the_language_of_the_page(site):
    found(site, "去重")
    assert site.asked == {HOST}
    assert site.locator("html").get_attribute("lang") == "zh"
    site.goto(f"http://{HOST}/index.html")
    assert site.locator("html").get_attribute("lang") == "en"
