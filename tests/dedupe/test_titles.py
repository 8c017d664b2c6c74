import pytest

from screening.dedupe.title_kinds import is_generic, read_numbers
from screening.dedupe.titles import read_titles, repair
from screening.records.text import fold


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        (
            "[Clinical study of X in the elderly population]. [Chinese]",
            "clinical study of x in the elderly population",
        ),
        ("Effect of X on sleep (Article in Chinese)", "effect of x on sleep"),
        ("RETRACTED: A study of sleep", "a study of sleep"),
        ("TNF-α and β-blockers", "tnf alpha and beta blockers"),
        ("Sleep in <i>Rattus</i> &amp; mice", "sleep in rattus mice"),
        (
            "Sleep in adults.[Erratum appears in Sleep. 2009 Jun 4;36(2):24 Note: Doe, J [added]]",
            "sleep in adults",
        ),
        ("Sleep in adults (vol 36, pg 5, 2009)", "sleep in adults"),
        ("Study of sleep. Russian Issledovanie sna", "study of sleep"),
        (
            "Acupuncture for sleep. Chinese medicine and its role",
            "acupuncture for sleep chinese medicine and its role",
        ),
        ("#NAME?", None),
    ],
)
def test_read_titles_strips_what_is_not_the_title(title: str, folded: str | None):
    assert read_titles(title).latin == ((folded,) if folded else ())


@pytest.mark.parametrize(
    ("title", "han"),
    [
        ("外泌體抑制心肌纖維化的研究[J]", "外泌体抑制心肌纤维化的研究"),
        ("《老年人跌倒》", "老年人跌倒"),
        ("ＣＯＶＩＤ－１９疫情", "covid 19 疫情"),
    ],
)
def test_read_titles_keeps_chinese(title: str, han: str):
    assert read_titles(title).han == (han,)


@pytest.mark.parametrize("title", ["", "《》", "“”", "...", "[]"])
def test_read_titles_of_punctuation_is_no_title(title: str):
    assert read_titles(title)[:2] == ((), ())


def test_read_titles_splits_two_languages():
    titles = read_titles("中药治疗结肠炎的评价 Herbal compounds for colitis: a review")
    assert titles.han == ("中药治疗结肠炎的评价",)
    assert titles.latin == ("herbal compounds for colitis a review",)


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Phase II trial, part I", ("1", "2")),
        ("Three-month and 6 months", ("3", "6")),
        ("研究（一）", ("1",)),
        ("第二部分", ("2",)),
        ("术后三个月", ("3",)),
        ("诊疗（下）", ("下",)),
        ("诊疗上篇", ("上",)),
        ("糖尿病之二", ("2",)),
        ("Sleep in adults", ()),
    ],
)
def test_read_numbers_finds_them_in_words_and_digits(title: str, numbers: tuple[str, ...]):
    assert read_numbers(title, fold(title)) == numbers


@pytest.mark.parametrize(
    ("title", "marks"),
    [
        ("Erratum: sleep in older adults and children", {"erratum"}),
        ("Sleep in adults - reply", {"reply"}),
        ("《老年人跌倒的研究》更正", {"erratum"}),
        ("作者答复", {"reply"}),
        ("Sleep in adults: study protocol", {"protocol"}),
        ("中国糖尿病防治指南", {"guideline"}),
        ("Retraction of: sleep in older adults and children", {"retraction"}),
        ("Correlation of sleep and mood", set()),
    ],
)
def test_read_titles_marks_what_kind_it_is(title: str, marks: set[str]):
    assert read_titles(title).marks == marks


@pytest.mark.parametrize("title", ["Editorial", "Reply", "研究进展", "述评", "News"])
def test_is_generic_knows_titles_that_say_nothing(title: str):
    assert is_generic(fold(title).replace(" ", ""))


def test_is_generic_lets_a_telling_title_pass():
    assert not is_generic("外泌体抑制心肌纤维化")


@pytest.mark.parametrize("text", ["血清维生素D与骨密度", "rééducation après fracture"])
def test_repair_turns_mojibake_back(text: str):
    assert repair(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize("text", ["血清", "naïve Bayes", "中华医学杂志", "Ångström"])
def test_repair_leaves_right_text_alone(text: str):
    assert repair(text) == text


@pytest.mark.parametrize("text", ["糖尿病足溃疡创面修复的临床研究", "许樟林", "示例骨伤杂志"])
def test_repair_turns_gbk_that_was_read_as_latin_back(text: str):
    assert repair(text.encode("gbk").decode("latin-1")) == text


@pytest.mark.parametrize(
    "text", ["Über Ängste älterer Öfen", "réé", "À côté", "Ñandúes", "Þórður Ægisson"]
)
def test_repair_leaves_accents_alone(text: str):
    assert repair(text) == text


@pytest.mark.parametrize(
    ("given", "latin"),
    [
        (
            "Cholestatic pruritus in pregnancy [Cholestatischer Pruritus in der Schwangerschaft]",
            (
                "cholestatic pruritus in pregnancy",
                "cholestatischer pruritus in der schwangerschaft",
            ),
        ),
        (
            "Aspirin after stroke [published erratum appears in Lancet 1990]",
            ("aspirin after stroke",),
        ),
        ("Vitamins in old age [Vitamin E supplementation trial]", ("vitamins in old age",)),
        (
            "Green tea and quality of sleep in adults [成人绿茶与睡眠质量的关系研究]",
            ("green tea and quality of sleep in adults",),
        ),
    ],
)
def test_original_title_in_brackets_is_a_title_and_a_remark_is_none(
    given: str, latin: tuple[str, ...]
):
    assert read_titles(given).latin == latin
