import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.formats._decoding import Decoder, decode, text_encoding
from screening.formats._encoding_chain import BLOCK, blocks_of

CHINESE = "TI  - 穴位贴敷治疗小儿腹泻的临床观察\nAU  - 王小明\nAB  - 目的：探讨其疗效，观察不良反应。方法：随机分为两组。\n"
TRADITIONAL = "TI  - 針灸治療失眠之臨床觀察與研究\nAU  - 王小明\nAB  - 目的：探討其療效，觀察不良反應。方法：隨機分為兩組。\n"
WESTERN = (
    "TI  - Étude sur la santé à l'école: naïve façade\nAU  - Müller, Jörg\nAU  - Ångström, Åsa\n"
)
PLAIN = "TI  - A title\nAU  - Doe, J\nAB  - Words and words.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-32", "utf-32"),
        (CHINESE, "utf-32-le", "utf-32-le"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (PLAIN, "ascii", "utf-8"),
    ],
)
def test_decode_finds_the_encoding_and_the_exact_text(text, encoding, expected):
    found, name, problems = decode(text.encode(encoding))
    assert (found, name, problems) == (text, expected, [])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_decode_keeps_the_encoding_of_a_file_cut_inside_a_character(encoding):
    data = (CHINESE * 3).encode(encoding)
    cut = data[: data.rindex("组".encode(encoding)) + 1]
    found, name, problems = decode(cut)
    assert name == encoding
    assert found.startswith(CHINESE)
    assert [problem.line for problem in problems] == [9]


def test_decode_keeps_utf8_with_one_damaged_byte():
    data = bytearray((CHINESE * 3).encode())
    data[30] = 0xFF
    found, name, problems = decode(bytes(data))
    assert name == "utf-8"
    assert found.count("王小明") == 3
    assert len(problems) == 1


def test_decode_evens_out_line_ends_marks_and_controls():
    data = b"\xef\xbb\xbfTY  - A\r\nTI  - B\x00\x1b[2J\rAU  - C\n\xef\xbb\xbfER  - \n"
    found, _, problems = decode(data)
    assert found == "TY  - A\nTI  - B[2J\nAU  - C\nER  - \n"
    assert [(problem.line, problem.message.values["count"]) for problem in problems] == [(2, 2)]


def test_decode_obeys_an_override():
    text, name, _ = decode(TRADITIONAL.encode("big5"), "big5")
    assert (text, name) == (TRADITIONAL, "big5")
    assert decode(CHINESE.encode("gb18030"), "gbk")[1] == "gb18030"


@pytest.mark.parametrize("name", ["no-such-thing", "hex", "zip", "rot13", ""])
def test_text_encoding_refuses_what_is_no_text_encoding(name):
    with pytest.raises(LookupError):
        text_encoding(name)


def test_pieces_join_to_the_whole_across_block_borders():
    text = ("TI  - 示例é\r\n" * (BLOCK // 8)) + "ER  - \r"
    decoder = Decoder("utf-8")
    assert "".join(decoder.pieces(blocks_of(text.encode()))) == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


@given(st.binary(max_size=400))
def test_decode_takes_any_bytes(data):
    text, name, _ = decode(data)
    assert codecs.lookup(name)
    assert "\x00" not in text
    assert "\r" not in text


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)
)
def test_decode_gives_utf8_text_back(text):
    kept = text.replace("\ufeff", "").replace("\ufffd", "")
    assert decode(b"\xef\xbb\xbf" + kept.encode())[0] == kept


@pytest.mark.parametrize(
    "text",
    [
        "骨骼肌研究：10⁻³ mol·L⁻¹，Ca²⁺",
        "维吾尔医学研究 ئۇيغۇر تىلى",
        "藏医研究 བོད་སྐད་ཀྱི་རྩོམ",
        "𠮷田的研究",
    ],
)
def test_characters_of_four_bytes_do_not_hide_short_chinese(text: str) -> None:
    assert decode(f"TY  - JOUR\nTI  - {text}\nER  - \n".encode("gb18030"))[:2] == (
        f"TY  - JOUR\nTI  - {text}\nER  - \n",
        "gb18030",
    )
