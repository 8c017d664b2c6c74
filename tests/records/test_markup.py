import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effect of <i>E. coli</i> on H<sub>2</sub>O", "Effect of E. coli on H₂O"),
        ("10<sup>-3</sup> mol", "10⁻³ mol"),
        ("p < 0.05 and n > 40", "p < 0.05 and n > 40"),
        ("a <b and c> d", "a <b and c> d"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("R&amp;D of &lt;i&gt;x&lt;/i&gt;", "R&D of x"),
        ("AT&T and &copy", "AT&T and &copy"),
        ("《示例》<i>研究</i>　“甲”", "《示例》研究 “甲”"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<正>示例", "<正>示例"),
    ],
)
def test_plain_takes_off_formatting_only(text, expected):
    assert markup.plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<正>目的 探讨", "目的 探讨"),
        ("〈正〉目的", "目的"),
        ("＜正＞目的", "目的"),
        ("Abstract(#br)One(#br)two", "One two"),
        ("[No abstract available]", ""),
        ("NA", ""),
        ("Abstract available from the publisher.", ""),
        ("NA 通道阻滞剂", "NA 通道阻滞剂"),
        ("目的:探讨 结论:有效", "目的:探讨 结论:有效"),
        ("", ""),
    ],
)
def test_abstract_loses_the_marks_of_databases(text, expected):
    assert markup.abstract(text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["One", "two"], "One two"),
        (["目的 探", "讨疗效"], "目的 探讨疗效"),
        (["示例植物", ",也是"], "示例植物,也是"),
        (["one", "", " two "], "one two"),
        ([], ""),
    ],
)
def test_join_lines_puts_blanks_between_latin_words_only(lines, expected):
    assert markup.join_lines(lines) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲;;乙；丙;", ("甲", "乙", "丙")),
        ("甲，乙、丙", ("甲", "乙", "丙")),
        ("one; two, three; one", ("one", "two, three")),
        ("one\ntwo", ("one", "two")),
        ("", ()),
        ("骨骼肌,外泌体", ("骨骼肌", "外泌体")),
        ("1,25-二羟维生素D", ("1,25-二羟维生素D",)),
        ("bone, muscle", ("bone, muscle",)),
        ("bone，muscle", ("bone", "muscle")),
    ],
)
def test_keywords_are_split_and_unique(text, expected):
    assert markup.keywords(text) == expected


@given(st.text())
def test_plain_never_leaves_doubled_blanks(text):
    assert "  " not in markup.plain(text)


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        ("…更多", True),
        ("...更多还原", True),
        ("……展开∨", True),
        ("…[更多]", True),
        (" 显示全部", True),
        (" 【展开】", True),
        ("... Show more", True),
        ("...", True),
        (" 收起", False),
        (" 还原", False),
    ],
)
def test_words_of_the_page_behind_an_abstract_are_known(tail, cut):
    text = "目的 探讨关系。方法 问卷。"
    bare, taken, was_cut = markup.polluted(text + tail, "题名")
    assert (bare.rstrip(" ."), bool(taken) or tail == "...", was_cut) == (text, True, cut)


@pytest.mark.parametrize(
    "text",
    [
        "目的 探讨。结论 今后应关注更多。",
        "目的 展开研究。",
        "They want more",
        "Results: keywords: none",
    ],
)
def test_words_of_an_abstract_are_no_words_of_the_page(text):
    assert markup.polluted(text, "")[1:] == ("", False)


@pytest.mark.parametrize(
    "words", ["关键词：贫血；老年人", "【关键词】:贫血;老年人", "Keywords: iron; aged"]
)
def test_keywords_behind_an_abstract_are_no_part_of_it(words):
    text = "目的 探讨老年人贫血与生存质量的关系。方法 问卷。"
    bare, taken, cut = markup.polluted(f"{text} {words}", "")
    assert (bare, taken.endswith(words[-3:]), cut) == (text, True, False)


def test_the_title_before_an_abstract_is_no_part_of_it():
    assert markup.polluted("老年人贫血研究 目的 探讨关系。", "老年人贫血研究")[:2] == (
        "目的 探讨关系。",
        "老年人贫血研究",
    )
    assert markup.polluted("老年人贫血研究的意义在于此。", "老年人贫血研究")[1] == ""
