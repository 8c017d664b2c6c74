"""How long from a key to the next record on the screen,
and two hundred records by keyboard and by thumb.

    python -m tests.benchmarks.bench_keys [--records 200] [--touched 200]

Chromium on the site as its web server serves it, on a SQLite file of its own. Times are taken in
the page, from the moment of the key to the frame that shows the next record. Prints one JSON line;
ends with 1 when a vote, a note or the time (95 of 100 keys within 50 ms) is not as it must be.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TA = "title-abstract"
LIMIT = 50.0


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=200, help="records by keyboard")
    parser.add_argument("--touched", type=int, default=200, help="records by thumb")
    parser.add_argument("--pause", type=float, default=150, help="milliseconds between two keys")
    return parser.parse_args()


def build(records: int) -> tuple[Any, list[str]]:
    """A Chinese review of so many records with three reasons,
    and the sessions of its two reviewers.
    """
    from django.core.management import call_command

    from screening.models import HighlightList, Reason
    from tests.browser.visit import session_of
    from tests.builders import make_cast, make_record

    call_command("migrate", verbosity=0)
    cast = make_cast()
    for number, label in enumerate(("研究对象不符", "干预措施不符", "研究设计不符")):
        Reason.objects.create(review=cast.review, stage=TA, label_zh=label, position=number)
    HighlightList.objects.create(
        review=cast.review, name_zh="主题词", terms=["外泌体", "成骨", "osteo*"]
    )
    text = (
        "目的：观察骨骼肌来源外泌体对成骨分化的影响。方法：检索中国知网、万方与PubMed。结果：促进成骨分化。结论：有待研究。"
        * 4
    )
    for n in range(records):
        make_record(
            cast.review,
            title=f"骨骼肌源性外泌体调控骨形成{n}",
            title_translated=f"Muscle exosomes and osteogenesis {n}",
            abstract=text,
            abstract_translated="Exosomes of skeletal muscle act on osteoblasts. " * 30,
            language="zh",
            keywords=["外泌体", "骨骼肌", "成骨分化"],
        )
    return cast.review, [session_of(cast.first), session_of(cast.second)]


def kept(user: int) -> dict[str, tuple[str, int | None, str]]:
    """Record id → verdict, place of the reason from 1, note, as the database has them."""
    from screening.models import Note, Vote

    notes = dict(Note.objects.filter(user=user).values_list("record", "text"))
    rows = Vote.objects.filter(user=user).values_list("record", "verdict", "reason__position")
    return {
        str(pk): (verdict, None if at is None else at + 1, notes.get(pk, ""))
        for pk, verdict, at in rows
    }


def drive(
    site: str, review: int, sessions: list[str], asked: argparse.Namespace
) -> tuple[list[dict], list[float]]:
    """What each of the two must have voted, and the times of the keys."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.hands import WATCH, by_keyboard, by_thumb
    from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

    page_of = f"{site}/reviews/{review}/screen/{TA}/"
    chromium = next(path for path in CHROMIUM if Path(path).exists())
    saved = "[data-save-state=saved]"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        desk = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        phone = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="zh-CN", has_touch=True, is_mobile=True
        )
        pages = []
        for context, session in ((desk, sessions[0]), (phone, sessions[1])):
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
            pages.append(context.new_page())
            pages[-1].goto(page_of)
        pages[0].evaluate(WATCH)
        by_keys = by_keyboard(pages[0], desk.new_cdp_session(pages[0]), asked.records, asked.pause)
        times = pages[0].evaluate("window.keyTimes")
        expect(pages[0].locator(saved)).to_be_attached(timeout=60_000)
        by_touch = by_thumb(pages[1], phone.new_cdp_session(pages[1]), asked.touched)
        expect(pages[1].locator(saved)).to_be_attached(timeout=60_000)
        browser.close()
    return [by_keys, by_touch], sorted(times)


def main() -> int:
    """Builds, serves, screens, measures; 1 when something is not as it must be."""
    asked = arguments()
    folder = tempfile.mkdtemp(prefix="bench-keys-")
    os.environ |= {
        "DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "DEBUG": "false",
    }
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks.bench_votes import serve, wait_for
    from tests.servers import free_port

    call_command("collectstatic", interactive=False, verbosity=0)
    review, sessions = build(max(asked.records, asked.touched))
    voters = list(
        review.memberships.filter(reviews=True).order_by("pk").values_list("user", flat=True)
    )
    connection.close()
    port = free_port()
    server = serve(port, dict(os.environ))
    try:
        wait_for(port)
        expected, times = drive(f"http://127.0.0.1:{port}", review.pk, sessions, asked)
    finally:
        server.terminate()
        server.wait()
    right = [kept(user) == wanted for user, wanted in zip(voters, expected, strict=True)]
    shutil.rmtree(folder, ignore_errors=True)
    p95 = times[int(len(times) * 0.95)]
    report = {
        "by_keyboard": len(expected[0]),
        "by_thumb": len(expected[1]),
        "kept_as_pressed": right,
        "keys_timed": len(times),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(p95, 1),
        "worst_ms": round(times[-1], 1),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(report))
    return int(not all(right) or p95 > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
