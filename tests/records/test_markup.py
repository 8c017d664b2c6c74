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
