"""Strategies of 25 questions in all syntaxes, read back by the parser of each;
and what is wrong with lines of people.
"""

import pytest

from screening.strategies import SYNTAXES, StrategyError, build, check, concepts_of, read
from screening.strategies._building import parse_term
from tests.strategies.examples import EXAMPLES


def concepts(name):
    return concepts_of(
        [{"name": str(at), "terms": terms} for at, terms in enumerate(EXAMPLES[name])]
    )


def folded(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


def test_there_are_twenty_five():
    assert len(EXAMPLES) == 25


@pytest.mark.parametrize("key", SYNTAXES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_built_is_read_back(name, key):
    syntax, asked = SYNTAXES[key], concepts(name)
    lines = build(asked, syntax)
    tree = read(lines, syntax)
    wanted = [
        {folded(term.text) for term in concept.terms if syntax.chinese or not term.chinese}
        for concept in asked
    ]
    wanted = [group for group in wanted if group]
    groups = tree.parts if tree.kind == "AND" and len(wanted) > 1 else (tree,)
    assert [{folded(term.text) for term in group.terms()} for group in groups] == wanted
    assert all(group.kind == "OR" or len(list(group.terms())) == 1 for group in groups)
    assert all(term.fields for term in tree.terms() if term.kind == "term")
    assert [complaint for complaint in check(lines, syntax) if complaint.wrong] == []


@pytest.mark.parametrize("key", SYNTAXES)
def test_headings_are_headings_where_the_database_has_them(key):
    syntax = SYNTAXES[key]
    kinds = {term.kind for term in read(build(concepts("nodules"), syntax), syntax).terms()}
    assert kinds == ({"heading", "term"} if syntax.heading else {"term"})


def test_chinese_databases_get_chinese_words_first_and_others_none():
    assert build(concepts("acupuncture"), SYNTAXES["cnki"])[0] == (
        "(TKA='针灸' OR TKA='电针' OR TKA='Acupuncture' OR TKA='acupunct' OR TKA='electroacupuncture')"
    )
    assert not any("针灸" in line for line in build(concepts("acupuncture"), SYNTAXES["pubmed"]))
    assert build(concepts_of([{"terms": ["针灸"]}]), SYNTAXES["pubmed"]) == []
    assert build(concepts_of([{"terms": ["主题词：机器人", "机器人"]}]), SYNTAXES["sinomed"])[
        :2
    ] == [
        '"机器人"[不加权:扩展]',
        '"机器人"[常用字段:智能]',
    ]


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        (
            "pubmed",
            ['"Robotics"[mh]', "robot*[tiab]", "#1 OR #2", '"lung nodule*"[tiab]', "#3 AND #4"],
        ),
        (
            "ovid",
            ["exp Robotics/", "robot*.ti,ab,kf.", "1 or 2", "lung nodule*.ti,ab,kf.", "3 and 4"],
        ),
        (
            "embase",
            [
                "'Robotics'/exp",
                "robot*:ti,ab,kw",
                "#1 OR #2",
                "'lung nodule*':ti,ab,kw",
                "#3 AND #4",
            ],
        ),
        ("wos", ["TS=(Robotics)", "TS=(robot*)", "#1 OR #2", 'TS=("lung nodule*")', "#3 AND #4"]),
        (
            "scopus",
            [
                "TITLE-ABS-KEY(Robotics)",
                "TITLE-ABS-KEY(robot*)",
                "#1 OR #2",
                'TITLE-ABS-KEY("lung nodule*")',
                "#3 AND #4",
            ],
        ),
        (
            "cnki",
            [
                "(TKA='Robotics' OR TKA='robot')",
                "TKA='lung nodule'",
                "(TKA='Robotics' OR TKA='robot') AND TKA='lung nodule'",
            ],
        ),
        (
            "wanfang",
            [
                '(主题=("Robotics") or 主题=("robot"))',
                '主题=("lung nodule")',
                '(主题=("Robotics") or 主题=("robot")) and 主题=("lung nodule")',
            ],
        ),
    ],
)
def test_lines_are_as_the_database_writes_them(key, lines):
    given = [{"terms": ["MeSH: Robotics", "robot*"]}, {"terms": ["lung nodule*"]}]
    assert build(concepts_of(given), SYNTAXES[key]) == lines


