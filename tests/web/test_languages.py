"""The Chinese catalogue: every text of code and templates is in it, translated,
certain and compiled.
"""

import gettext
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

FOLDER = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')
PLACES = re.compile(r"%\((\w+)\)")


def read(path: Path) -> list[dict[str, str]]:
    """The live entries of a catalogue: `msgid`, `msgstr` and the like, and "flags"."""
    entries = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry, current = {"flags": ""}, ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry["flags"] += line
            elif match := KEYWORD.match(line):
                current = match[1]
                entry[current] = json.loads(match[2])
            elif line.startswith('"'):
                entry[current] += json.loads(line)
        if entry.get("msgid"):
            entries.append(entry)
    return entries


def chinese(entry: dict[str, str]) -> str:
    return entry.get("msgstr[0]") or entry.get("msgstr", "")


@pytest.fixture(scope="module")
def catalogue() -> list[dict[str, str]]:
    return read(FOLDER / "django.po")


@pytest.fixture(scope="module")
def in_use(tmp_path_factory) -> set[str]:
    """Every text that code and templates hold now."""
    folder = tmp_path_factory.mktemp("locale")
    before, settings.LOCALE_PATHS = settings.LOCALE_PATHS, [folder]
    try:
        call_command("messages", compile=False, verbosity=0)
    finally:
        settings.LOCALE_PATHS = before
    return {entry["msgid"] for entry in read(folder / "zh_Hans" / "LC_MESSAGES" / "django.po")}


def test_every_text_is_translated(catalogue, in_use):
    translated = {entry["msgid"] for entry in catalogue if chinese(entry)}
    assert len(in_use) > 300
    assert sorted(in_use - translated) == []


def test_no_translation_is_a_guess(catalogue):
    assert [entry["msgid"] for entry in catalogue if "fuzzy" in entry["flags"]] == []


def test_translations_fill_in_the_same_values(catalogue):
    wrong = {
        entry["msgid"]: chinese(entry)
        for entry in catalogue
        if chinese(entry)
        and set(PLACES.findall(chinese(entry)))
        - set(PLACES.findall(entry["msgid"] + entry.get("msgid_plural", "")))
    }
    assert wrong == {}


def compiled_texts(compiled: gettext.GNUTranslations, entry: dict[str, str]) -> set[str]:
    """What the compiled catalogue says for an entry: in its context if it has one,
    as one text or as a plural.
    """
    if "msgctxt" in entry:
        return {compiled.pgettext(entry["msgctxt"], entry["msgid"])}
    return {compiled.gettext(entry["msgid"]), compiled.ngettext(entry["msgid"], "", 1)}


def test_catalogue_is_compiled(catalogue):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = {
        entry["msgid"]
        for entry in catalogue
        if chinese(entry) and chinese(entry) not in compiled_texts(compiled, entry)
    }
    assert stale == set()


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Included", "纳入"),
        ("Conflicts", "分歧"),
        ("Protocol", "研究方案"),
        ("Adjudicator", "仲裁者"),
        ("Full text", "全文"),
    ],
)
def test_words_are_those_of_the_glossary(catalogue, english, expected):
    assert next(chinese(entry) for entry in catalogue if entry["msgid"] == english) == expected
