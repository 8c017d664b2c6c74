"""The diagram in every template, label set and size: nothing overlaps, nothing sticks out,
every number is there.
"""

import re
from itertools import combinations

import pytest

from screening.flow.content import compose
from screening.flow.drawing import Drawing, Rect
from screening.flow.labels import SETS
from screening.flow.layout import WIDTH, lay_out
from screening.flow.measure import width
from screening.flow.templates import TEMPLATES, Choices, fitting
from tests.flow.flows import make_flow

CASES = [
    (template, labels, reasons, times)
    for template in TEMPLATES
    for labels in SETS
    for reasons, times in ((0, 1), (1, 1), (15, 10_000))
]


def draw(
    template: str, labels: str, reasons: int, times: int, choices: Choices | None = None
) -> Drawing:
    chosen = TEMPLATES[template]
    flow = make_flow(reasons, times, chosen.other, chosen.updated, waiting=7 if reasons == 1 else 0)
    return lay_out(compose(flow, chosen, SETS[labels], choices))


def overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


@pytest.mark.parametrize(("template", "labels", "reasons", "times"), CASES)
def test_boxes_do_not_overlap_and_stay_on_the_page(template, labels, reasons, times):
    page = draw(template, labels, reasons, times)
    assert not [pair for pair in combinations(page.rects, 2) if overlap(*pair)]
    for rect in page.rects:
        assert rect.x >= 0
        assert rect.x + rect.w <= page.width == WIDTH
        assert rect.y + rect.h <= page.height


@pytest.mark.parametrize(("template", "labels", "reasons", "times"), CASES)
def test_text_stays_inside_its_box(template, labels, reasons, times):
    page = draw(template, labels, reasons, times)
    for text in page.texts:
        assert text.size >= 8
        for x, y, line in text.lines:
            if text.role == "note":
                assert x + width(line, text.size) <= page.width
                continue
            left = x - width(line, text.size) / 2 if text.anchor == "middle" else x
            right, middle = left + width(line, text.size), y - text.size * 0.36
            if text.turned:
                left, right, middle = x - text.size * 0.72, x + 1, y
            inside = [
                r
                for r in page.rects
                if r.x <= left and right <= r.x + r.w and r.y < middle < r.y + r.h
            ]
            assert len(inside) == 1, line
            if text.turned:
                assert width(line, text.size) <= inside[0].h


@pytest.mark.parametrize(("template", "labels", "reasons", "times"), CASES)
def test_arrows_are_orthogonal_and_cross_no_box(template, labels, reasons, times):
    page = draw(template, labels, reasons, times)
    for arrow in page.arrows:
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
            assert x1 == x2 or y1 == y2
            line = Rect(
                min(x1, x2) + 0.01,
                min(y1, y2) + 0.01,
                abs(x2 - x1) - 0.02,
                abs(y2 - y1) - 0.02,
                "box",
            )
            assert not [r for r in page.rects if overlap(line, r)]


@pytest.mark.parametrize(
    ("template", "labels", "times"),
    [(t, n, x) for t in TEMPLATES for n in SETS for x in (300, 3000)],
)
def test_number_in_brackets_stays_on_one_line(template, labels, times):
    """Up to seven digits, beside long labels, in the narrowest boxes too."""
    page = draw(template, labels, 2, times)
    lines = [line for text in page.texts for _, _, line in text.lines]
    numbers = [line for line in lines if re.search(r"n[\s\u2009]?=", line)]
    assert numbers
    assert [
        line for line in numbers if not re.search(r"[(（]n\s?=\s?[\d,\u2009]+[)）]", line)
    ] == []


def test_every_number_of_the_boxes_has_its_key():
    keys = {text.key for text in draw("upd_db_other", "zh", 2, 1).texts if text.key}
    assert keys >= {
        "previous_studies",
        "previous_reports",
        "database_results",
        "register_results",
        "duplicates",
        "excluded_automatic",
        "excluded_other",
        "records_screened",
        "records_excluded",
        "dbr_sought_reports",
        "dbr_notretrieved_reports",
        "dbr_assessed",
        "dbr_excluded",
        "other_excluded",
        "citations_results",
        "new_studies",
        "new_reports",
        "new_reports_of_previous_studies",
        "total_studies",
        "total_reports",
    }


def test_rows_have_equal_tops():
    page = draw("new_db_other", "en", 3, 1)
    tops = [rect.y for rect in page.rects if rect.role in {"box", "grey"}]
    assert sorted(tops.count(top) for top in set(tops)) == [1, 2, 3, 4, 4]


def test_draft_is_stamped_and_says_what_waits():
    page = draw("new_db", "zh", 1, 1)
    texts = ["".join(line for _, _, line in text.lines) for text in page.texts]
    assert "草稿" in texts
    assert any(t.startswith("草稿，尚待处理：待筛选的记录（n\xa0=\xa021）") for t in texts)
    assert "草稿" not in str(draw("new_db", "zh", 3, 1).texts)


def test_review_that_counts_articles_hides_the_study_lines():
    page = draw("new_db", "zh-journal", 3, 1, Choices(count_studies=False))
    keys = {text.key for text in page.texts}
    assert "included_reports" in keys
    assert not keys & {"new_studies", "new_reports", "total_studies"}


def test_footnotes_can_be_switched_off():
    page = draw("new_db", "en", 3, 1, Choices(footnotes=False, source_line=False))
    assert not [text for text in page.texts if text.role == "note"]


@pytest.mark.parametrize(
    ("other", "updated"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_fitting_template_has_the_columns_the_numbers_need(other, updated):
    template = fitting(make_flow(other=other, updated=updated))
    assert (template.other, template.updated) == (other, updated)


def test_reasons_follow_the_order_of_the_project():
    flow = make_flow(4)
    order = tuple(reversed(list(flow.dbr_excluded)))
    block = compose(flow, TEMPLATES["new_db"], SETS["en"], Choices(reasons=order)).blocks[
        "excluded"
    ]
    assert [item.detail for item in block if item.detail] == list(order)
