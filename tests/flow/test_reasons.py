"""Reasons that belong in another box."""

import pytest

from screening.flow.reasons import doubt


@pytest.mark.parametrize(
    "label",
    [
        "Duplicate",
        "重复发表",
        "Secondary report of an included study",
        "同一研究的多次报道",
        "重复文献",
    ],
)
def test_duplicates_are_merged_or_linked(label):
    assert "merge duplicate records" in str(doubt(label))


@pytest.mark.parametrize(
    "label",
    [
        "Full text not available",
        "Full-text unavailable",
        "No full text",
        "PDF not found",
        "无法获取全文",
        "未获取全文",
        "无全文",
        "全文缺失",
        "Report not retrieved",
    ],
)
def test_missing_full_text_is_not_retrieved(label):
    assert "not retrieved" in str(doubt(label))


@pytest.mark.parametrize(
    "label",
    [
        "Wrong population",
        "研究对象不符",
        "Wrong design",
        "No outcome of interest",
        "非全文（仅摘要）",
        "Conference abstract",
        "Outcome not available",
        "无对照组",
        "",
    ],
)
def test_true_reasons_are_left_alone(label):
    assert doubt(label) is None
