"""A project of ASReview: each record once,
with the decisions made in it and not the labels of its data set.
"""

import io
import json
import sqlite3
import zipfile

import pytest

from screening.formats import parse

TABLE = 'title,authors,abstract,included\n第一篇,张三,摘要,1\nSecond,"Ni, W",text,0\nThird,"Li, N",text,1\n'


def database(tmp_path, *statements):
    path = tmp_path / "one.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


def packed(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.json", json.dumps({"name": "x"}))
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


@pytest.fixture
def first(tmp_path):
    results = database(
        tmp_path,
        "create table results(record_id integer, label integer, query_strategy text, notes text)",
        "insert into results values(0, 0, 'prior', 'zu 儿童')",
        "insert into results values(2, 1, 'max', null)",
        "insert into results values(1, null, 'max', null)",
    )
    return packed(data__set_dot_csv=TABLE, reviews__a__results_dot_sql=results)


@pytest.fixture
def second(tmp_path):
    results = database(
        tmp_path,
        "create table results(record_id integer, label integer, querier text, note text, tags json, user_id integer)",
        "insert into results values(1, 0, null, 'zu 儿童', null, 4)",
        "insert into results values(3, 1, 'max', null, null, 4)",
    )
    store = database(
        tmp_path,
        "create table record(record_id integer, title text, authors json, abstract text, year integer, included integer)",
        "insert into record values(1, '第一篇', '[\"张三\"]', '摘要', 2019, 1)",
        "insert into record values(2, 'Second', '[]', '', 2020, 0)",
        "insert into record values(3, 'Third', '[]', '', 2021, 0)",
    )
    return packed(
        data__set_dot_csv=TABLE, reviews__a__results_dot_db=results, data_store_dot_db=store
    )


@pytest.mark.parametrize("version", ["first", "second"])
def test_each_record_once_with_its_own_decision(version, request):
    parsed = parse(request.getfixturevalue(version), name="p.asreview")
    assert (parsed.format, parsed.found) == ("asreview_project", 3)
    assert [record.title for record in parsed.records] == ["第一篇", "Second", "Third"]
    told = [[(each.verdict, each.labels) for each in record.decisions] for record in parsed.records]
    assert told == [[("exclude", ("prior",))], [], [("include", ())]]
    assert "儿童" in parsed.records[0].notes


def test_damaged_results_are_told_and_the_records_read():
    parsed = parse(
        packed(data__set_dot_csv=TABLE, reviews__a__results_dot_sql=b"no database"),
        name="p.asreview",
    )
    assert len(parsed.records) == 3
    assert any("cannot be read" in str(problem.message) for problem in parsed.problems)
    assert not any(record.decisions for record in parsed.records)