@pytest.mark.parametrize(
    ("key", "lines", "said"),
    [
        ("pubmed", ["(robot*[tiab] OR nodule[tiab]"], "Line 1: a bracket is opened and not closed"),
        ("pubmed", ["robot*[tiab])"], "Line 1: a bracket"),
        (
            "pubmed",
            ["robot*[title/abstrct]"],
            "Line 1: the field “title/abstrct” is not one of PubMed",
        ),
        ("pubmed", ["a[tiab]", "b[tiab] OR c[tiab] AND #1"], "Line 2 mixes AND and OR"),
        ("pubmed", ["a[tiab] AND b[tiab] OR c[tiab]"], "Line 1 mixes AND and OR"),
        ("pubmed", ["a[tiab] AND (b[tiab] OR c[tiab])"], ""),
        ("pubmed", ["a[tiab] OR (b[tiab] AND c[tiab])"], ""),
        ("pubmed", ['"robot[tiab]'], "Line 1: a quotation mark is missing"),
        ("pubmed", ["a[tiab] AND"], "Line 1: something is missing after “AND”"),
        (
            "pubmed",
            ["#2 AND a[tiab]", "b[tiab]"],
            "Line 1 names line 2, which does not come before it",
        ),
        ("pubmed", ["", "a[tiab]"], "Line 1 is empty"),
        ("pubmed", ["robot"], "names no field"),
        ("pubmed", ["a[tiab]", "b[tiab]", "#2 AND c[tiab]"], "Line 1 is not used"),
        (
            "ovid",
            ["exp Robotics/", "robot*.tq.", "1 or 2"],
            "the field “tq” is not one of Ovid MEDLINE",
        ),
        ("ovid", ["(lung adj3 nodule*).ti,ab.", "robot*.tw.", "1 and 2"], ""),
        ("ovid", ["lung nodule*.ti,ab. and robot*.ti,ab. or x.ti,ab."], "Line 1 mixes and and or"),
        ("embase", ["'lung nodule':ti,ab,kw AND robot*:zz"], "the field “zz” is not one of Embase"),
        ("embase", ["(lung NEAR/3 nodule*):ti,ab"], ""),
        ("wos", ["TS=(lung AND robot*) AND PY=(2020-2024)"], ""),
        ("wos", ["XX=(lung)"], "the field “XX” is not one of Web of Science"),
        ("wos", ["TS=((lung NEAR/3 nodule*) AND robot*"], "a bracket is opened"),
        ("scopus", ["TITLE-ABS-KEY(lung W/3 nodule*) AND TITLE(robot*)"], ""),
        ("scopus", ["TITLE-ABS(lung) AND TITEL(robot*)"], "the field “TITEL” is not one of Scopus"),
        ("cnki", ["TKA='肺结节' AND (TI='机器人' OR TI='导航')"], ""),
        ("cnki", ["XX='肺结节'"], "the field “XX” is not one of CNKI"),
        ("cnki", ["TKA='肺结节' AND (TI='机器人' OR TI='导航'"], "a bracket is opened"),
        (
            "wanfang",
            ['主题=("肺结节") and 标题=("机器人")'],
            "the field “标题” is not one of Wanfang",
        ),
        ("vip", ['M="肺结节" AND R="机器人" OR K="导航"'], "mixes AND and OR"),
        (
            "sinomed",
            ['"肺结节"[常用字段:智能]', '"机器人"[主题]', "#1 AND #2"],
            "the field “主题” is not one of SinoMed",
        ),
    ],
)
def test_what_a_database_would_not_run_is_told_before(key, lines, said):
    told = [str(each.message) for each in check(lines, SYNTAXES[key])]
    assert any(said in each for each in told) if said else told == [], told


def test_a_field_behind_a_bracket_is_that_of_its_words():
    tree = read(["(lung adj3 nodule*).ti,ab."], SYNTAXES["ovid"])
    assert {term.fields for term in tree.terms()} == {("ti", "ab")}


def test_no_line_is_no_strategy():
    with pytest.raises(ValueError, match="at least one line"):
        read([], SYNTAXES["pubmed"])
    with pytest.raises(StrategyError):
        read(["   "], SYNTAXES["pubmed"])
    assert check([], SYNTAXES["pubmed"]) == []


@pytest.mark.parametrize(
    ("text", "words", "heading"),
    [
        ("MeSH: Robotics", "Robotics", True),
        ("mesh:Robotics", "Robotics", True),
        ("主题词：机器人", "机器人", True),
        ("Emtree: lung nodule", "lung nodule", True),
        ("“肺结节”", "肺结节", False),
        ("  a   b ", "a b", False),
        ("meshwork", "meshwork", False),
    ],
)
def test_terms_are_read_as_people_write_them(text, words, heading):
    term = parse_term(text)
    assert (term.text, term.heading) == (words, heading)
