"""The methods section: every fact of the data in its place, gaps marked,
the sentence as Chinese journals write it.
"""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from screening.dedupe.sampling import exact_interval
from screening.flow.counts import Studies, Tally, count
from screening.methods import GAPS, LANGUAGES
from screening.methods._facts import in_language, short, terms
from screening.methods.chinese import coverage as chinese_coverage
from screening.methods.english import coverage as english_coverage
from screening.methods.word import render
from screening.models import ServiceRun
from screening.records.snapshot import (
    CalibrationFacts,
    Criterion,
    ErrorFacts,
    Methods,
    Searched,
    StageFacts,
    ToolFacts,
)
from tests.exports.snapshots import make_snapshot

DAY = date(2024, 11, 10)
TALLIES = [
    Tally("中国知网（CNKI）", "database", "dbr", "included", 50),
    Tally("PubMed", "database", "dbr", "included", 31),
    Tally("PubMed", "database", "dbr", "duplicate", 70),
    Tally("PubMed", "database", "dbr", "ta_exclude", 488),
    Tally("PubMed", "database", "dbr", "not_retrieved", 7),
    Tally("PubMed", "database", "dbr", "ft_exclude", 44, "研究设计不符"),
]
SEARCHES = (
    Searched(
        "中国知网（CNKI）",
        "database",
        "kns.cnki.net",
        DAY,
        "建库至2024-11",
        "#1 SU=外泌体\n#2 SU=骨形成",
        "中文；期刊",
        hits=50,
        records=50,
        ran_by="高亚",
    ),
    Searched(
        "PubMed",
        "database",
        "NLM",
        DAY,
        "inception to 2024-11",
        '#1 exosome*[tiab] OR "bone formation"\n#2 #1',
        "none",
        hits=640,
        records=640,
        ran_by="高亚",
    ),
)
WRITTEN = {
    "quality_tool_zh": "JBI 清单",
    "quality_by": "高亚、任",
    "extraction_tool_zh": "自制表格",
    "extraction_by": "任",
    "quality_tool_en": "JBI checklist",
    "extraction_tool_en": "own form",
    "contacts_en": "none",
    "prior_work_en": "none",
    "peer_review_en": "none",
}


def whole(**changes):
    stages = tuple(
        StageFacts(key, 2, ("高亚", "任"), ("周明",), settled=3)
        for key in ("title-abstract", "full-text")
    )
    values = {
        "flow": count(TALLIES).to_snapshot(),
        "searches": SEARCHES,
        "counts_studies": False,
        "criteria": (
            Criterion("full-text", "quality", True, "分组描述清楚"),
            Criterion("full-text", "quality", False, "综述"),
        ),
        "methods": Methods(stages=stages, notes=WRITTEN, merged_by_program=60, merged_by_people=10),
    }
    return replace(make_snapshot(), **(values | changes))


def text(language, snapshot):
    return "\n".join(section.text for section in LANGUAGES[language](snapshot))


def test_chinese_result_is_the_sentence_of_the_journals():
    result = LANGUAGES["zh-hans"](whole())[-1].text
    assert result.endswith(
        "初检获得文献690篇（中国知网50篇，PubMed 640篇），剔除重复文献70篇，阅读题名和摘要后排除488篇，未获取全文7篇，"
        "阅读全文后排除44篇（研究设计不符44篇），最终纳入81篇文献。"
    )


@pytest.mark.parametrize(
    ("studies", "counts", "end"),
    [
        (81, True, "最终纳入81篇文献。"),
        (77, True, "最终纳入81篇文献（77项研究）。"),
        (77, False, "最终纳入81篇文献。"),
    ],
)
def test_studies_are_told_only_where_they_differ_and_are_counted(studies, counts, end):
    flow = count(TALLIES, Studies(new=studies, new_reports=81)).to_snapshot()
    assert text("zh-hans", whole(flow=flow, counts_studies=counts)).endswith(end)


def test_ten_parts_and_no_gap_where_everything_is_known():
    assert len(LANGUAGES["zh-hans"](whole())) == 10
    for language, gap in GAPS.items():
        assert gap not in text(language, whole())


def test_every_missing_value_is_a_gap():
    bare = whole(searches=(), criteria=(), methods=Methods(), flow=count([]).to_snapshot())
    assert text("zh-hans", bare).count("【待填写】") >= 9
    assert text("en", bare).count("[to fill in]") >= 9


