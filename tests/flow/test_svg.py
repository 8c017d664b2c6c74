"""The SVG: well formed, text as text, linked, readable aloud."""

from xml.etree import ElementTree

import pytest

from screening.flow import svg
from screening.flow.content import compose
from screening.flow.labels import SETS
from screening.flow.layout import lay_out
from screening.flow.templates import TEMPLATES
from tests.flow.flows import make_flow

NS = {"s": "http://www.w3.org/2000/svg"}


def picture(labels: str = "zh", **options):
    flow = make_flow(3)
    return ElementTree.fromstring(
        svg.render(lay_out(compose(flow, TEMPLATES["new_db"], SETS[labels])), **options)
    )


def test_every_number_is_a_link_to_its_list():
    root = picture(href=lambda key, detail: f"/list/{key}/{detail}" if key else "")
    links = [a.get("href") for a in root.findall("s:a", NS)]
    assert "/list/duplicates/" in links
    assert "/list/database_results/中国知网" in links
    assert "/list/dbr_excluded/理由 2" in links


def test_without_addresses_there_are_no_links():
    assert picture().findall("s:a", NS) == []


def test_title_and_description_say_it_in_words():
    root = picture("en")
    assert root.get("role") == "img"
    assert root.findtext("s:title", namespaces=NS) == "PRISMA 2020 flow diagram"
    description = root.findtext("s:desc", namespaces=NS) or ""
    assert (
        "Records removed before screening: Duplicate records removed (n equals 600)" in description
    )


def test_black_and_white_has_no_colour():
    text = svg.render(lay_out(compose(make_flow(), TEMPLATES["new_db"], SETS["en"])), colour=False)
    assert not [colour for colour in ("#ffc000", "#9dc3e6", "#dcdcdc", "#a01818") if colour in text]


@pytest.mark.parametrize("font", ["", "AAAA"])
def test_style_element_only_with_an_embedded_font(font):
    assert (picture(font_data=font).find("s:style", NS) is not None) is bool(font)


def test_texts_of_people_are_escaped():
    flow = make_flow(0)
    labels = SETS["en"].altered({"records_screened": '<script>alert("1")</script> & 更多'})
    root = ElementTree.fromstring(svg.render(lay_out(compose(flow, TEMPLATES["new_db"], labels))))
    assert root.find(".//s:script", NS) is None
    assert any(
        "alert" in "".join(text.itertext())
        for text in root.iter("{http://www.w3.org/2000/svg}text")
    )
