"""What a key press means: on every page, and where records are decided."""

import pytest

PRESS = """
  const press = ({ code, ...rest }) => ({ key: "", code, shiftKey: false, repeat: false, ...rest });
"""


@pytest.fixture
def pressing(run):
    return lambda body, given=None: run(PRESS + body, given)


@pytest.mark.parametrize(
    ("told", "single"),
    [
        ({}, True),
        ({"shiftKey": True}, True),
        ({"repeat": True}, False),
        ({"isComposing": True}, False),
        ({"keyCode": 229}, False),
        ({"ctrlKey": True}, False),
        ({"altKey": True}, False),
        ({"metaKey": True}, False),
    ],
)
def test_only_single_keys_are_ours(pressing, told, single):
    assert pressing("return isSingle(press(given));", {"code": "KeyI"} | told) is single


@pytest.mark.parametrize(
    ("told", "armed", "meant"),
    [
        ({"code": "Slash", "shiftKey": True}, False, {"does": "help"}),
        ({"code": "Minus", "key": "?"}, False, {"does": "help"}),
        ({"code": "Slash", "key": "/"}, False, {"does": "search"}),
        ({"code": "Digit7", "key": "/"}, False, {"does": "search"}),
        ({"code": "KeyG"}, False, {"does": "wait"}),
        ({"code": "KeyR"}, True, {"does": "go", "to": "/reviews/1/records/"}),
        ({"code": "KeyR"}, False, None),
        ({"code": "KeyR", "shiftKey": True}, True, None),
        ({"code": "KeyX"}, True, None),
    ],
)
def test_keys_of_every_page(pressing, told, armed, meant):
    body = """return everywhereMeant(press(given.told), { KeyR: "/reviews/1/records/" }, given.armed);"""
    assert pressing(body, {"told": told, "armed": armed}) == meant


def test_a_page_that_leads_nowhere_waits_for_no_second_key(pressing):
    assert pressing('return everywhereMeant(press({ code: "KeyG" }), {}, false);') is None


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ({"code": "KeyI"}, {"does": "perform", "action": "include"}),
        ({"code": "KeyZ", "shiftKey": True}, {"does": "perform", "action": "redo"}),
        ({"code": "KeyI", "shiftKey": True}, None),
        ({"code": "KeyZ"}, None),
        ({"code": "Digit3"}, {"does": "perform", "action": "exclude", "reason": "3"}),
        ({"code": "Numpad9"}, {"does": "perform", "action": "exclude", "reason": "9"}),
        ({"code": "Digit2", "shiftKey": True}, {"does": "judge", "number": 2}),
        ({"code": "Digit0"}, None),
    ],
)
def test_keys_where_records_are_decided(pressing, told, meant):
    body = 'return hereMeant(press(given), { KeyI: "include", "Shift+KeyZ": "redo" }, true);'
    assert pressing(body, told) == meant


def test_digits_mean_nothing_where_there_are_no_reasons(pressing):
    assert pressing('return hereMeant(press({ code: "Digit1" }), {}, false);') is None