def test_other_methods_are_told_beside_the_databases():
    extra = [
        Tally("参考文献", "citation", "oth", "included", 2),
        Tally("参考文献", "citation", "oth", "duplicate", 3),
    ]
    flow = count([*TALLIES, *extra]).to_snapshot()
    assert "另通过引文检索获得2篇（去重后），剔除重复文献70篇" in text("zh-hans", whole(flow=flow))
    assert "and other methods 2 further records" in text("en", whole(flow=flow))


def test_english_numbers_add_up_in_words():
    assert (
        "The searches identified 690 records (CNKI, 50; PubMed, 640). Of these, 70 were duplicates, 488 were excluded on "
        "title and abstract, 7 were not retrieved and 44 were excluded at full text. We included 81 reports (Figure 1)."
    ) in text("en", whole())


@pytest.mark.parametrize(
    ("strategy", "found"),
    [
        (
            "#1 SU=外泌体 OR SU=骨骼肌源性外泌体\n#2 #1 AND (SU=成骨细胞)",
            ["外泌体", "骨骼肌源性外泌体", "成骨细胞"],
        ),
        (
            '1. exosome*[tiab] OR "bone formation"[MeSH]\n2. exp exercise/',
            ["exosome*", "bone formation", "exercise"],
        ),
        ("TS=(“肌少症” NOT 儿童)AND外泌体", ["肌少症", "儿童", "外泌体"]),
        ("", []),
    ],
)
def test_terms_of_a_strategy(strategy, found):
    assert terms(strategy) == found


def test_titles_are_those_of_records_and_full_texts_are_reports():
    """The words of PRISMA; Chinese says 篇 of both."""
    told = text("en", whole())
    end = "blinded to each other's decisions; disagreements were settled by 周明"
    assert f"two votes on each record, {end} (3 records)" in told
    assert f"two votes on each report, {end} (3 reports)" in told
    assert text("zh-hans", whole()).count("每篇文献须由2人判断") == 2


def test_texts_in_two_languages_are_told_in_one():
    assert in_language("Reference lists / 参考文献追溯", chinese=True) == "参考文献追溯"
    assert in_language("中国知网（CNKI）", chinese=False) == "CNKI"
    assert in_language("PubMed", chinese=True) == "PubMed"
    assert short("中国知网（CNKI）") == "中国知网"
    assert chinese_coverage("Inception to 2024-11") == "建库至2024-11"
    assert english_coverage("建库至2024-11") == "inception to 2024-11"


def test_word_document_holds_the_same_text():
    sections = LANGUAGES["zh-hans"](whole())
    document = Document(io.BytesIO(render("资料和方法", sections)))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for section in sections:
        for piece in (section.heading, *section.paragraphs, *section.lines):
            assert piece in told


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "strategy",
    [
        "#1 SU=外泌体 OR SU=骨骼肌\n#2 SU=骨形成\n#3 #1 AND (#2 OR #1)",
        "外泌体 AND (bone)",
        "外泌体 / bone formation",
    ],
)
def test_strategy_of_a_database_is_told_exactly_as_it_was_run(language, strategy):
    run = replace(SEARCHES[0], strategy=strategy)
    sections = LANGUAGES[language](whole(searches=(run,)))
    lines = next(section for section in sections if section.key == "strategy").lines
    assert list(lines[1:]) == strategy.splitlines()


def test_same_strategy_run_again_is_told_once_in_chinese():
    again = replace(SEARCHES[0], date_run=date(2024, 11, 28), hits=24)
    sections = LANGUAGES["zh-hans"](whole(searches=(SEARCHES[0], again)))
    lines = next(section for section in sections if section.key == "strategy").lines
    assert (
        lines[-1]
        == f"中国知网（CNKI）（2024年11月28日，检出24篇）：检索式同{DAY.year}年{DAY.month}月{DAY.day}日。"
    )
    assert sum("SU=外泌体" in line for line in lines) == 1


def test_a_share_seen_by_two_leaves_the_others_to_one():
    stage = StageFacts("title-abstract", 2, ("高亚", "任"), double_share=20)
    shared = whole(methods=Methods(stages=(stage,), notes=WRITTEN))
    assert "20%的文献须由2人判断，其余由1人判断，双方意见在裁定前互不可见" in text(
        "zh-hans", shared
    )
    assert "每篇文献须由" not in text("zh-hans", shared)
    assert "two votes on 20 % of the records and one on each of the others, blinded" in text(
        "en", shared
    )


