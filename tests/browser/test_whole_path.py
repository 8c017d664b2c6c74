"""A small review of one's own, driven in the browser from real search results to the included-study
list.
"""

import csv
import io
import json
import re
from collections.abc import Callable

import bibtexparser
import pytest
import rispy
from playwright.sync_api import Browser, Page, expect

from screening.models import Reason, Record, Review, Settlement, Standing, User, Vote
from screening.records.identifiers import doi
from tests.browser.visit import session_of, window
from tests.builders import join, make_user
from tests.shared import SHARED

pytestmark = pytest.mark.django_db(transaction=True)
FILES = (
    ("PubMed", "pubmed-nbib", "demo_pubmed_202101.nbib"),
    ("中国知网", "cnki-estudy", "demo_cnki_202101.txt"),
)
TA, FT = "title-abstract", "full-text"


def sees(browser: Browser, site: str, user: User, language: str = "en"):
    return window(browser, site, language, "light", 1280, session_of(user))


def expected(folder: str, name: str) -> int:
    told = json.loads(
        (SHARED / "data" / "exports" / folder / "expected.json").read_text(encoding="utf-8")
    )
    return int(told["files"][name]["records"])


def bring(
    page: Page,
    site: str,
    review: Review,
    run_jobs: Callable[[], list],
    search: str,
    folder: str,
    name: str,
) -> None:
    """Writes a search down, uploads its file, looks at the preview, and imports."""
    page.goto(f"{site}/reviews/{review.pk}/searches/new/")
    page.fill("[name=name]", search)
    page.fill("[name=hits]", str(expected(folder, name)))
    page.click("main form .primary")
    page.set_input_files("input[type=file]", str(SHARED / "data" / "exports" / folder / name))
    page.click("form[data-upload] button.primary")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator(".stat-number").first).to_have_text(str(expected(folder, name)))
    page.click(".import-go button.primary")
    page.wait_for_load_state("networkidle")
    run_jobs()
    # The page asks by itself how far the import is; a reload of ours could collide with the one it
    # does then.
    expect(page.get_by_text(f"{expected(folder, name)} imported")).to_be_visible(timeout=20_000)


def vote_all(
    page: Page, site: str, review: Review, stage: str, keys: Callable[[int], str], count: int
) -> None:
    """Every record that waits, by keyboard alone."""
    page.goto(f"{site}/reviews/{review.pk}/screen/{stage}/")
    for number in range(count):
        expect(page.locator(".record:visible")).to_have_count(1, timeout=15_000)
        page.keyboard.press(keys(number))
        page.wait_for_timeout(60)
    expect(page.locator("#finished")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-save-state=saved]")).to_be_attached(timeout=15_000)


def settle_all(page: Page, site: str, review: Review, stage: str, key: str) -> int:
    """Every conflict, by one key each."""
    settled = 0
    while True:
        page.goto(f"{site}/reviews/{review.pk}/conflicts/{stage}/")
        if not page.locator(".settle-bar").count():
            return settled
        page.fill("#settle-rationale", "讨论后决定 / after discussion")
        if key == "exclude":
            page.locator("#settle-rationale").blur()
            page.keyboard.press("1")  # the first reason
        else:
            page.click(f".settle-bar button.{key}")
        page.wait_for_load_state("networkidle")
        settled += 1


def download(page: Page, address: str) -> bytes:
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.body()


@pytest.fixture
def team(live_server):
    lead, first, second, third = (make_user(name) for name in ("Lin", "Chen", "Keller", "Zhou"))
    return live_server.url, lead, first, second, third


