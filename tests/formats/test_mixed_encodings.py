import pytest

from screening.formats import parse
from screening.formats._decoding import decode
from screening.formats._encoding_chain import BLOCK

CHINESE = "TY  - JOUR\nTI  - 穴位贴敷治疗小儿腹泻的观察\nAU  - 王小明\nER  - \n"
WESTERN = "TY  - JOUR\nTI  - Étude sur la santé à l'école\nAU  - Müller, Jörg\nER  - \n"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (((CHINESE, "utf-8"), (CHINESE, "gb18030")), "utf-8+gb18030"),
        (((CHINESE, "gb18030"), (WESTERN, "utf-8")), "utf-8+gb18030"),
        (((CHINESE, "utf-8"), (WESTERN, "cp1252")), "utf-8+cp1252"),
        (((WESTERN, "utf-8"), (WESTERN, "cp1252")), "utf-8+cp1252"),
    ],
)
def test_each_line_is_read_in_its_own_encoding_and_the_mixture_is_told(parts, name):
    text, found, problems = decode(b"".join(part.encode(encoding) for part, encoding in parts))
    assert (text, found) == ("".join(part for part, _ in parts), name)
    assert [problem.message.values for problem in problems] == [{"encoding": name}]


@pytest.mark.parametrize("encoding", ["gb18030", "cp1252"])
def test_files_in_one_encoding_stay_so(encoding):
    text = {"gb18030": CHINESE + "KW  - 联通\n", "cp1252": WESTERN}[encoding]
    assert decode(text.encode(encoding))[:2] == (text, encoding)


def test_a_damaged_line_is_not_taken_for_another_encoding():
    data = (CHINESE * 3).encode().replace("观察".encode(), "观".encode() + b"\xe5\xaf", 1)
    assert decode(data)[1] == "utf-8"


def test_a_line_across_two_blocks_is_read_whole():
    lines = CHINESE * (BLOCK // len(CHINESE.encode()) + 5)
    data = lines.encode() + CHINESE.encode("gb18030")
    assert decode(data)[:2] == (lines + CHINESE, "utf-8+gb18030")


def test_a_mixed_file_gives_exact_records():
    records = parse(CHINESE.encode("gb18030") + CHINESE.encode(), name="two.ris").records
    assert [record.title for record in records] == ["穴位贴敷治疗小儿腹泻的观察"] * 2


def test_short_names_do_not_hide_the_mixture():
    names = "".join(f"AU  - {name}\n" for name in ("王伟", "刘艳", "李静", "张敏", "王, 伟"))
    entry = f"TY  - JOUR\nTI  - 针刺治疗慢性失眠的研究\n{names}ER  - \n"
    text, found, _ = decode(entry.encode("gb18030") + entry.encode())
    assert (text, found) == (entry * 2, "utf-8+gb18030")


def test_a_short_damaged_line_is_not_taken_for_western():
    data = (
        (CHINESE * 3 + "AU  - 王伟\n")
        .encode()
        .replace("王伟".encode(), "王".encode() + b"\xe4\xbc", 1)
    )
    assert decode(data)[1] == "utf-8"
