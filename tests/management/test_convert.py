import pytest
from django.core.management import CommandError, call_command

from screening.formats import parse
from screening.management.commands.convert import WRITABLE
from tests.formats.samples import DATA

SAMPLE = DATA / "noteexpress" / "sample.net"


@pytest.mark.parametrize("key", sorted(WRITABLE))
def test_converted_file_holds_the_same_records(key, tmp_path):
    out = tmp_path / "out"
    call_command("convert", str(SAMPLE), to=key, out=out)
    before, after = (
        parse(SAMPLE.read_bytes()).records,
        parse(out.read_bytes(), format_key=key).records,
    )
    assert [(record.title, record.authors, record.year, record.doi) for record in after] == [
        (record.title, record.authors, record.year, record.doi) for record in before
    ]


@pytest.mark.parametrize(
    ("name", "key"), [("csl-json", "csl_json"), ("nbib", "pubmed_nbib"), ("RIS", "ris")]
)
def test_target_may_be_named_as_people_do(name, key, tmp_path):
    out = tmp_path / "out"
    call_command("convert", str(SAMPLE), to=name, out=out)
    assert parse(out.read_bytes()).format == key


def test_unknown_target_lists_the_known(tmp_path):
    with pytest.raises(CommandError, match="ris"):
        call_command("convert", str(SAMPLE), to="nonsense")


def test_unreadable_file_leaves_nothing(tmp_path):
    pdf, out = tmp_path / "a.pdf", tmp_path / "out.ris"
    pdf.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="PDF"):
        call_command("convert", str(pdf), to="ris", out=out)
    assert not out.exists()
