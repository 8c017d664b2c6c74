"""Screening without a connection: what was taken along is voted on,
and all of it arrives once and in order.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from screening.models import Event, Vote
from tests.browser.voting import address, records, saved
from tests.builders import PASSWORD, Cast, join, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def device(browser: Browser, live_server: object) -> Iterator[Callable[[str], Page]]:
    """Another device: a browser of its own, signed in."""
    contexts: list[BrowserContext] = []

    def sign_in(email: str) -> Page:
        contexts.append(browser.new_context(locale="en"))
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/sign-in/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/reviews/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def take(page: Page, number: int, held: int) -> None:
    page.locator("[data-offline] > summary").click()
    page.locator(f"[data-take='{number}']").click()
    expect(page.locator("[data-offline-word]")).to_have_text(f"{held} offline", timeout=30_000)


def leave(page: Page, url: str) -> None:
    """The connection goes, and the page is opened anew."""
    page.context.set_offline(True)
    page.goto(url)
    expect(page.locator("#record [data-record]")).to_be_visible()


def test_two_hundred_votes_in_a_plane_on_two_devices_arrive_once_and_in_order(
    live_server: object, team: Cast, device: Callable[[str], Page]
) -> None:
    made = records(team, 205)
    url = address(live_server, team)
    third = make_user("Tom")
    join(team.review, third, "reviewer")
    plane, train = device(team.first.email), device(third.email)
    for page in (plane, train):
        page.goto(url)
        take(page, 200, 200)
        leave(page, url)
    keys = "iem"
    for number in range(200):
        plane.keyboard.press(keys[number % 3])
    for _ in range(20):
        train.keyboard.press("e")
    expect(plane.locator("[data-when=offline] [data-waiting]")).to_have_text("200")
    assert not Vote.objects.exists()
    plane.reload()
    expect(plane.locator("[data-when=offline] [data-waiting]")).to_have_text("200")
    Session.objects.all().delete()
    for page, person in ((train, third), (plane, team.first)):
        page.context.set_offline(False)
        expect(page.locator("#sign-in-again")).to_be_visible(timeout=30_000)
        page.fill("#again-email", person.email)
        page.fill("#again-password", PASSWORD)
        page.locator(
            "#sign-in-form button[type=submit], #sign-in-form button:not([type])"
        ).first.click()
        saved(page, 120)
    mine = Vote.objects.filter(user=team.first)
    assert dict(mine.values_list("record_id", "verdict")) == {
        record.pk: {"i": "include", "e": "exclude", "m": "maybe"}[keys[number % 3]]
        for number, record in enumerate(made[:200])
    }
    assert Vote.objects.filter(user=third, verdict="exclude").count() == 20
    events = Event.objects.filter(verb="vote", actor=team.first).order_by("pk")
    assert list(events.values_list("record_id", flat=True)) == [record.pk for record in made[:200]]


def test_what_was_voted_on_does_not_come_again_and_signing_out_clears_the_device(
    live_server: object, team: Cast, device: Callable[[str], Page]
) -> None:
    made = records(team, 12)
    url = address(live_server, team)
    page = device(team.first.email)
    page.goto(url)
    take(page, 50, 12)
    for _ in range(3):
        page.keyboard.press("i")
    saved(page)
    leave(page, url)
    expect(page.locator(f"#record [data-record='{made[3].pk}']")).to_be_visible()
    expect(page.locator("[data-done]").first).to_have_text("3")
    page.goto(f"{live_server.url}/reviews/")
    expect(page.locator("[data-packs] a")).to_have_count(1)
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/reviews/")
    page.locator(".top details.menu summary").last.click()
    page.locator("form[data-signs-out] button").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("caches.keys()") == []
    assert (
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('pack-'))") == []
    )
