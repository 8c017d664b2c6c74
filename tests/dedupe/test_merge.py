from dataclasses import replace

import pytest

from screening.dedupe.merge import plan_merge
from screening.records.record import Record

CHINESE = Record(
    title="外泌体抑制心肌纤维化的研究",
    authors=("高亚", "刘明"),
    year=2018,
    journal="中华心血管病杂志",
    pages="361-366",
    abstract="目的 研究外泌体对心肌纤维化的影响。",
    source_database="CNKI",
    keywords=("外泌体",),
)
ENGLISH = Record(
    title="Exosomes suppress myocardial fibrosis",
    authors=("Gao Y", "Liu M"),
    year=2018,
    volume="46",
    issue="5",
    pages="361-6",
    journal="Zhonghua Xin Xue Guan Bing Za Zhi",
    pmid="29800001",
    doi="10.5555/a",
    source_database="PubMed",
    abstract="Objective: to study exosomes in fibrosis of the heart.",
    keywords=("Exosomes",),
)


def test_plan_takes_the_most_complete_record_first():
    plan = plan_merge({"cn": CHINESE, "en": ENGLISH})
    assert (plan.primary, plan.duplicates) == ("en", ("cn",))
    assert plan.joint.pages == "361-366"
    assert plan.provenance["pages"].taken_from == ("cn",)
    assert plan.provenance["pages"].differs


def test_plan_keeps_both_languages():
    joint = plan_merge({"cn": CHINESE, "en": ENGLISH}).joint
    assert (joint.title, joint.title_translated) == (CHINESE.title, ENGLISH.title)
    assert (joint.authors, joint.authors_translated) == (CHINESE.authors, ENGLISH.authors)
    assert joint.abstract == CHINESE.abstract
    assert (joint.keywords, joint.keywords_translated) == (("外泌体",), ("Exosomes",))


def test_plan_heeds_the_choice_of_a_person():
    assert plan_merge({"cn": CHINESE, "en": ENGLISH}, primary="cn").primary == "cn"


def test_plan_remembers_what_was():
    plan = plan_merge({"cn": CHINESE, "en": ENGLISH}, groups={"cn": 7})
    assert plan.before == {"cn": 7, "en": None}


def test_plan_does_not_depend_on_order():
    twin = replace(ENGLISH, pmid="", pages="361-366")
    one = plan_merge({1: CHINESE, 2: ENGLISH, 3: twin})
    two = plan_merge({3: twin, 2: ENGLISH, 1: CHINESE})
    assert (one.primary, one.duplicates, one.joint) == (two.primary, two.duplicates, two.joint)


@pytest.mark.parametrize(
    ("members", "primary"), [({1: CHINESE}, None), ({1: CHINESE, 2: ENGLISH}, 3)]
)
def test_plan_refuses_what_is_no_merge(members: dict[int, Record], primary: int | None):
    with pytest.raises(ValueError, match="two records"):
        plan_merge(members, primary=primary)


def test_plan_takes_the_authors_from_a_list_that_was_not_cut():
    cut = replace(ENGLISH, authors=("Gao Y",), authors_incomplete=True)
    whole = Record(title=ENGLISH.title, authors=("Gao Y", "Liu M"))
    joint = plan_merge({1: cut, 2: whole}).joint
    assert (joint.authors, joint.authors_incomplete) == (("Gao Y", "Liu M"), False)
    assert plan_merge({1: cut, 2: replace(whole, authors=())}).joint.authors_incomplete


def test_plan_unites_the_isbns():
    books = (
        Record(title="A", isbn=("978-3-86490-311-3",)),
        Record(title="A", isbn=("3-86490-311-X",)),
    )
    assert len(plan_merge(dict(enumerate(books))).joint.isbn) == 2