def test_small_review_goes_from_search_results_to_the_included_list(
    browser: Browser, team: tuple[str, User, User, User, User], run_jobs: Callable[[], list]
) -> None:
    site, lead, first, second, adjudicator = team
    with sees(browser, site, lead) as page:
        page.goto(f"{site}/reviews/new/")
        page.check("[name=languages][value=both]")
        page.fill("[name=title_en]", "Exosomes and bone")
        page.fill("[name=title_zh]", "外泌体与骨")
        page.click("main form .primary")
        page.wait_for_load_state("networkidle")
        review = Review.objects.get()
        for user, role in ((first, "reviewer"), (second, "reviewer"), (adjudicator, "adjudicator")):
            join(review, user, role)
        review.memberships.filter(user=lead).update(reviews=False)
        for label in ("Wrong outcome", "Wrong design"):
            page.goto(f"{site}/reviews/{review.pk}/protocol/reasons/new/?stage={FT}")
            page.select_option("[name=stage]", FT)
            page.fill("[name=label_en]", label)
            page.click("main form .primary")
        for search, folder, name in FILES:
            bring(page, site, review, run_jobs, search, folder, name)
        assert Record.objects.filter(review=review).count() == sum(
            expected(f, n) for _s, f, n in FILES
        )
        page.goto(f"{site}/reviews/{review.pk}/duplicates/")
        while page.locator("[data-key=different]").count():
            page.keyboard.press("d")
            page.wait_for_load_state("networkidle")
    waiting = Record.objects.filter(review=review, place="await_ta").count()
    with sees(browser, site, first) as page:
        vote_all(page, site, review, TA, lambda n: "e" if n % 5 == 0 else "i", waiting)
    with sees(browser, site, second, "zh-hans") as page:
        vote_all(
            page,
            site,
            review,
            TA,
            lambda n: "e" if n % 5 in (0, 1) else "m" if n % 5 == 2 else "i",
            waiting,
        )
    assert Vote.objects.filter(stage=TA).count() == 2 * waiting
    conflicts = Standing.objects.filter(review=review, stage=TA, outcome="conflict").count()
    assert conflicts > 0
    with sees(browser, site, adjudicator, "zh-hans") as page:
        assert settle_all(page, site, review, TA, "include") == conflicts
    with sees(browser, site, first) as page:
        sought = mark_full_texts(page, site, review)
    with sees(browser, site, first) as page:
        vote_all(page, site, review, FT, lambda n: "1" if n % 4 == 0 else "i", sought)
    with sees(browser, site, second) as page:
        vote_all(page, site, review, FT, lambda n: "2" if n % 4 == 0 else "i", sought)
    with sees(browser, site, adjudicator) as page:
        assert settle_all(page, site, review, FT, "exclude") > 0
    included = Record.objects.filter(review=review, place="included")
    assert included.count() > 10
    assert Settlement.objects.filter(stage=FT, reason__isnull=False).exists()
    assert Reason.objects.filter(review=review).count() == 2
    with sees(browser, site, lead, "zh-hans") as page:
        check_flow(page, site, review, included.count())
        check_exports(page, site, review, list(included))


def mark_full_texts(page: Page, site: str, review: Review) -> int:
    """One report cannot be had, the others are there; gives how many are to be read."""
    for status, one in (("not_retrieved", True), ("retrieved", False)):
        page.goto(f"{site}/reviews/{review.pk}/full-texts/")
        boxes = page.locator("main input[type=checkbox][name=records]")
        if one:
            boxes.first.check()
        else:
            page.check("[data-picks-all]")
        page.select_option("#status", status)
        page.click("#status-form .full-text-bar > button")
        page.wait_for_load_state("networkidle")
    assert Record.objects.filter(review=review, place="not_retrieved").count() == 1
    return Record.objects.filter(review=review, place="await_ft").count()


def check_flow(page: Page, site: str, review: Review, included: int) -> None:
    """The diagram adds up, and its last number opens exactly its records."""
    page.goto(f"{site}/reviews/{review.pk}/flow/")
    expect(page.locator(".alert.good")).to_be_visible()
    page.goto(f"{site}/reviews/{review.pk}/records/?box=new_reports")
    assert page.locator("tbody tr").count() == included


def check_exports(page: Page, site: str, review: Review, included: list[Record]) -> None:
    """RIS, BibTeX and CSV say what the database says."""
    base = f"{site}/reviews/{review.pk}/exports"
    titles = sorted(plain(r.title) for r in included)
    ris = rispy.loads(download(page, f"{base}/included_ris/").decode("utf-8"))
    assert sorted(plain(entry["title"]) for entry in ris) == titles
    assert {doi(e.get("doi", "")) for e in ris} == {r.doi for r in included}
    assert sorted(len(e["authors"]) for e in ris) == sorted(len(r.authors) for r in included)
    library = bibtexparser.parse_string(download(page, f"{base}/included_bibtex/").decode("utf-8"))
    assert (len(library.entries), len(library.failed_blocks)) == (len(included), 0)
    table = download(page, f"{base}/included_csv/").decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) == len(included) + 1


def plain(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip()
