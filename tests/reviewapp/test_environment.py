import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from reviewapp.environment import boolean, choice, keep_secret, make_folder, number, words


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", None)]
)
def test_boolean_reads_the_usual_words(monkeypatch, value, expected):
    monkeypatch.setenv("SETTING", value)
    assert boolean("SETTING", None) is expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: boolean("SETTING", False), "maybe"),
        (lambda: number("SETTING", 1, least=0), "many"),
        (lambda: number("SETTING", 1, least=2), "1"),
        (lambda: choice("SETTING", "a", ("a", "b")), "c"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_variable(monkeypatch, read, value):
    monkeypatch.setenv("SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="SETTING"):
        read()


def test_words_leave_out_empty_items(monkeypatch):
    monkeypatch.setenv("SETTING", "a.org, ,b.org,")
    assert words("SETTING", []) == ["a.org", "b.org"]


def test_keep_secret_makes_one_secret_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "new" / "secret"
    secret = keep_secret(path)
    assert len(secret) >= 50
    assert keep_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_names_the_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    for make in (make_folder, keep_secret):
        with pytest.raises(ImproperlyConfigured, match="set DATA_DIR"):
            make(tmp_path / "file" / "data")
