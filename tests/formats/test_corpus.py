"""Real exports beside the checkout: counts, values,
and that they survive being written and read again.
"""

import dataclasses
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from screening.formats import FORMATS, Parsed, parse
from tests.shared import SHARED, needs_shared

EXPORTS = SHARED / "data" / "exports"
TAGGED = (
    "pubmed-nbib",
    "ris",
    "refworks-tagged",
    "cnki-refworks",
    "endnote-enw",
    "cnki-endnote",
    "cnki-noteexpress",
    "wanfang-noteexpress",
    "yiigle-noteexpress",
    "cnki-estudy",
    "cssci",
    "wos-plaintext",
    "cnki-to-wos",
    "cnki-to-ris",
    "ovid-tagged",
    "gbt7714",
    "encodings-derived",
)
WRITTEN = ("ris", "refworks", "endnote_tagged", "noteexpress", "pubmed_nbib")


def expectations():
    for folder in TAGGED:
        listed = EXPORTS / folder / "expected.json"
        if listed.is_file():
            for name, expected in json.loads(listed.read_text(encoding="utf-8"))["files"].items():
                if (EXPORTS / folder / name).is_file():
                    yield pytest.param(EXPORTS / folder / name, expected, id=f"{folder}/{name}")


CASES = list(expectations()) or [pytest.param(Path("absent"), {}, id="no exports here")]


@cache
def read(path) -> Parsed:
    return parse(path.read_bytes(), name=path.name)


def folded(text):
    plain = re.sub(r"<[^<>]{1,20}>", "", unicodedata.normalize("NFKC", str(text or "")))
    return re.sub(r"\s+", " ", plain).strip(" .").casefold()


def words(name):
    decomposed = unicodedata.normalize("NFKD", name)
    return sorted(
        re.findall(
            r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        )
    )


def agrees(field, value, record):
    match field:
        case "title":
            return folded(value) in (folded(record.title), folded(record.title_translated))
        case "first_author":
            return words(record.authors[0]) == words(value)
        case "n_authors":
            return len(record.authors) == value
        case "journal_any_of":
            return folded(record.journal) in map(folded, value)
        case _:
            return str(getattr(record, field)) == str(value)


@needs_shared
@pytest.mark.parametrize(("path", "expected"), CASES)
def test_real_export_gives_count_and_values(path, expected):
    parsed = read(path)
    if expected.get("records") is not None:
        assert len(parsed.records) == expected["records"]
    assert parsed.found == len(parsed.records) + sum(
        problem.rejected for problem in parsed.problems
    )
    for place, record in (("first", 0), ("last", -1)):
        for field, value in (expected.get(place) or {}).items() if parsed.records else ():
            if not field.startswith("_") and field != "type" and value not in (None, "", []):
                assert agrees(field, value, parsed.records[record]), (place, field, value)


@needs_shared
@pytest.mark.parametrize("key", WRITTEN)
def test_real_exports_come_back_from_every_format_written(key):
    for case in CASES:
        records = read(case.values[0]).records[:150]
        if records:
            written = b"".join(FORMATS[key].write(iter(records)))
            again = parse(written)
            assert again.format == key
            assert [stripped(record) for record in again.records] == [
                stripped(record) for record in records
            ], case.id


def stripped(record):
    return dataclasses.replace(record, raw="", line=0)


@needs_shared
def test_hostile_files_have_the_outcome_of_their_manifest():
    folder = SHARED / "data" / "badinput"
    for file in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]:
        parsed = parse((folder / file["file"]).read_bytes(), name=file["file"])
        got = "rejected" if parsed.error else "imported"
        allowed = [
            each
            for each in (file, *file["or"])
            if each["outcome"] == got
            and (got == "rejected" or each.get("records") in (None, len(parsed.records)))
            and (got == "rejected" or len(parsed.problems) >= (each.get("warnings") or 0))
        ]
        assert allowed, (
            file["file"],
            got,
            len(parsed.records),
            [str(each.message) for each in parsed.problems],
        )
