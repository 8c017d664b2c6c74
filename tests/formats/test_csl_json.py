import json
import time
from pathlib import Path

import pytest

from screening.formats import parse
from screening.formats.csl_json import FORMAT
from screening.records.record import Record, ToolDecision

DATA = Path(__file__).parents[1] / "data" / "csl_json"


def test_csl_json_gives_its_fields():
    parsed = parse(DATA / "three.json")
    assert (parsed.format, parsed.found) == ("csl_json", 4)
    assert parsed.error is None
    first, second, third = parsed.records
    assert first.title == "中国虚构的过去与未来"
    assert first.title_translated == "The past and future of the made-up"
    assert first.authors == ("张三", "欧阳修文")
    assert first.authors_translated == ("Zhang, San",)
    assert first.year == 2008
    assert first.date == "2008-03"
    assert first.line == 2
    assert second.title == "A made-up chapter"
    assert second.authors == ("van den Berg, Jan",)
    assert second.year == 2001
    assert second.doi == "10.1234/csl.2"
    assert second.type == "chapter"
    assert third.type == "web"
    assert third.line == 5
    assert [
        (problem.line, problem.raw[:11]) for problem in parsed.problems if problem.rejected
    ] == [(4, '{"id": "3",')]


RECORDS = [
    Record(
        title="外泌体 & <others>",
        title_translated="Exosomes",
        authors=("高亚", "Gao, Ya", "World Health Organization"),
        authors_translated=("Gao Ya",),
        year=2020,
        date="2020 Nov-Dec",
        journal="虚构杂志",
        keywords=("Aged, 80 and over", "a; b"),
        identifiers=(("pmcid", "PMC1"), ("nct", "NCT01234567")),
        type="review",
        notes="one\ntwo",
        decisions=(ToolDecision("rayyan", "Ana", "include", (), ("mice",)),),
        notices=("Retraction in: X",),
    ),
    Record(title="Only a title", type="trial"),
]


def test_written_file_reads_back_equal():
    back = parse(b"".join(FORMAT.write(RECORDS)))
    assert back.format == FORMAT.key
    assert [{**record.to_json(), "raw": "", "line": 0} for record in back.records] == [
        record.to_json() for record in RECORDS
    ]


def test_no_records_make_a_file_without_entries():
    assert parse(b"".join(FORMAT.write([])), format_key=FORMAT.key).found == 0


@pytest.mark.parametrize(
    "text",
    [
        '[{"recNumber": "1", "type": "journalArticle", "authors": ["A"]}]',
        '{"a": 1}',
        "[]",
        '[{"itemType": "book"}]',
        '[{"id": "https://openalex.org/W1", "title": "外泌体", "publication_year": 2020, "type": "article"}]',
        "TY  - JOUR",
    ],
)
def test_other_json_is_not_taken(text):
    assert FORMAT.sniff(text) == 0.0


def test_number_of_an_article_is_its_place_and_that_of_a_report_its_own():
    items = [
        {
            "type": "article-journal",
            "title": "外泌体",
            "volume": "14",
            "issue": "1",
            "number": "e0209899",
        },
        {"type": "article-journal", "title": "Old export", "volume": "3", "number": "2"},
        {"type": "report", "title": "A made-up report", "number": "18-2424"},
    ]
    first, second, third = parse(json.dumps(items).encode()).records
    assert (first.issue, first.pages) == ("1", "e0209899")
    assert (second.issue, second.pages) == ("2", "")
    assert (third.issue, third.identifiers) == ("", (("report", "18-2424"),))


@pytest.mark.parametrize(
    ("between", "end"),
    [("\n", "\n"), ("\n\n", ""), ("]\n[", "]"), (']}{"items":[', "]}")],
)
def test_what_stands_behind_a_list_or_object_is_read_too(between, end):
    start = between.strip("\n]}")
    entries = [
        f'{{"id": "{title}", "type": "book", "title": "{title}"}}'
        for title in ("Sleep", "针刺治疗失眠", "Herbs")
    ]
    text = start + entries[0] + between + between.join(entries[1:]) + end
    found = parse(text.encode(), name="lines.json")
    assert [record.title for record in found.records] == ["Sleep", "针刺治疗失眠", "Herbs"]
    assert [record.line for record in found.records] == [
        1 + n * between.count("\n") for n in range(3)
    ]
    assert not any(problem.rejected for problem in found.problems)


def test_damaged_line_of_json_lines_costs_only_itself():
    lines = [
        '{"id": "1", "type": "book", "title": "甲"}',
        '{"id": "2" "title": "乙"}',
        '{"id": "3", "title": "丙"}',
        "",
    ]
    found = parse("\n".join(lines).encode(), format_key="csl_json")
    assert [(record.title, record.line) for record in found.records] == [("甲", 1), ("丙", 3)]
    assert [(problem.line, problem.raw) for problem in found.problems if problem.rejected] == [
        (2, lines[1])
    ]


def test_json_lines_are_read_in_one_go():
    text = "".join(f'{{"id": "{n}", "type": "book", "title": "题 {n}"}}\n' for n in range(20_000))
    started = time.process_time()
    assert parse(text.encode()).records[-1].line == 20_000
    assert time.process_time() - started < 20
