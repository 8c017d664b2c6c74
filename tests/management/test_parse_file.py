import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from screening.management.commands import parse_file
from tests.formats.samples import DATA

ROOT = Path(__file__).parents[2]
SAMPLE = DATA / "noteexpress" / "sample.net"


@pytest.fixture(autouse=True)
def unconfined(monkeypatch):
    """The limits are for a process of its own, not for the one that runs the tests."""
    monkeypatch.setattr(parse_file, "confine", lambda memory, seconds: None)


def run(capsys, *arguments):
    code = 0
    try:
        call_command("parse_file", *map(str, arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], json.loads(err)


def test_records_and_summary_are_json(capsys):
    code, records, summary = run(capsys, SAMPLE)
    assert code == 0
    assert [record["title"] for record in records] == ["针刺治疗失眠的疗效", "第二篇"]
    assert records[0]["authors"] == ["江一", "韩二"]
    wanted = "title title_translated authors year journal volume issue pages doi pmid language abstract keywords"
    assert set(f"{wanted} source_database type raw".split()) <= set(records[0])
    assert (summary["format"], summary["encoding"], summary["found"], summary["error"]) == (
        "noteexpress",
        "utf-8",
        2,
        None,
    )


def test_choices_are_obeyed(capsys, tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(SAMPLE.read_bytes().decode().encode("gb18030"))
    _, records, summary = run(capsys, path, "--format", "noteexpress", "--encoding", "gbk")
    assert summary["encoding"] == "gb18030"
    assert records[0]["title"] == "针刺治疗失眠的疗效"


def test_rejected_entry_is_told_with_line_and_text(capsys, tmp_path):
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nER  - \n")
    _, records, summary = run(capsys, path)
    (rejected,) = [problem for problem in summary["problems"] if problem["rejected"]]
    assert (len(records), summary["found"], rejected["line"], rejected["raw"]) == (
        1,
        2,
        4,
        "TY  - JOUR\nER  -",
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "is empty"), (b"%PDF-1.4", "a PDF"), (b"hello world", "in an unknown format")],
)
def test_unreadable_file_ends_with_code_two_and_a_reason(capsys, tmp_path, data, words):
    path = tmp_path / "search.ris"
    path.write_bytes(data)
    code, records, summary = run(capsys, path)
    assert (code, records) == (2, [])
    assert words in summary["error"]


def test_missing_file_is_told(capsys, tmp_path):
    code, _, summary = run(capsys, tmp_path / "none.ris")
    assert code == 2
    assert "none.ris" in summary["error"]


def test_needs_no_database_and_confines_itself(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "parse_file", str(SAMPLE)],
        cwd=ROOT,
        capture_output=True,
        env={
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
            "DATA_DIR": str(tmp_path),
            "PATH": "/usr/bin",
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
