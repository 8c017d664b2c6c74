"""With the keyboard in hand: a settlement is undone by one key;
a report is opened again in three clicks and back in one.
"""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from screening.actions.screening.voting import cast_vote
from screening.models import Record, Settlement
from tests.browser.visit import session_of, window
from tests.builders import make_record
from tests.world import build_world

TA = "title-abstract"


@pytest.fixture
def world(transactional_db):
    world = build_world()
    for title in ("太极拳对高血压患者血压的影响", "Exosomes in bone repair"):
        record = make_record(world.cast.review, title=title)
        for user, verdict in ((world.cast.first, "include"), (world.cast.second, "exclude")):
            cast_vote(
                by=user,
                review=world.cast.review,
                record_id=record.pk,
                stage=TA,
                verdict=verdict,
                key=uuid4(),
            )
    return world


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_key_undoes_a_settlement(world, browser, live_server, language):
    with window(
        browser, live_server.url, language, "light", 1440, session_of(world.cast.adjudicator)
    ) as tab:
        tab.goto(live_server.url + world.path("conflicts"))
        tab.keyboard.press("e")
        expect(tab.locator(".toast")).to_be_visible()
        assert Settlement.objects.count() == 1
        tab.keyboard.press("z")
        expect(tab.locator(".conflict-queue li")).to_have_count(2)
        assert not Settlement.objects.exists()


def test_three_clicks_from_the_list_of_records_and_one_back(world, browser, live_server):
    with window(
        browser, live_server.url, "en", "light", 1440, session_of(world.cast.adjudicator)
    ) as tab:
        tab.goto(live_server.url + world.path("conflicts"))
        tab.keyboard.press("e")
        expect(tab.locator(".toast")).to_be_visible()
        settled = Settlement.objects.get().record
        tab.goto(live_server.url + world.path("records") + "?box=records_excluded")
        tab.get_by_role("link", name=settled.title).click()
        tab.locator("#reopening ~ ul a").click()
        tab.keyboard.type("勘误：对照组在附录里")
        tab.locator('button[value="keep"]').click()
        expect(tab.locator(".toast")).to_be_visible()
        assert Record.objects.get(pk=settled.pk).place == "await_ta"
        tab.keyboard.press("z")
        expect(tab.locator(".toast")).to_have_count(0)
        assert Record.objects.get(pk=settled.pk).place == "ta_exclude"
