"""The order of the reasons by drag and by keys: what is seen is what is stored, and is said aloud."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from screening.models import Reason
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Population", "Exposure", "Outcome", "Design")


@pytest.fixture
def desk(browser: Browser, live_server: object) -> Iterator[Page]:
    cast: Cast = make_cast()
    for n, name in enumerate(NAMES):
        Reason.objects.create(
            review=cast.review, stage="full-text", label_en=name, label_zh=name, position=n
        )
    with window(browser, live_server.url, "en", "light", 1280, session_of(cast.lead)) as tab:
        tab.goto(f"{live_server.url}/reviews/{cast.review.pk}/protocol/")
        yield tab


def grip(desk: Page, name: str) -> Locator:
    return desk.get_by_role("button", name=f"Move with the arrow keys: {name}")


def order(desk: Page) -> list[str]:
    return desk.locator(".reason-line > span[lang]").all_inner_texts()


def stored() -> list[str]:
    return list(Reason.objects.order_by("position").values_list("label_en", flat=True))


def test_arrow_keys_move_a_reason_and_keep_the_focus(desk: Page) -> None:
    grip(desk, "Outcome").focus()
    with desk.expect_response("**/order/reasons/"):
        desk.keyboard.press("ArrowUp")
        desk.keyboard.press("ArrowUp")
        desk.keyboard.press("ArrowUp")  # already first: stays
    wanted = ["Outcome", "Population", "Exposure", "Design"]
    assert order(desk) == stored() == wanted
    expect(grip(desk, "Outcome")).to_be_focused()
    expect(desk.locator("[data-sorted]", has_text="New position: 1")).to_have_count(1)
    assert desk.locator(".reason-line kbd").all_inner_texts() == ["1", "2", "3", "4"]


def test_a_reason_is_dragged_by_its_handle(desk: Page) -> None:
    grip(desk, "Population").scroll_into_view_if_needed()
    target = desk.locator(".reason-line", has_text="Outcome").bounding_box()
    assert target
    grip(desk, "Population").hover()
    desk.mouse.down()
    desk.mouse.move(target["x"] + 20, target["y"] + target["height"] - 4, steps=8)
    with desk.expect_response("**/order/reasons/"):
        desk.mouse.up()
    wanted = ["Exposure", "Outcome", "Population", "Design"]
    assert order(desk) == stored() == wanted
    desk.reload()
    assert order(desk) == wanted
