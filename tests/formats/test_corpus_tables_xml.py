"""Real exports in BibTeX, tables, XML and JSON: counts, values, and that they survive being written and read again.

The expectations of the BibTeX folder are values as they stand in the file ("{CORDIC} {II:}", "f{\\"u}r", "&apos;"); a
record holds them as text, so they are compared after taking LaTeX and entities off both.
"""

import json
from pathlib import Path

import pytest

from screening.formats import FORMATS, parse
from screening.formats._latex import decode
from screening.records import markup
from tests.formats.test_corpus import EXPORTS, agrees, read, stripped
from tests.shared import needs_shared

FOLDERS = (
    "bibtex",
    "csv",
    "scopus-csv",
    "pubmed-csv",
    "pubmed-xml",
    "endnote-xml",
    "mods",
    "csl-json",
    "xlsx",
    "wos-xls",
)
WRITTEN = ("bibtex", "csv", "xlsx", "csl_json", "endnote_xml")
UNJUDGED = {
    ("zotero_tc__BibTeX_09.bib", "title")
}  # broken escapes that are no LaTeX: "\\{}" may be a line break or a brace


def expectations():
    for folder in FOLDERS:
        listed = EXPORTS / folder / "expected.json"
        if listed.is_file():
            for name, expected in json.loads(listed.read_text(encoding="utf-8"))["files"].items():
                if (EXPORTS / folder / name).is_file():
                    yield pytest.param(EXPORTS / folder / name, expected, id=f"{folder}/{name}")


CASES = list(expectations()) or [pytest.param(Path("absent"), {}, id="no exports here")]


def as_text(value):
    if isinstance(value, str):
        return markup.plain(decode(value))
    return [as_text(each) for each in value] if isinstance(value, list) else value


@needs_shared
@pytest.mark.parametrize(("path", "expected"), CASES)
def test_real_export_gives_count_and_values(path, expected):
    parsed = read(path)
    if expected.get("records") is not None:
        assert len(parsed.records) == expected["records"]
    assert parsed.found == len(parsed.records) + sum(
        problem.rejected for problem in parsed.problems
    )
    assert not any("simpler count" in str(problem.message) for problem in parsed.problems)
    for place, record in (("first", 0), ("last", -1)):
        for field, value in (expected.get(place) or {}).items() if parsed.records else ():
            skipped = (
                field.startswith("_")
                or field in ("type", "key", "title_raw_latex")
                or value in (None, "", [])
            )
            if not skipped and (path.name, field) not in UNJUDGED:
                said = as_text(value) if path.suffix == ".bib" else value
                assert agrees(field, said, parsed.records[record]), (place, field, value)


@needs_shared
@pytest.mark.parametrize("key", WRITTEN)
def test_real_exports_come_back_from_every_format_written(key):
    for case in CASES:
        records = [stripped(record) for record in read(case.values[0]).records[:100]]
        if records:
            again = FORMATS[key].write(iter(records))
            back = parse(b"".join(again))
            assert back.format == key
            assert [stripped(record) for record in back.records] == records, case.id
