"""Who screens in the browser, and how they sign in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from screening.models import Reason
from tests.browser.voting import TA
from tests.builders import PASSWORD, Cast, make_cast


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    for number in range(3):
        Reason.objects.create(
            review=cast.review,
            stage=TA,
            label_en=f"Reason {number + 1}",
            label_zh=f"理由{number + 1}",
            position=number,
        )
    return cast


@pytest.fixture
def sign_in(live_server: object, page: Page) -> Callable[[str], Page]:
    def enter(email: str) -> Page:
        page.goto(f"{live_server.url}/sign-in/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_load_state()
        return page

    return enter