def test_three_people_are_not_called_both():
    stage = StageFacts("full-text", 3, ("高亚", "任", "周明"))
    assert "每篇文献须由3人判断，各人意见在裁定前互不可见" in text(
        "zh-hans", whole(methods=Methods(stages=(stage,)))
    )


def test_an_empty_review_has_no_empty_brackets():
    bare = whole(searches=(), criteria=(), methods=Methods(), flow=count([]).to_snapshot())
    assert "The searches identified 0 records. Of these" in text("en", bare)
    assert "初检获得文献0篇，剔除" in text("zh-hans", bare)


def of(stage, **changes):
    return whole(methods=Methods(stages=(stage,), notes=WRITTEN, **changes))


def test_cut_off_is_told_with_what_it_excluded():
    stage = StageFacts("full-text", 2, ("高亚", "任"), cutoff=60, cutoff_excluded=4)
    assert "at least 60 % of the highest; 4 reports below that were excluded." in text(
        "en", of(stage)
    )
    assert "Every other exclusion was decided by people" in text("en", of(stage))
    assert "须不低于满分的60%；低于此界而排除4篇。" in text("zh-hans", of(stage))
    assert "评分均值" not in text("zh-hans", of(StageFacts("full-text", 2)))


def test_calibration_is_told():
    stage = StageFacts(
        "title-abstract", 2, ("高亚", "任"), calibrations=(CalibrationFacts(DAY, 30, 2),)
    )
    assert "on 30 records drawn at random on 10 November 2024 (2 reviewers)." in text(
        "en", of(stage)
    )
    assert "正式筛选前进行预筛选以统一标准：2024年11月10日随机抽取30篇（2名评审员）。" in text(
        "zh-hans", of(stage)
    )


def test_conflicts_solved_by_talking_are_told_apart_from_settled_ones():
    stage = StageFacts(
        "full-text", 2, ("高亚", "任"), ("周明",), settled=3, discussed=5, talked_out=2
    )
    told = "5 disagreements were sent back to be talked about, and 2 solved by that; other disagreements were settled by"
    assert told in text("en", of(stage))
    assert (
        "5篇意见不一致的文献退回评审员讨论，其中2篇经讨论达成一致；其余意见不一致者由仲裁者（周明）裁定，共裁定3篇"
    ) in text("zh-hans", of(stage))


def test_what_did_not_happen_is_not_told():
    nobody = of(StageFacts("full-text", 2))
    assert "had to be settled" not in text("en", nobody)
    assert "未出现" not in text("zh-hans", nobody)
    waiting = of(StageFacts("full-text", 2, ("高亚", "任"), open_conflicts=2))
    assert "2 disagreements still wait" in text("en", waiting)
    assert "尚有2篇分歧待处理" in text("zh-hans", waiting)
    assert "had to be settled" not in text("en", waiting)


def test_grades_are_told_of_what_was_graded():
    judged = {"quality": {"met": 20, "unclear": 3, "not_met": 7}}
    graded = of(StageFacts("full-text", 2, ("高亚", "任")), judgements=judged)
    assert "30 of 125 reports assessed: met 20, unclear 3, not met 7." in text("en", graded)
    assert "复筛评估的125篇文献中，对30篇评价了质量（以评审员中较低的评价计）" in text(
        "zh-hans", graded
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "of 60 pairs merged (Chinese–English), 1 was wrong (1.7%, 0.0% to 8.9%)"),
        ("zh-hans", "自动合并的文献对（中文–英文）60对中错误1对，错误率1.7%（0.0%～8.9%）"),
    ],
)
def test_error_of_the_program_is_told_with_its_exact_bound(language, said):
    low, high = exact_interval(1, 60)
    errors = (
        ErrorFacts(True, "Chinese|English", 60, 1, low, high),
        ErrorFacts(False, "English|English", 0, 0, 0.0, 1.0),
    )
    told = text(language, whole(methods=Methods(notes=WRITTEN, duplicate_errors=errors)))
    assert said in told
    assert told.count("Clopper–Pearson") == 1
    assert "kept apart (English" not in told, "nothing was drawn of them"


