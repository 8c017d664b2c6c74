"""Votes in a browser whose connection, session, account or role goes: none is lost,
none is somebody else's.
"""

import json
import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from screening.actions.screening.stages import close_stage
from screening.models import (
    Event,
    Membership,
    Note,
    User,
    Vote,
)
from tests.browser.voting import TA, address, records, saved
from tests.builders import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_votes_survive_an_outage_a_reload_and_keep_their_order(
    live_server: object, team: Cast, sign_in: Callable[[str], Page], context: BrowserContext
) -> None:
    made = records(team, 6)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    page.route(re.compile("/vote/|/clear/"), lambda route: route.abort())
    page.keyboard.press("i")
    page.keyboard.press("e")
    page.keyboard.press("z")
    page.keyboard.press("m")
    expect(page.locator("[data-save-state=offline]")).to_be_attached()
    expect(page.locator("[data-when=offline] [data-waiting]")).to_have_text("4")
    assert not Vote.objects.exists()
    page.reload()
    expect(page.locator("[data-when=offline] [data-waiting]")).to_have_text("4")
    expect(page.locator(f"#record [data-record='{made[2].pk}']")).to_be_visible()
    page.unroute(re.compile("/vote/|/clear/"))
    page.reload()
    saved(page)
    assert list(Vote.objects.order_by("record_id").values_list("record_id", "verdict")) == [
        (made[0].pk, "include"),
        (made[1].pk, "maybe"),
    ]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "vote",
        "vote",
        "clear_vote",
        "vote",
    ]


