"""Titles, types, notes and abstracts that say a report was retracted, doubted or corrected,
and those that only seem to.
"""

import pytest

from screening.records.notices import kind, of_title, read, speaks_of


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("RETRACTED: Exosomes promote bone formation", "RETRACTED"),
        ("RETRACTED ARTICLE: Exosomes promote bone formation", "RETRACTED ARTICLE"),
        ("[Retracted] Exosomes promote bone formation", "Retracted"),
        ("WITHDRAWN: Exosomes promote bone formation", "WITHDRAWN"),
        ("Retraction: Exosomes promote bone formation", "Retraction"),
        ("Retraction Note to: Exosomes promote bone formation", "Retraction Note to"),
        ("Notice of Retraction: Exosomes", "Notice of Retraction"),
        ("Expression of Concern: Exosomes promote bone formation", "Expression of Concern"),
        ("Editorial expression of concern: Exosomes", "Editorial expression of concern"),
        ("Erratum to “Exosomes promote bone formation”", "Erratum to"),
        ("Erratum to: Exosomes", "Erratum to"),
        ("Corrigendum", "Corrigendum"),
        ("Author Correction: Exosomes", "Author Correction"),
        (
            "Exosomes promote bone formation (Retracted article. See vol. 12, pg 3, 2020)",
            "Retracted article. See vol. 12, pg 3, 2020",
        ),
        ("撤稿：骨骼肌源性外泌体促进骨形成", "撤稿"),
        ("【撤稿】骨骼肌源性外泌体促进骨形成", "撤稿"),
        ("（已撤稿）骨骼肌源性外泌体促进骨形成", "已撤稿"),
        ("撤稿声明", "撤稿声明"),
        ("关于《骨骼肌源性外泌体促进骨形成》一文的撤稿声明", "撤稿声明"),
        ("《骨骼肌源性外泌体促进骨形成》一文的更正", "更正"),
        ("骨骼肌源性外泌体促进骨形成（更正）", "更正"),
        ("勘误：骨骼肌源性外泌体促进骨形成", "勘误"),
        ("更正说明", "更正说明"),
    ],
)
def test_titles_that_say_so(title, said):
    assert of_title(title) == said
    assert kind(said)


@pytest.mark.parametrize(
    "title",
    [
        "Retraction of the tongue in sleep apnoea",
        "Correction of scoliosis in adolescents",
        "Withdrawal of antidepressants in older adults",
        "Withdrawn patients in randomised trials: a review",
        "Why articles are retracted: a survey",
        "Corrected QT interval and mortality",
        "Concerns of parents about vaccination",
        "脊柱侧弯的手术矫正与更正方法研究",
        "论文撤稿原因的系统评价",
        "撤稿论文的引用特征分析",
        "戒断症状的处理",
        "",
    ],
)
def test_titles_that_only_seem_to(title):
    assert of_title(title) == ""


def test_every_place_in_which_a_record_says_so():
    found = read(
        titles=["RETRACTED: Exosomes", ""],
        kinds=["Article; Retracted Publication", "Journal Article", "Erratum"],
        notes="England\nRetracted Publication\nRetraction in: J Bone. 2021;3:9. PMID: 123\nRetracted by us later, I think",
        keywords=["bone", "Retracted Publication", "retracted article"],
        abstract="This article has been retracted: please see the policy. Bone loss.",
    )
    assert found == (
        "Retracted Publication",
        "Erratum",
        "retracted article",
        "Retraction in: J Bone. 2021;3:9. PMID: 123",
        "RETRACTED",
        "This article has been retracted: please see the policy.",
    )


@pytest.mark.parametrize(
    "notes", ["Retracted muscle was measured", "Erratum", "Corrected for age", "撤稿率较高"]
)
def test_notes_in_passing_are_no_notices(notes):
    assert read(titles=[], notes=notes) == ()


@pytest.mark.parametrize(
    ("notice", "found"),
    [
        ("Retraction of: J Bone. 2020;1:2. PMID: 31234567", ({"31234567"}, set())),
        ("Erratum for: J Bone. 2020 doi: 10.1000/Abc.1.", (set(), {"10.1000/abc.1"})),
        ("Expression of concern for: J Bone. PMID: 12", ({"12"}, set())),
        ("This retracts the article DOI: 10.1000/x(1)2.", (set(), {"10.1000/x(1)2"})),
        ("Retraction in: J Bone. 2021 PMID: 99", (set(), set())),
        ("撤稿", (set(), set())),
    ],
)
def test_articles_that_a_notice_speaks_of(notice, found):
    assert speaks_of(notice) == found


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("Retraction in: X", "retraction"),
        ("Erratum in: X", "correction"),
        ("Expression of concern in: X", "concern"),
        ("Update in: X", ""),
        ("撤稿声明", "retraction"),
        ("勘误", "correction"),
        ("Comment in: X", ""),
    ],
)
def test_kinds(notice, expected):
    assert kind(notice) == expected
