from dataclasses import fields

from screening.records.columns import (
    APART,
    COLUMNS,
    DERIVED,
    RENAMED,
    from_columns,
    search_words,
    to_columns,
)
from screening.records.record import Record, ToolDecision

FULL = Record(
    title="外泌体 miR-206 与肺癌",
    title_translated="Exosomal miR-206",
    authors=("高亚", "王小明"),
    authors_translated=("Gao, Ya",),
    year=2020,
    date="2020年5月",
    journal="中国肺癌杂志",
    doi="10.1/x",
    identifiers=(("cnki", "ABC"),),
    language="zh",
    abstract="目的：……",
    keywords=("肺癌",),
    place="北京",
    decisions=(ToolDecision("rayyan", "Ana", "include", ("a",), ("b",)),),
    raw="RT Journal",
    line=3,
)


def test_to_columns_covers_every_field():
    named = {RENAMED.get(f.name, f.name) for f in fields(Record)} - set(APART)
    assert named == set(COLUMNS) - set(DERIVED)
    assert list(to_columns(FULL)) == list(COLUMNS)


def test_from_columns_gives_the_record_back():
    assert from_columns(to_columns(FULL), raw=FULL.raw, line=FULL.line) == FULL


def test_to_columns_guesses_a_missing_language():
    assert to_columns(Record(title="肺结节的筛查"))["language"] == "zh"
    assert to_columns(Record(title="Lung nodules"))["language"] == "en"


def test_to_columns_keeps_what_does_not_fit():
    long = "10.1000/" + "x" * 400
    row = to_columns(Record(doi=long, type="nonsense", year=20200113))
    assert (row["doi"], row["identifiers"], row["type"], row["year"]) == (
        "",
        [["doi", long]],
        "other",
        None,
    )


def test_search_words_hold_each_token_once_in_both_languages():
    words = search_words(to_columns(FULL)).split()
    assert len(words) == len(set(words))
    assert {"外泌", "泌体", "206", "exosomal", "高亚", "gao", "肺癌", "10"} <= set(words)
