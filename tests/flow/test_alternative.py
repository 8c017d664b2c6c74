"""The diagram as sentences."""

import pytest

from screening.flow.alternative import ORDER, sentences
from screening.flow.content import compose
from screening.flow.labels import SETS
from screening.flow.templates import TEMPLATES
from tests.flow.flows import make_flow


def spoken(labels: str, template: str = "new_db", **options):
    chosen = TEMPLATES[template]
    return sentences(
        compose(make_flow(2, 1, chosen.other, chosen.updated, **options), chosen, SETS[labels])
    )


def test_english_sentences_in_reading_order():
    found = spoken("en")
    assert found[0] == (
        "Records identified from: Databases (n equals 1,612), 中国知网 (n equals 806), PubMed (n equals 806), "
        "Registers (n equals 806), ClinicalTrials.gov (n equals 806)."
    ).replace("1,612", "1,572").replace("806", "786")
    assert (
        found[-1]
        == "Studies included in review (n equals 90), Reports of included studies (n equals 90)."
    )


def test_chinese_sentences_use_chinese_punctuation():
    found = spoken("zh")
    assert (
        found[1]
        == "筛选前移除的记录：重复记录 600，被自动化工具标记为不合格的记录 30，因其他原因移除的记录 6。"
    )


def test_every_block_is_spoken_once():
    content = compose(make_flow(2, 1, True, True), TEMPLATES["upd_db_other"], SETS["en"])
    assert set(content.blocks) == set(ORDER)
    assert len(sentences(content)) == len(ORDER) + 1


def test_draft_says_so_first():
    assert spoken("en", waiting=2)[0].startswith(
        "Draft, still waiting: Records awaiting screening (n equals 6)"
    )


@pytest.mark.parametrize(
    ("labels", "head", "told"),
    [
        ("en", "Not shown in this figure", "records identified by other methods (n = 24)"),
        ("zh", "本图未显示", "其他途径获得的记录（n = 24）"),
    ],
)
def test_a_template_without_other_methods_says_what_it_leaves_out(labels, head, told):
    flow = make_flow(other=True)

    def notes(template: str, of=flow) -> str:
        return " ".join(compose(of, TEMPLATES[template], SETS[labels]).notes).replace(
            "\N{NO-BREAK SPACE}", " "
        )

    assert head in notes("new_db")
    assert told in notes("new_db")
    assert f"n = {flow['other_included_reports']}" in notes("new_db")
    assert head not in notes("new_db_other")
    assert head not in notes("new_db", make_flow())
    assert head in notes("new_db_other", make_flow(other=True, updated=True))