def test_duplicates_of_all_sources_are_bridged_to_those_of_the_diagram():
    extra = [
        Tally("参考文献", "citation", "oth", "included", 2),
        Tally("参考文献", "citation", "oth", "duplicate", 3),
    ]
    flow = count([*TALLIES, *extra]).to_snapshot()
    told = whole(
        flow=flow, methods=Methods(notes=WRITTEN, merged_by_program=60, merged_by_people=10)
    )
    assert (
        "Of 73 duplicates in all, 70 are records of databases and registers, as the diagram shows, and 3 of other "
        "methods; 3 of them were entered by hand."
    ) in text("en", told)
    assert (
        "重复文献合计73篇，其中3篇为人工填报：来自数据库和注册平台70篇（即流程图所示），来自其他途径3篇。"
        in text("zh-hans", told)
    )
    assert "in all" not in text("en", whole())


SCREENED = StageFacts("title-abstract", 2, ("高亚", "任"))
USED = (
    ToolFacts("dedupe", "Reviewapp 0.2.0", DAY, date(2024, 12, 1)),
    ToolFacts("dedupe", "Reviewapp", DAY, DAY),
    ToolFacts("order", "Reviewapp 0.2.0", DAY, DAY, "title-abstract"),
    ToolFacts("tools", "RobotSearch"),
)


@pytest.mark.parametrize(
    ("language", "cells"),
    [
        (
            "en",
            [
                "Deduplication",
                "Reviewapp 0.2.0",
                "10 November 2024 to 1 December 2024",
                "Ordering (titles and abstracts)",
                "Reviewapp (version [to fill in])",
                "RobotSearch (version [to fill in])",
                "[to fill in]",
            ],
        ),
        (
            "zh-hans",
            [
                "去重",
                "Reviewapp 0.2.0",
                "2024年11月10日至2024年12月1日",
                "智能排序（初筛）",
                "Reviewapp（版本【待填写】）",
                "【待填写】",
            ],
        ),
    ],
)
def test_automated_steps_are_told_with_version_and_dates(language, cells):
    told = of(StageFacts("title-abstract", 2, ("高亚", "任")), tools=USED)
    table = next(section.table for section in LANGUAGES[language](told) if section.table)
    assert len(table) == 5
    assert {len(row) for row in table} == {5}
    for cell in cells:
        assert any(cell in row for row in table), cell
    document = Document(io.BytesIO(render("Methods", LANGUAGES[language](told))))
    assert [cell.text for cell in document.tables[0].rows[0].cells] == list(table[0])
    assert "\t".join(table[1]) in text(language, told)


@pytest.mark.parametrize(
    ("language", "row"),
    [
        (
            "en",
            (
                "Looking for retractions and corrections",
                "Crossref",
                "10 November 2024",
                "told of retractions, corrections and expressions of concern (1,200 requests)",
                "judged each notice",
            ),
        ),
        (
            "zh-hans",
            (
                "查找撤稿和更正",
                "Crossref",
                "2024年11月10日",
                "提供撤稿、更正和关注声明（请求1200次）",
                "逐条判断",
            ),
        ),
    ],
)
def test_services_that_were_asked_are_among_the_automated_steps(language, row):
    told = of(SCREENED, tools=(ToolFacts("ask_notices", "Crossref", DAY, DAY, requests=1200),))
    table = next(section.table for section in LANGUAGES[language](told) if section.table)
    assert table[1] == row


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_purpose_of_a_run_has_its_words(language):
    asked = tuple(
        ToolFacts(f"ask_{purpose}", "PubMed", DAY, DAY, requests=1)
        for purpose in ServiceRun.Purpose.values
    )
    table = next(s.table for s in LANGUAGES[language](of(SCREENED, tools=asked)) if s.table)
    assert len(table) == 1 + len(asked)


def test_each_term_stands_in_its_language():
    search = replace(
        SEARCHES[0], strategy="主题=(外泌体 OR exosome*) AND TI='骨形成'\nTI=(экзосомы)"
    )
    told = whole(searches=(search,))
    assert (
        "中文检索词：“外泌体，骨形成”。英文检索词：“exosome*”。其他语种检索词：“экзосомы”。"
        in text("zh-hans", told)
    )
    english = "Chinese terms: 外泌体, 骨形成. English terms: exosome*. Terms in other languages: экзосомы."
    assert english in text("en", told)
