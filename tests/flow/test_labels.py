"""Label sets: complete, editable, with their own way to write numbers."""

import pytest

from screening.flow.labels import SETS


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("en", "Records screened (n = 1,597)"),
        ("zh", "筛选的记录（阅读题名和摘要）（n = 1,597）"),
        ("zh-journal", "剔重后获得文献，阅读题名和摘要初筛 (n=1\u2009597)"),
    ],
)
def test_number_format_belongs_to_the_set(key, line):
    labels = SETS[key]
    assert labels.line(labels["records_screened"], 1597).replace("\xa0", " ") == line


def test_all_sets_have_the_same_labels():
    assert len({frozenset(labels.labels) for labels in SETS.values()}) == 1


def test_label_changed_by_a_project_replaces_ours_and_an_empty_one_does_not():
    changed = SETS["zh"].altered({"records_screened": "初筛记录", "assessed": "  "})
    assert changed["records_screened"] == "初筛记录"
    assert changed["assessed"] == SETS["zh"]["assessed"]
    assert SETS["zh"]["records_screened"] != "初筛记录"


def test_unknown_label_is_refused():
    with pytest.raises(KeyError, match="no such label: nonsense"):
        SETS["en"].altered({"nonsense": "x"})


def test_scoping_review_speaks_of_sources_of_evidence():
    assert SETS["en"].scoping()["new_studies"] == "Sources of evidence included in review"
    assert SETS["zh"].scoping()["new_studies"] == "纳入综述的证据来源"
    assert SETS["en"].scoping()["records_screened"] == "Records screened"
