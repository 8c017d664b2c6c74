"""A report in each language its records know."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from screening.dedupe.merge import plan_merge, shown
from screening.records.bilingual import Shown, bilingual, leads_with_translation, script
from screening.records.record import Record

PUBMED = Record(
    title="[Muscle exosomes regulate bone formation].",
    authors=("Gao Y", "Liu M"),
    journal="Zhonghua Gu Ke Za Zhi",
    abstract="OBJECTIVE: To study.",
    keywords=("Exosomes",),
    language="zh",
    pmid="99000001",
    source_database="PubMed",
)
CNKI = Record(
    title="肌肉外泌体调控骨形成",
    title_translated="Exosomes of muscle regulate the formation of bone",
    authors=("高亚", "刘明"),
    journal="中华骨科杂志",
    abstract="目的:研究。",
    keywords=("外泌体",),
    language="zh",
    doi="10.5555/a",
    source_database="CNKI",
)
RUSSIAN = Record(title="Экзосомы мышц", authors=("Иванов И И",), language="ru")
GERMAN = Record(title="Exosomen und Knochen", title_translated="Exosomes and bone", language="de")


def told(*records: Record) -> dict[str, object]:
    return {
        name: said.value
        for name, said in bilingual(range(len(records)), dict(enumerate(records))).items()
    }


def test_each_field_stands_in_the_language_of_the_article_and_in_the_other():
    found = told(PUBMED, CNKI)
    assert (found["title"], found["title_translated"]) == (CNKI.title, PUBMED.title)
    assert (found["authors"], found["authors_translated"]) == (CNKI.authors, PUBMED.authors)
    assert (found["journal"], found["journal_translated"]) == (CNKI.journal, PUBMED.journal)
    assert (found["abstract"], found["abstract_translated"]) == (CNKI.abstract, PUBMED.abstract)
    assert (found["keywords"], found["keywords_translated"]) == (CNKI.keywords, PUBMED.keywords)
    assert found["language"] == "zh"


def test_english_title_of_the_chinese_record_does_not_keep_the_chinese_one_out():
    """It filled the place of the other language, and the Chinese title was nowhere."""
    joint = plan_merge({"p": PUBMED, "c": CNKI}, primary="p").joint
    assert CNKI.title in (joint.title, joint.title_translated)


def test_language_is_chinese_although_a_database_names_english():
    assert told(replace(PUBMED, language="en"), CNKI)["title"] == CNKI.title
    assert told(replace(PUBMED, language="en"), replace(CNKI, language=""))["language"] == "zh"


def test_what_is_known_in_one_language_alone_stands_first():
    found = told(
        replace(PUBMED, title_translated="肌肉外泌体调控骨形成"), replace(PUBMED, doi="10.5555/a")
    )
    assert (found["title"], found["authors"]) == ("肌肉外泌体调控骨形成", PUBMED.authors)
    assert "authors_translated" not in found
    assert "abstract_translated" not in found


def test_other_scripts_and_languages_in_latin_letters():
    english = Record(title="Muscle exosomes", authors=("Ivanov I I",), language="ru")
    found = told(english, RUSSIAN)
    assert (found["title"], found["title_translated"]) == (RUSSIAN.title, english.title)
    assert (found["authors"], found["authors_translated"]) == (RUSSIAN.authors, english.authors)
    found = told(
        replace(GERMAN, title="[Exosomes and bone]", title_translated=GERMAN.title), GERMAN
    )
    assert (found["title"], found["title_translated"]) == (GERMAN.title, "[Exosomes and bone]")
    kanji = Record(title="筋肉由来エクソソーム", language="ja")
    assert told(Record(title="骨格筋", language="zh"), kanji)["language"] == "ja"


def test_authors_of_whom_some_are_left_out_say_so_only_where_they_are_taken():
    cut = replace(CNKI, authors=("高亚",), authors_incomplete=True)
    assert plan_merge({1: cut, 2: PUBMED}).joint.authors_incomplete
    assert not plan_merge({1: cut, 2: CNKI}).joint.authors_incomplete


def test_script_of_a_title_full_of_genes():
    assert script("miR-133a 对 BMP-2/Runx2 信号通路的调控作用") == "CJK"
    assert script("α-Synuclein in mice") == "LATIN"
    assert script("１２３") == ""
    assert leads_with_translation("Bone", "骨", "zh")
    assert not leads_with_translation("骨", "Bone", "zh")


def test_reader_of_chinese_sees_the_own_language_first_any_other_what_the_primary_record_says():
    joint = shown({1: PUBMED, 2: CNKI}, 1)
    chinese, english = (Shown(PUBMED, joint, chinese=reader) for reader in (True, False))
    assert (chinese.title, chinese.title_translated) == (CNKI.title, PUBMED.title)
    assert (english.title, english.title_translated) == (PUBMED.title, CNKI.title)
    assert (chinese.title_language, english.title_language) == ("zh", "en")
    assert (english.authors, english.authors_translated) == (
        list(PUBMED.authors),
        list(CNKI.authors),
    )
    assert (chinese.doi, chinese.pmid) == (CNKI.doi, PUBMED.pmid)
    assert joint["sources"]["title"] == [2]
    assert joint["sources"]["title_translated"] == [1]
    alone = Shown(replace(PUBMED, title_translated=CNKI.title), None, chinese=True)
    assert (alone.title, alone.title_translated) == (CNKI.title, PUBMED.title)


TITLES = st.sampled_from(
    ["", CNKI.title, PUBMED.title, RUSSIAN.title, GERMAN.title, "肌肉外泌体", "筋肉のエクソソーム"]
)
RECORDS = st.builds(
    Record,
    title=TITLES,
    title_translated=TITLES,
    language=st.sampled_from(["", "zh", "en", "ja", "de", "ru"]),
    authors=st.sampled_from([(), CNKI.authors, PUBMED.authors]),
    abstract=TITLES,
    journal=TITLES,
    authors_incomplete=st.booleans(),
    keywords=st.sampled_from([(), CNKI.keywords, PUBMED.keywords]),
)


@given(st.lists(RECORDS, min_size=2, max_size=4))
def test_order_of_the_records_does_not_matter(records: list[Record]):
    views = [shown(dict(order), 0) for order in permutations(list(enumerate(records)))]
    assert all(view == views[0] for view in views)


@given(st.lists(RECORDS, min_size=2, max_size=4))
def test_every_title_in_the_language_of_the_article_is_said_by_the_records_named(
    records: list[Record],
):
    members = dict(enumerate(records))
    for name, said in bilingual(list(members), members).items():
        field = name.removesuffix("_translated")
        if field not in ("language", "keywords"):
            given_ones = [
                (getattr(members[id], field), getattr(members[id], f"{field}_translated"))
                for id in said.by
            ]
            assert given_ones
            assert all(said.value in both for both in given_ones)
