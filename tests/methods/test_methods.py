"""The methods section: every fact of the data in its place, gaps marked, the sentence as Chinese journals write it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from screening.methods import GAPS, LANGUAGES
from screening.methods._facts import in_language, short, terms
from screening.methods.chinese import coverage as chinese_coverage
from screening.methods.english import coverage as english_coverage
from screening.methods.word import render
from screening.prisma.counts import Studies, Tally, count
from screening.records.snapshot import Criterion, Methods, Searched, StageFacts
from tests.exports.snapshots import make_snapshot

DAY = date(2024, 11, 10)
TALLIES = [
    Tally("中国知网（CNKI）", "database", "dbr", "included", 50), Tally("PubMed", "database", "dbr", "included", 31),
    Tally("PubMed", "database", "dbr", "duplicate", 70), Tally("PubMed", "database", "dbr", "ta_exclude", 488),
    Tally("PubMed", "database", "dbr", "not_retrieved", 7),
    Tally("PubMed", "database", "dbr", "ft_exclude", 44, "研究设计不符"),
]  # fmt: skip
SEARCHES = (
    Searched("中国知网（CNKI）", "database", "kns.cnki.net", DAY, "建库至2024-11", "#1 SU=外泌体\n#2 SU=骨形成", "中文；期刊",
             hits=50, records=50, ran_by="高亚"),
    Searched("PubMed", "database", "NLM", DAY, "inception to 2024-11", '#1 exosome*[tiab] OR "bone formation"\n#2 #1', "none",
             hits=640, records=640, ran_by="高亚"),
)  # fmt: skip
WRITTEN = {
    "quality_tool_zh": "JBI 清单", "quality_by": "高亚、任", "extraction_tool_zh": "自制表格", "extraction_by": "任",
    "quality_tool_en": "JBI checklist", "extraction_tool_en": "own form", "contacts_en": "none", "prior_work_en": "none",
    "peer_review_en": "none",
}  # fmt: skip


def whole(**changes):
    stages = tuple(StageFacts(key, 2, ("高亚", "任"), ("周明",), settled=3) for key in ("title-abstract", "full-text"))
    values = {
        "flow": count(TALLIES).to_snapshot(), "searches": SEARCHES, "counts_studies": False,
        "criteria": (Criterion("full-text", "quality", True, "分组描述清楚"), Criterion("full-text", "quality", False, "综述")),
        "methods": Methods(stages=stages, notes=WRITTEN, merged_by_program=60, merged_by_people=10),
    }  # fmt: skip
    return replace(make_snapshot(), **(values | changes))


def text(language, snapshot):
    return "\n".join(section.text for section in LANGUAGES[language](snapshot))


def test_chinese_result_is_the_sentence_of_the_journals():
    result = LANGUAGES["zh-hans"](whole())[-1].text
    assert result.endswith(
        "初检获得文献690篇（中国知网50篇，PubMed 640篇），剔除重复文献70篇，阅读题名和摘要后排除488篇，未获取全文7篇，"
        "阅读全文后排除44篇（研究设计不符44篇），最终纳入81篇文献。"
    )


@pytest.mark.parametrize(("studies", "counts", "end"), [
    (81, True, "最终纳入81篇文献。"), (77, True, "最终纳入81篇文献（77项研究）。"), (77, False, "最终纳入81篇文献。"),
])  # fmt: skip
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
    extra = [Tally("参考文献", "citation", "oth", "included", 2), Tally("参考文献", "citation", "oth", "duplicate", 3)]
    flow = count([*TALLIES, *extra]).to_snapshot()
    assert "另通过引文检索获得2篇（去重后），剔除重复文献70篇" in text("zh-hans", whole(flow=flow))
    assert "and other methods 2 further records" in text("en", whole(flow=flow))


def test_english_numbers_add_up_in_words():
    assert (
        "The searches identified 690 records (CNKI, 50; PubMed, 640). Of these, 70 were duplicates, 488 were excluded on "
        "title and abstract, 7 were not retrieved and 44 were excluded at full text. We included 81 reports (Figure 1)."
    ) in text("en", whole())


@pytest.mark.parametrize(("strategy", "found"), [
    ("#1 SU=外泌体 OR SU=骨骼肌源性外泌体\n#2 #1 AND (SU=成骨细胞)", ["外泌体", "骨骼肌源性外泌体", "成骨细胞"]),
    ('1. exosome*[tiab] OR "bone formation"[MeSH]\n2. exp exercise/', ["exosome*", "bone formation", "exp exercise/"]),
    ("TS=(“肌少症” NOT 儿童)AND外泌体", ["肌少症", "儿童", "外泌体"]),
    ("", []),
])  # fmt: skip
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
    ["#1 SU=外泌体 OR SU=骨骼肌\n#2 SU=骨形成\n#3 #1 AND (#2 OR #1)", "外泌体 AND (bone)", "外泌体 / bone formation"],
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
    assert lines[-1] == f"中国知网（CNKI）（2024年11月28日，检出24篇）：检索式同{DAY.year}年{DAY.month}月{DAY.day}日。"
    assert sum("SU=外泌体" in line for line in lines) == 1


def test_a_share_seen_by_two_leaves_the_others_to_one():
    stage = StageFacts("title-abstract", 2, ("高亚", "任"), double_share=20)
    shared = whole(methods=Methods(stages=(stage,), notes=WRITTEN))
    assert "20%的文献须由2人判断，其余由1人判断，双方意见在裁定前互不可见" in text("zh-hans", shared)
    assert "每篇文献须由" not in text("zh-hans", shared)
    assert "two votes on 20 % of the records and one on each of the others, blinded" in text("en", shared)


def test_three_people_are_not_called_both():
    stage = StageFacts("full-text", 3, ("高亚", "任", "周明"))
    assert "每篇文献须由3人判断，各人意见在裁定前互不可见" in text("zh-hans", whole(methods=Methods(stages=(stage,))))


def test_an_empty_review_has_no_empty_brackets():
    bare = whole(searches=(), criteria=(), methods=Methods(), flow=count([]).to_snapshot())
    assert "The searches identified 0 records. Of these" in text("en", bare)
    assert "初检获得文献0篇，剔除" in text("zh-hans", bare)
