import pytest

from screening.models import User
from screening.queries.access.key_bindings import (
    ACTIONS,
    PRESETS,
    RAYYAN,
    clashes,
    key_cap,
    key_map,
)


@pytest.mark.parametrize("preset", PRESETS)
def test_preset_gives_no_key_two_meanings_and_knows_every_action_or_none(preset):
    assert clashes(PRESETS[preset]) == []
    assert set(PRESETS[preset]) in (
        {action for actions in ACTIONS.values() for action in actions},
        set(),
    )


@pytest.mark.parametrize(
    ("preset", "include", "exclude"),
    [
        ("rayyan", "KeyI", "KeyE"),
        ("asreview", "KeyR", "KeyI"),
        ("laser", "KeyA", "KeyE"),
        ("ymn", "KeyY", "KeyN"),
    ],
)
def test_preset_has_the_keys_of_its_model(preset, include, exclude):
    keys = key_map(User(keys=preset))
    assert (keys["include"], keys["exclude"], keys["maybe"]) == (include, exclude, "KeyM")


def test_own_keys_go_before_the_preset_and_unknown_actions_do_nothing():
    user = User(keys="ymn", own_keys={"note": "KeyQ", "format-disk": "KeyX"})
    assert key_map(user) == PRESETS["ymn"] | {"note": "KeyQ"}


def test_off_is_off_even_with_own_keys():
    assert key_map(User(keys="off", own_keys={"note": "KeyQ"})) == {}


def test_keys_used_on_different_pages_do_not_clash():
    assert RAYYAN["previous"] == RAYYAN["later"]
    assert clashes(RAYYAN | {"note": "KeyI"}) == [("include", "note")]


@pytest.mark.parametrize(
    ("code", "cap"), [("KeyI", "I"), ("Shift+KeyZ", "Shift Z"), ("Digit1", "1"), ("", "")]
)
def test_key_cap(code, cap):
    assert key_cap(code) == cap
