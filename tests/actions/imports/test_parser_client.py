import pytest

from screening.actions.imports import parser_client
from screening.actions.imports.parser_client import Reader
from screening.actions.imports.parser_process import encoded
from screening.formats import FORMATS
from screening.records.record import Record


def request(path, **more):
    return {
        "do": "read",
        "path": str(path),
        "name": path.name,
        "format": "",
        "encoding": "",
        "options": {},
        "after": 0,
        "most": None,
        "seconds": 60,
        "seed": 1,
        "key": "k",
    } | more


@pytest.fixture
def ris(tmp_path):
    path = tmp_path / "导出.ris"
    path.write_text(
        "".join(f"TY  - JOUR\nTI  - 肺结节 {n}\nER  - \n\n" for n in range(600)), encoding="gb18030"
    )
    return path


def test_reader_gives_rows_in_order_and_counts(ris):
    with Reader(seconds=20) as reader:
        answers = list(reader.ask(request(ris)))
    titles = [row[0] for answer in answers for row in answer.get("rows", ())]
    assert titles == [f"肺结节 {n}" for n in range(600)]
    assert answers[0]["encoding"] == "gb18030"
    assert (answers[-1]["found"], answers[-1]["records"], answers[-1]["error"]) == (600, 600, None)


def test_reader_opens_a_workbook_within_its_own_limits(tmp_path):
    path = tmp_path / "检索结果.xlsx"
    titles = ["中药治疗失眠的随机对照试验", "Sleep & herbs"]
    write = FORMATS["xlsx"].write
    path.write_bytes(b"".join(write([Record(title=title) for title in titles])))
    with Reader(seconds=20) as reader:
        answers = list(reader.ask(request(path)))
    assert [row[0] for answer in answers for row in answer.get("rows", ())] == titles
    assert (answers[-1]["found"], answers[-1]["rejected"], answers[-1]["error"]) == (2, 0, None)


def test_reader_goes_on_behind_a_record(ris):
    with Reader(seconds=20) as reader:
        rows = [
            row for answer in reader.ask(request(ris, after=595)) for row in answer.get("rows", ())
        ]
        again = [
            row for answer in reader.ask(request(ris, after=595)) for row in answer.get("rows", ())
        ]
    assert [row[0] for row in rows] == [f"肺结节 {n}" for n in range(595, 600)]
    assert rows == again


def test_reader_that_was_not_heard_out_answers_the_next_question(ris):
    with Reader(seconds=20) as reader:
        next(reader.ask(request(ris)))
        rows = [
            row for answer in reader.ask(request(ris, after=599)) for row in answer.get("rows", ())
        ]
    assert [row[0] for row in rows] == ["肺结节 599"]


def test_reader_without_memory_says_so(ris, monkeypatch):
    big = ris.with_name("big.json")
    big.write_text('[{"title": "' + "x" * 30_000_000 + '"}]')
    monkeypatch.setattr(parser_client, "MEMORY", 220 << 20)
    with Reader(seconds=120) as reader:
        *_, end = reader.ask(request(big, format="csl_json"))
    assert end["kind"] == "end"
    assert "memory" in end["error"]["text"]


def test_reader_that_takes_too_long_is_ended(ris):
    with Reader(seconds=1) as reader:
        reader._started().send_signal(19)  # SIGSTOP: it does nothing any more
        *_, end = reader.ask(request(ris))
        assert end["error"]["values"] == {"name": "导出.ris", "seconds": 1}
        assert reader._process is None
        reader.seconds = 60
        *_, end = reader.ask(request(ris))
        assert end["records"] == 600


def test_reader_that_dies_is_told(ris):
    with Reader(seconds=20) as reader:
        reader._started().kill()
        *_, end = reader.ask(request(ris))
    assert end["error"]["text"] == parser_client.BROKE


def test_reader_lets_the_caller_stop(ris):
    def stop():
        raise KeyboardInterrupt

    with Reader(seconds=20) as reader, pytest.raises(KeyboardInterrupt):
        list(reader.ask(request(ris), stop))


def test_reader_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://x")
    assert set(parser_client._environment()) == {"PATH", "PYTHONPATH", "PYTHONUTF8", "LANG"}


def test_encoded_holds_nothing_a_database_refuses():
    line = encoded({"a": "x\x00y", "b": "\ud800"})
    assert b"\\u0000" not in line
    line.decode("utf-8")


def test_backslashes_of_an_entry_do_not_break_the_answer(tmp_path):
    path = tmp_path / "条目.json"
    path.write_text(
        r"""[{"id": "1", "type": "book", "title": "针刺\u0000治疗", "note": "\\u0000 a\u0000\u0000"}]"""
    )
    with Reader(seconds=20) as reader:
        answers = list(reader.ask(request(path)))
    (row,) = [row for answer in answers for row in answer.get("rows", ())]
    assert row[0] == "针刺\ufffd治疗"
    assert r"针刺\u0000治疗" in row[-1]
    assert answers[-1]["records"] == 1
