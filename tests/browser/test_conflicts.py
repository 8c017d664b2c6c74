"""Conflicts by keyboard: one of full text in two keys, one that was settled corrected in three,
no page loaded anew.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.voting import cast_vote
from screening.models import Reason, Settlement
from tests.browser.visit import session_of, window
from tests.builders import Cast, make_cast, make_record, make_search

pytestmark = pytest.mark.django_db(transaction=True)
FT = "full-text"


@pytest.fixture
def team() -> Cast:
    cast = make_cast()
    for n, name in enumerate(("Population", "Design", "Outcome")):
        Reason.objects.create(
            review=cast.review, stage=FT, label_en=name, label_zh=name, position=n
        )
    search = make_search(cast.review, kind="citation", name="References")
    for n in range(3):
        record = make_record(
            cast.review, search=search, title=f"骨骼肌外泌体 {n}", place="await_retrieval"
        )
        set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
        vote = {"review": cast.review, "record_id": record.pk, "stage": FT}
        cast_vote(by=cast.first, verdict="include", key=uuid4(), **vote)
        reason = Reason.objects.get(label_en="Outcome").pk
        cast_vote(by=cast.second, verdict="exclude", reason_id=reason, key=uuid4(), **vote)
    return cast


@pytest.fixture
def desk(team: Cast, browser: Browser, live_server: object) -> Iterator[Page]:
    with window(browser, live_server.url, "en", "light", 1280, session_of(team.adjudicator)) as tab:
        tab.goto(f"{live_server.url}/reviews/{team.review.pk}/conflicts/{FT}/")
        yield tab


def record(desk: Page) -> str:
    return str(desk.locator("#record .record").get_attribute("data-record"))


def test_settled_in_two_keys_and_corrected_in_three(desk: Page) -> None:
    desk.evaluate("window.here = true")
    first = record(desk)
    desk.keyboard.press("e")  # asks for the reason, as an exclusion here needs one
    expect(desk.locator("#settle-form.asks .reason").first).to_be_focused()
    desk.keyboard.press("3")
    expect(desk.locator(f'#record .record[data-record="{first}"]')).to_have_count(0)
    assert list(Settlement.objects.values_list("record_id", "reason__label_en")) == [
        (int(first), "Outcome")
    ]
    expect(desk.locator("#conflict-room .record-title")).to_be_focused()
    desk.keyboard.press("z")
    expect(desk.locator(f'#record .record[data-record="{first}"]')).to_have_count(1)
    expect(desk.locator("#conflict-room .record-title")).to_be_focused()
    assert not Settlement.objects.exists()
    desk.keyboard.press("1")
    expect(desk.locator(f'#record .record[data-record="{first}"]')).to_have_count(0)
    assert list(Settlement.objects.values_list("reason__label_en", flat=True)) == ["Population"]
    assert desk.evaluate("window.here"), "no page was loaded anew"


def test_several_are_resolved_from_a_panel_in_sight(desk: Page) -> None:
    expect(desk.locator(".bulk-panel")).to_be_hidden()
    desk.check("[data-picks-all]")
    expect(desk.locator(".bulk-panel button")).to_be_in_viewport()
    desk.select_option("#bulk-verdict", "include")
    desk.click(".bulk-panel button")
    expect(desk.locator(".empty")).to_be_visible()
    assert Settlement.objects.filter(verdict="include").count() == 3


def test_the_record_is_in_sight_beside_the_votes_and_the_badge_counts_along(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": 860})
    bar = desk.locator(".settle-bar").bounding_box()
    title = desk.locator("#record .record-title").bounding_box()
    assert bar
    assert title
    assert bar["y"] - (title["y"] + title["height"]) > 200, (
        "two hundred pixels of the record are readable"
    )
    badge = desk.locator("#rail [aria-current] .count")
    expect(badge).to_have_text("3")
    desk.keyboard.press("i")
    expect(badge).to_have_text("2")
