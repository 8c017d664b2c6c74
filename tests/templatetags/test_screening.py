from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils import timezone, translation

from screening.models import User
from screening.records.messages import Message
from screening.templatetags.screening import (
    initials,
    lang,
    number,
    percent,
    say,
    short_number,
    when,
)


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("Full text", "全文"),
        (Message("%(n)s member", {"n": 3}), "3 位成员"),
        ({"text": "%(n)s member", "values": {"n": 3}}, "3 位成员"),
        ({"text": "Full text"}, "全文"),
        (Message("%(n)s member", {"n": {"text": "Full text", "values": {}}}), "全文 位成员"),
        ("100% 未知", "100% 未知"),
        ("", ""),
        (None, ""),
    ],
)
def test_say_translates_messages_stored_messages_and_marked_texts(message, chinese):
    with translation.override("zh-hans"):
        assert say(message) == chinese


@pytest.mark.parametrize(
    ("text", "known", "tag"),
    [
        ("肺结节", "", "zh-Hans"),
        ("Lung nodules", "", "en"),
        ("Lung 肺", "zh", "zh-Hans"),
        ("Poumon", "fr", "fr"),
        ("", "", ""),
    ],
)
def test_lang_tells_the_language_of_a_text(text, known, tag):
    assert lang(text, known) == tag


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (12345, "12,345"), (None, "–"), ("", "–")])
def test_number(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (999, "999"), (1000, "999+"), (34_567, "999+")]
)
def test_short_number(value, shown):
    assert short_number(value) == shown


def test_percent():
    assert (percent(0.125, 1), percent(1.0), percent(None)) == ("12.5%", "100%", "–")


@pytest.mark.parametrize(
    ("ago", "english", "chinese"),
    [
        (timedelta(seconds=20), "just now", "刚刚"),
        (timedelta(minutes=1), "1 minute ago", "1 分钟前"),
        (timedelta(hours=5), "5 hours ago", "5 小时前"),
        (timedelta(days=2), "2 days ago", "2 天前"),
    ],
)
def test_when_tells_how_long_ago(ago, english, chinese):
    moment = timezone.now() - ago
    assert f">{english}<" in when(moment)
    with translation.override("zh-hans"):
        assert f">{chinese}<" in when(moment)


def test_when_gives_the_date_of_long_ago_and_of_the_future():
    assert ">2024年11月30日<" in _in_chinese(datetime(2024, 11, 30, 12, tzinfo=UTC))
    assert "ago" not in when(timezone.now() + timedelta(hours=1))
    assert when(None) == "–"


def _in_chinese(moment):
    with translation.override("zh-hans"):
        return when(moment)


@pytest.mark.parametrize(
    ("name", "letters"), [("Mei Lin", "ML"), ("王小明", "王"), ("", "?"), ("ada", "A")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_icons_and_names_are_escaped():
    text = "{% icon name label %}"
    shown = engines["django"].from_string(text).render({"name": '"><script>', "label": '"><b>'})
    assert "<script>" not in shown
    assert "<b>" not in shown


def test_every_icon_that_templates_name_is_in_the_sprite(settings):
    import re

    sprite = (settings.BASE_DIR / "screening/static/screening/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        (name, str(path.relative_to(settings.BASE_DIR)))
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert {pair for pair in used if pair[0] not in known} == set()


def test_keys_are_printed_for_the_person(rf):
    request = rf.get("/")
    request.user = User(keys="asreview")
    template = engines["django"].from_string('{% key "include" %}{% key "nothing" %}')
    assert template.render({}, request) == '<kbd aria-hidden="true">R</kbd>'
    request.user = User(keys="off")
    assert template.render({}, request) == ""
