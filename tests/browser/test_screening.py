"""The voting loop in a real browser: fast keys, undo, notes, labels, highlights, touch."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from screening.models import (
    Event,
    HighlightList,
    Label,
    Labelling,
    Note,
    Retrieval,
    Standing,
    Vote,
)
from tests.browser.voting import TA, address, records, saved
from tests.builders import PASSWORD, Cast, make_record

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_keys_a_second_lose_no_vote_and_double_none(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    made = records(team, 40)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    for number in range(40):
        # A slow machine may deal slower than that.
        expect(page.locator(".record:visible")).to_have_count(1, timeout=20_000)
        page.keyboard.press("ieme"[number % 4] if number % 10 else "2")
        page.wait_for_timeout(100 if number % 3 else 40)
    expect(page.locator("#finished")).to_be_visible(timeout=10_000)
    saved(page)
    votes = list(Vote.objects.order_by("record_id").values_list("record_id", "verdict"))
    verdicts = {"i": "include", "e": "exclude", "m": "maybe", "2": "exclude"}
    keys = ["ieme"[n % 4] if n % 10 else "2" for n in range(40)]
    assert votes == [(record.pk, verdicts[key]) for record, key in zip(made, keys, strict=True)]
    assert Event.objects.filter(verb="vote").count() == 40
    assert Vote.objects.filter(reason__label_en="Reason 2").count() == 4


def test_key_held_down_votes_once(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 5)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    page.keyboard.down("i")
    for _ in range(5):
        page.keyboard.down("i")
    page.keyboard.up("i")
    saved(page)
    assert Vote.objects.count() == 1


def test_the_last_record_passed_over_stays_until_it_has_a_vote(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    """`j` on the only record left must not say that every record has a vote."""
    made = records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    for key in ("i", "j", "2", "j", "j"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        expect(page.locator("#finished")).to_be_hidden()
    expect(page.locator(".record")).to_have_attribute("data-record", str(made[1].pk))
    page.keyboard.press("m")
    expect(page.locator("#finished")).to_be_visible()
    saved(page)
    assert list(Vote.objects.order_by("record_id").values_list("verdict", flat=True)) == [
        "include",
        "maybe",
        "exclude",
    ]


def test_undo_and_redo_go_back_and_forth(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    made = records(team, 4)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    for key in ("i", "i", "3"):
        page.keyboard.press(key)
    for _ in range(3):
        page.keyboard.press("z")
    saved(page)
    assert not Vote.objects.exists()
    expect(page.locator(".record")).to_have_attribute("data-record", str(made[0].pk))
    page.keyboard.press("Shift+Z")
    page.keyboard.press("Shift+Z")
    saved(page)
    assert list(Vote.objects.order_by("record_id").values_list("record_id", flat=True)) == [
        made[0].pk,
        made[1].pk,
    ]
    page.keyboard.press("k")
    page.keyboard.press("e")
    saved(page)
    assert Vote.objects.get(record=made[1]).verdict == "exclude"
    expect(page.locator("[data-done]").first).to_have_text("2")


def test_records_passed_over_do_not_end_a_long_sitting(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    """The server offers them again and again; the page has to say that it has them,
    however much was decided since.
    """
    records(team, 330)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team) + "?order=imported")
    for _ in range(9):
        page.keyboard.press("j")
    pressed = """async (n) => { for (let i = 0; i < n; i += 1) {
        while (!document.querySelector("#record .record-title")) await new Promise((done) => setTimeout(done, 20));
        document.querySelector('.verdict[data-key="include"]').click();
        await new Promise((done) => setTimeout(done, 5)); } }"""
    page.evaluate(pressed, 150)
    saved(page, 120)
    page.evaluate(pressed, 180)
    expect(page.locator("#finished")).to_be_visible(timeout=30_000)
    saved(page, 120)
    assert Vote.objects.count() == 330


def test_note_in_chinese_is_kept_and_its_keys_do_not_vote(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    made = records(team, 3)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("mie ")
    page.evaluate("""() => {
        const field = document.getElementById("note-text");
        field.dispatchEvent(new CompositionEvent("compositionstart"));
        document.body.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyI", key: "Process", keyCode: 229, isComposing: true, bubbles: true}));
    }""")
    page.keyboard.insert_text("外泌体来源不明")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    saved(page)
    assert Note.objects.get().text == "mie 外泌体来源不明"
    assert Vote.objects.get().record == made[0]


def test_new_label_stays_when_another_is_ticked_before_the_server_has_it(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    first, second = records(team, 2)
    Label.objects.create(review=team.review, name="综述")
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    held: list[Route] = []
    page.route("**/labels/", lambda route: route.continue_() if held else held.append(route))
    for record, key in ((first, "i"), (second, "")):
        page.fill("#new-label", f"动物实验 {record.pk}")
        page.keyboard.press("Enter")
        if key:
            page.keyboard.press(key)  # the answer finds another record on the table
    page.locator(".label-choice", has_text="综述").locator("input").check()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    saved(page)
    page.keyboard.press("k")
    expect(
        page.locator(".label-choice", has_text=f"动物实验 {first.pk}").locator("input")
    ).to_be_checked()
    page.locator(".label-choice", has_text="综述").locator("input").check()
    saved(page)
    put = sorted(Labelling.objects.values_list("record", "label__name"))
    assert put == sorted(
        (record.pk, name)
        for record in (first, second)
        for name in (f"动物实验 {record.pk}", "综述")
    )


def test_highlights_mark_chinese_and_switch_off(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 2)
    HighlightList.objects.create(
        review=team.review, name_en="Terms", terms=["外泌体", "musc*"], colour="green"
    )
    page = sign_in(team.first.email)
    page.goto(address(live_server, team))
    assert page.locator(".record-title mark").all_inner_texts() == ["外泌体", "muscle"]
    page.keyboard.press("h")
    expect(page.locator("mark.off")).to_have_count(2)
    page.keyboard.press("i")
    expect(page.locator("mark.off")).to_have_count(2)


def test_what_waits_counts_down_and_no_field_hides_behind_the_bar(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    records(team, 4)
    page = sign_in(team.first.email)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(address(live_server, team))
    badge = page.locator('.rail a[href*="/screen/"] .count')
    expect(badge).to_have_text("4")
    page.keyboard.press("i")
    page.keyboard.press("e")
    expect(badge).to_have_text("2")
    page.keyboard.press("z")
    expect(badge).to_have_text("3")
    bar = page.locator("#vote-form").bounding_box()
    for key, field in (("l", "#new-label"), ("n", "#note-text")):
        page.keyboard.press(key)
        expect(page.locator(field)).to_be_focused()
        box = page.locator(field).bounding_box()
        assert box["y"] + box["height"] <= bar["y"], field
        page.keyboard.press("Escape")
        expect(page.locator(field)).not_to_be_focused()
    page.keyboard.press("l")
    page.keyboard.insert_text("待讨论")
    page.keyboard.press("Enter")
    page.keyboard.press("m")
    expect(badge).to_have_text("2")
    saved(page)
    assert Labelling.objects.get().label.name == "待讨论"


def test_plain_form_votes_without_scripts(live_server: object, team: Cast, browser: object) -> None:
    made = records(team, 2)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=login]", team.first.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.goto(address(live_server, team))
    page.click("button.verdict.include")
    expect(page.locator(".record")).to_have_attribute("data-record", str(made[1].pk))
    page.get_by_role("button", name="Reason 3").click()
    expect(page.locator("#finished")).to_be_visible()
    assert list(Vote.objects.order_by("record_id").values_list("verdict", "reason__label_en")) == [
        ("include", None),
        ("exclude", "Reason 3"),
    ]
    context.close()


def test_phone_swipes_and_asks_for_the_reason(
    live_server: object, team: Cast, browser: object
) -> None:
    made = records(team, 3)
    context = browser.new_context(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=login]", team.first.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.goto(address(live_server, team))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    _swipe(context, page, 60, 300, 320, 305)
    expect(page.locator(".record")).to_have_attribute("data-record", str(made[1].pk))
    _swipe(context, page, 320, 300, 60, 305)
    page.get_by_role("button", name="Reason 2").tap()
    expect(page.locator(".record")).to_have_attribute("data-record", str(made[2].pk))
    page.locator(".verdict.maybe").tap()
    saved(page)
    assert list(Vote.objects.order_by("record_id").values_list("verdict", flat=True)) == [
        "include",
        "exclude",
        "maybe",
    ]
    context.close()


def _swipe(context: BrowserContext, page: Page, x: int, y: int, to_x: int, to_y: int) -> None:
    session = context.new_cdp_session(page)
    session.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 6):
        point = {"x": x + (to_x - x) * step / 5, "y": y + (to_y - y) * step / 5}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.wait_for_timeout(40)
    page.wait_for_timeout(
        200
    )  # a finger that rests before it lifts: the next tap is a tap, and does not stop a fling
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_conflict_is_settled_by_key(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    from uuid import uuid4

    from screening.actions.screening.voting import cast_vote

    for record in records(team, 2):
        for user, verdict in ((team.first, "include"), (team.second, "exclude")):
            cast_vote(
                by=user,
                review=team.review,
                record_id=record.pk,
                stage=TA,
                verdict=verdict,
                key=uuid4(),
            )
    page = sign_in(team.adjudicator.email)
    page.goto(f"{live_server.url}/reviews/{team.review.pk}/conflicts/{TA}/")
    page.fill("#settle-rationale", "与方案一致")
    page.keyboard.press("Tab")
    page.keyboard.press("i")
    expect(page.locator(".conflict-queue li")).to_have_count(1)
    page.keyboard.press("e")
    expect(page.locator(".empty")).to_be_visible()
    assert list(Standing.objects.order_by("record").values_list("outcome", flat=True)) == [
        "include",
        "exclude",
    ]


def test_stage_that_asks_for_reasons_it_does_not_have_says_so(
    live_server: object, team: Cast, sign_in: Callable[[str], Page]
) -> None:
    record = make_record(team.review, place="await_ft", title="外泌体与骨形成")
    Retrieval.objects.create(review=team.review, record=record, status="retrieved", by=team.lead)
    page = sign_in(team.first.email)
    page.goto(address(live_server, team).replace(TA, "full-text"))
    expect(page.locator("#no-reasons")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("#toasts .alert")).to_contain_text("the protocol has none yet")
    assert not Vote.objects.exists()