def test_votes_go_out_where_the_storage_of_the_browser_never_answers(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.add_init_script("indexedDB.open = () => ({})")
    page.goto(address(live_server, team))
    page.keyboard.press("i")
    page.keyboard.press("e")
    saved(page)
    assert Vote.objects.count() == 2


def test_answer_lost_after_the_vote_was_stored_is_one_vote(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    lost: list[int] = []

    def lose_first(route: object) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/vote/"), lose_first)
    page.keyboard.press("i")
    saved(page)
    assert lost == [200]
    assert (Vote.objects.count(), Event.objects.filter(verb="vote").count()) == (1, 1)


def test_session_ends_and_a_dialog_signs_in_again(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    Session.objects.all().delete()
    page.keyboard.press("i")
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    page.fill("#again-password", "wrong")
    dialog.get_by_role("button").click()
    expect(page.locator("#sign-in-error")).to_be_visible()
    page.fill("#again-password", PASSWORD)
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden(timeout=20_000)
    saved(page)
    assert Vote.objects.get().user == team.first


def enter_beside(live_server: object, page: Page, person: User) -> None:
    """Somebody else signs in at the same browser:
    from one moment to the next its cookies are theirs.
    """
    User.objects.filter(pk=person.pk).update(email="ren@example.org")
    assert page.context.browser is not None
    elsewhere = page.context.browser.new_context()
    beside = elsewhere.new_page()
    beside.goto(f"{live_server.url}/sign-in/")
    beside.fill("[name=login]", "ren@example.org")
    beside.fill("[name=password]", PASSWORD)
    beside.click("main form button")
    beside.wait_for_url(lambda url: "sign-in" not in url)
    page.context.add_cookies(elsewhere.cookies())
    elsewhere.close()


def test_undo_of_an_earlier_page_asks_to_sign_in_when_the_session_has_ended(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    page.keyboard.press("i")
    saved(page)
    page.reload()
    saved(page)
    Session.objects.all().delete()
    page.keyboard.press("z")
    expect(page.locator("#sign-in-again")).to_be_visible()
    page.fill("#again-password", PASSWORD)
    page.locator("#sign-in-again").get_by_role("button").click()
    expect(page.locator("#sign-in-again")).to_be_hidden(timeout=20_000)
    page.keyboard.press("z")
    expect(page.locator("#said")).to_have_text("Undone")
    saved(page)
    assert not Vote.objects.exists()


def test_page_left_open_shows_and_sends_nothing_of_somebody_who_signs_in_beside_it(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    rows = records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    page.keyboard.press("i")
    saved(page)
    page.reload()
    for row in rows:
        Note.objects.create(record=row, user=team.second, stage=TA, text="只有任看得到")
    enter_beside(live_server, page, team.second)
    page.keyboard.press("z")
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('textarea')].map((field) => field.value)"
    ) == [""]
    page.fill("#again-password", PASSWORD)
    dialog.get_by_role("button").click()
    expect(page.locator("#sign-in-error")).to_contain_text("a different account")
    Session.objects.all().delete()
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden(timeout=20_000)
    page.keyboard.press("z")
    expect(page.locator("#said")).to_have_text("Undone")
    saved(page)
    assert not Vote.objects.exists()


def test_votes_of_a_page_left_open_wait_while_somebody_else_is_signed_in(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    enter_beside(live_server, page, team.second)
    page.keyboard.press("i")
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    assert not Vote.objects.exists()
    Session.objects.all().delete()
    page.fill("#again-password", PASSWORD)
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden(timeout=20_000)
    saved(page)
    assert Vote.objects.get().user == team.first


def test_role_lost_offers_the_unsent_votes(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    Membership.objects.filter(user=team.first).update(reviews=False)
    page.keyboard.press("i")
    expect(page.locator("#lost-role")).to_be_visible()
    with page.expect_download() as download:
        page.click("[data-lost-file]")
    assert '"verdict": "include"' in download.value.path().read_text()
    assert not Vote.objects.exists()


def test_votes_that_come_after_the_stage_was_closed_are_offered_for_download(
    live_server: object, team: Cast, sign_in: Callable[[str], Page], context: BrowserContext
) -> None:
    """Nobody may be at the screen when the connection is back:
    what was not stored stays there until it is read.
    """
    made = records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team) + "?order=imported")
    context.set_offline(True)
    for key in "im":
        page.keyboard.press(key)
    close_stage(by=team.lead, review=team.review, stage=TA)
    context.set_offline(False)
    expect(page.locator("#stage-closed [data-lost-count]")).to_have_text("2")
    with page.expect_download() as download:
        page.click("#stage-closed [data-lost-file]")
    kept = json.loads(download.value.path().read_text("utf-8"))
    assert [(vote["record"], vote["verdict"]) for vote in kept] == [
        (made[0].pk, "include"),
        (made[1].pk, "maybe"),
    ]
    assert not Vote.objects.exists()


def test_second_tab_is_told_that_the_first_has_voted(
    live_server: object, team: Cast, sign_in: Callable[[str], Page], context: BrowserContext
) -> None:
    records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    other = context.new_page()
    other.goto(address(live_server, team))
    saved(
        other
    )  # it has read the outbox: a vote still waiting there would be taken up, and the next record shown
    page.keyboard.press("i")
    saved(page)
    other.keyboard.press("e")
    expect(other.locator("#vote-elsewhere")).to_be_visible()
    assert Vote.objects.get().verdict == "include"
    other.click("[data-elsewhere=change]")
    saved(other)
    assert Vote.objects.get().verdict == "exclude"


def test_undo_without_a_connection_waits_for_it(
    live_server: object, team: Cast, sign_in: Callable[[str], Page], context: BrowserContext
) -> None:
    """What an earlier page decided has to be fetched; a press in vain does not use the undo up."""
    made = records(team, 4)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team) + "?order=imported")
    for key in "im":
        page.keyboard.press(key)
    saved(page)
    page.reload()
    context.set_offline(True)
    page.keyboard.press("z")
    expect(page.locator("#toasts .alert")).to_be_visible()
    context.set_offline(False)
    page.keyboard.press("z")
    expect(page.locator("#record .record-title")).to_contain_text(made[1].title)
    saved(page)
    assert list(Vote.objects.values_list("record", flat=True)) == [made[0].pk]
