"""What the tests of voting share: records, the page they are screened on,
and its word that all is stored.
"""

from playwright.sync_api import Page, expect

from screening.models import Record
from tests.builders import Cast, make_record

TA = "title-abstract"


def records(cast: Cast, number: int) -> list[Record]:
    return [
        make_record(
            cast.review,
            title=f"骨骼肌外泌体 {n} of muscle",
            abstract=f"目的：{n}。方法：检索。",
            language="zh",
        )
        for n in range(number)
    ]


def address(live_server: object, cast: Cast) -> str:
    return f"{live_server.url}/reviews/{cast.review.pk}/screen/{TA}/"


def saved(page: Page, seconds: int = 20) -> None:
    expect(page.locator("[data-save-state=saved]")).to_be_attached(timeout=1000 * seconds)
