import pytest

from screening.formats._format import Problem, Source
from screening.formats._xml import content_start, count, declares_entities, entries, inner, root


def found(text, *tags):
    return list(entries(Source(text.encode(), text), *tags))


def test_entries_have_line_and_own_text():
    items = found("<a>\n<r>1</r>\n\n<r x='2'>外</r></a>", "r")
    assert [(item.line, item.raw) for item in items] == [(2, "<r>1</r>"), (4, "<r x='2'>外</r>")]


def test_comments_and_cdata_hold_no_entries():
    text = "<a><!-- <r>no</r> --><r><![CDATA[</r><r>]]>yes</r></a>"
    items = found(text, "r")
    assert [inner(item.node) for item in items] == ["</r><r>yes"]


def test_prefixes_declared_above_are_known_below():
    items = found('<p:a xmlns:p="u"><p:r><p:t>x</p:t></p:r></p:a>', "r")
    assert items[0].node.find("t").text == "x"


@pytest.mark.parametrize(
    ("text", "titles", "rejected"),
    [
        ("<a><r><t>cut</t>", [], 1),
        ("<a><r><t>one</t><r><t>two</t></r></a>", ["two"], 1),
        ("<a><r><t>a & b &nbsp;\x07</t></r></a>", ["a & b \xa0"], 0),
        ("<a><r><t>&#1;&#65;</t></r></a>", ["A"], 0),
        ("<a><r><t>p <0.05</t></r></a>", ["p 0.05"], 0),
        ("<a><r/></a>", [""], 0),
    ],
)
def test_damaged_entries_cost_only_themselves(text, titles, rejected):
    items = found(text, "r")
    nodes = [item.node for item in items if not isinstance(item, Problem)]
    assert [" ".join((node.findtext("t") or "").split(" ")).strip(" ") for node in nodes] == titles
    assert sum(item.rejected for item in items if isinstance(item, Problem)) == rejected


def test_raised_and_lowered_parts_keep_their_marks():
    items = found("<r>CO<sub>2</sub> and <i>in <b>vivo</b></i> end</r>", "r")
    assert inner(items[0].node) == "CO<sub>2</sub> and in vivo end"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ('<!DOCTYPE a PUBLIC "-//X" "http://x/y.dtd"><a/>', False),
        ("<!DOCTYPE a [<!ELEMENT r ANY>]><a/>", False),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', True),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY % b SYSTEM "file:///etc/hostname">]><a/>',
            True,
        ),
        ("<a>&lt;!ENTITY is a word</a>", False),
    ],
)
def test_own_entities_are_seen(text, refused):
    assert declares_entities(text) is refused


def test_root_is_found_behind_many_comments():
    text = '<?xml version="1.0"?>' + "<!-- x -->" * 5000 + "<m:mods>"
    assert root(text) == "mods"
    assert text[content_start(text) :] == "<m:mods>"


def test_count_takes_no_comments():
    assert count(Source(b"", "<a><!-- <r> --><r/><r >x</r><rr/></a>"), "r") == 2


def test_record_taken_out_of_its_file_can_be_read_without_its_namespace():
    items = [
        item for item in found("<p:r><p:t>x</p:t></p:r>", "r") if not isinstance(item, Problem)
    ]
    assert items[0].node.find("t").text == "x"
