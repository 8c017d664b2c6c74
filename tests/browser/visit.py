"""Opening a page as a person, in a language, a theme and a width."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from screening.models import User

LANGUAGES = ("en", "zh-hans")
THEMES = ("light", "dark")
WIDTHS = {360: 740, 1280: 860}


def session_of(user: User) -> str:
    """The key of a fresh session in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def window(
    browser: Browser, site: str, language: str, theme: str, width: int, session: str = ""
) -> Iterator[Page]:
    """A browser window on the site with these tastes, signed in if a session is given."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS.get(width, 860)},
        color_scheme=theme,
        reduced_motion="reduce",
        locale="zh-CN" if language == "zh-hans" else "en-GB",
    )
    context.add_cookies(tastes(site, language, theme, session))
    try:
        yield context.new_page()
    finally:
        context.close()


def tastes(site: str, language: str, theme: str, session: str = "") -> list[dict[str, str]]:
    """The cookies that choose language and theme, and sign in if a session is given."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, "theme": theme}
    if session:
        cookies[settings.SESSION_COOKIE_NAME] = session
    return [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
