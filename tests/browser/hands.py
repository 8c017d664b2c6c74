"""Screening as hands do it: single keys with an input method in the note, or a thumb on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, expect

#: Notes, for each key that brings another record, the milliseconds from the key to the frame that
#: shows it.
WATCH = """() => {
  window.keyTimes = [];
  let pressed = null;
  addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
  const table = document.getElementById("record");
  let shown = table.firstElementChild?.dataset.record;
  new MutationObserver(() => {
    const now = table.firstElementChild?.dataset.record;
    if (now === shown) return;
    shown = now;
    const start = pressed;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => { if (start !== null) window.keyTimes.push(performance.now() - start); };
      after.port2.postMessage(0);
    });
  }).observe(table, { childList: true });
}"""
KEYS = {
    "i": ("include", None),
    "e": ("exclude", None),
    "m": ("maybe", None),
    "1": ("exclude", 1),
    "3": ("exclude", 3),
}
NOTE = "外泌体来源不明"
SYLLABLES = ("wai", "wai'mi", "wai'mi'ti")


@dataclass(frozen=True, slots=True)
class Step:
    """What is done with one record: a note first, a slip that is undone first,
    and the key that decides.
    """

    key: str
    note: bool
    slip: str


def plan(number: int) -> Iterator[Step]:
    """So many records: every tenth with a note, every seventh with a slip of the finger."""
    keys = list(KEYS)
    for n in range(number):
        yield Step(
            keys[n % len(keys)], n % 10 == 4, keys[(n + 2) % len(keys)] if n % 7 == 3 else ""
        )


def shown(page: Page) -> str:
    """The id of the record on the table."""
    return str(page.locator(".record").get_attribute("data-record"))


def by_keyboard(
    page: Page, cdp: CDPSession, number: int, pause: float = 60
) -> dict[str, tuple[str, int | None, str]]:
    """Screens so many records without a mouse; record id → (verdict, number of the reason,
    note) as it must be kept.
    """
    expected = {}
    for step in plan(number):
        record = shown(page)
        if step.slip:
            page.keyboard.press(step.slip)
            expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(0)
            page.keyboard.press("z")
            expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(1)
        if step.note:
            write_note(page, cdp)
        expected[record] = (*KEYS[step.key], NOTE if step.note else "")
        page.keyboard.press(step.key)
        page.wait_for_timeout(pause)
        expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(0)
    return expected


def write_note(page: Page, cdp: CDPSession) -> None:
    """Goes to the note by its key, and writes with an input method whose letters are the keys of
    verdicts.
    """
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    for letters in SYLLABLES:
        cdp.send("Input.dispatchKeyEvent", composing("keyDown", letters[-1]))
        cdp.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
        cdp.send("Input.dispatchKeyEvent", composing("keyUp", letters[-1]))
    cdp.send("Input.dispatchKeyEvent", composing("keyDown", "1"))
    cdp.send("Input.insertText", {"text": NOTE})
    expect(page.locator("#note-text")).to_have_value(NOTE)
    page.keyboard.press("Escape")
    expect(page.locator("#note-text")).not_to_be_focused()


def composing(kind: str, letter: str) -> dict[str, object]:
    """The event that a browser gets for a key which the input method takes: code of the key,
    number 229.
    """
    code = f"Digit{letter}" if letter.isdecimal() else f"Key{letter.upper()}"
    return {
        "type": "rawKeyDown" if kind == "keyDown" else kind,
        "windowsVirtualKeyCode": 229,
        "code": code,
        "key": "Process",
    }


def swipe(
    page: Page, cdp: CDPSession, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """One finger from here to there, at rest before it lifts, so that it starts no fling."""
    (x, y), (to_x, to_y) = start, end
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 5):
        point = {"x": x + (to_x - x) * step / 4, "y": y + (to_y - y) * step / 4}
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.wait_for_timeout(20)
    page.wait_for_timeout(150)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


#: By swipe and by the button that does the same, in turn.
TOUCHES = (
    ("include", None),
    ("include", None),
    ("exclude", 2),
    ("exclude", None),
    ("maybe", None),
    ("maybe", None),
)


def by_thumb(page: Page, cdp: CDPSession, number: int) -> dict[str, tuple[str, int | None, str]]:
    """Screens so many records on a phone, every eighth after a slip that is undone."""
    expected = {}
    for n in range(number):
        record = shown(page)
        if n % 8 == 7:
            page.locator(".verdict.maybe").tap()
            expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(0)
            page.locator('[data-key="undo"]:visible').tap()
            expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(1)
        touch(page, cdp, n % len(TOUCHES))
        expect(page.locator(f'.record[data-record="{record}"]:visible')).to_have_count(0)
        expected[record] = (*TOUCHES[n % len(TOUCHES)], "")
    return expected


def touch(page: Page, cdp: CDPSession, which: int) -> None:
    """The touch with that place in TOUCHES."""
    if which == 0:
        swipe(page, cdp, (60, 300), (320, 304))
    elif which == 2:
        swipe(page, cdp, (320, 300), (60, 304))
        page.locator('[data-reason="2"]').tap()
    elif which == 4:
        box = page.locator(".verdict.maybe").bounding_box()
        assert box is not None
        place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        swipe(page, cdp, place, (place[0], place[1] - 160))
    else:
        page.locator(f".verdict.{TOUCHES[which][0]}").tap()
