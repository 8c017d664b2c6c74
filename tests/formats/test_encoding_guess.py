"""The encoding of a text told from its letters,
on made-up references in fifteen languages and 34 encodings.
"""

from collections import Counter

import pytest

from screening.formats import parse
from screening.formats._encoding_chain import blocks_of, encoding_of, found_in
from tests.formats.encoded_texts import files

FILES = list(files())
RECORD = "TY  - JOUR\nTI  - {}\nAU  - {}\nPY  - 2019\nAB  - {}\nER  - \n\n"
CHINESE = RECORD.format(
    "老年人贫血研究", "张三", "目的：探讨老年人贫血与生活质量的关系。方法：采用问卷调查。" * 9
)
WESTERN = RECORD.format("Iron café trial", "Müller, Jörg", "plain")


def is_right(each):
    try:
        return each.data.decode(encoding_of(blocks_of(each.data))) == each.text
    except UnicodeDecodeError:
        return False


def test_nearly_all_are_told_and_a_person_is_asked_about_the_others():
    wrong = [each for each in FILES if not is_right(each)]
    assert len(FILES) > 200
    assert len(wrong) <= 10, [each.name for each in wrong]
    unsure = [each.name for each in wrong if not found_in(blocks_of(each.data)).sure]
    assert len(unsure) >= len(wrong) - 1


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "ru", "el", "ko", "fr", "de", "es"])
def test_these_are_never_wrong(language):
    told = Counter(is_right(each) for each in FILES if each.language == language)
    assert not told[False]


@pytest.mark.parametrize(
    ("parts", "titles"),
    [
        ([CHINESE.encode("utf-16"), WESTERN.encode()], 2),
        ([WESTERN.encode(), CHINESE.encode("utf-16")], 2),
        ([b"\xfe\xff", CHINESE.encode("utf-16-be"), WESTERN.encode("utf-8-sig")], 2),
        ([CHINESE.encode("utf-16"), CHINESE.encode("gb18030")], 2),
        ([CHINESE.encode("gb18030"), CHINESE.encode("utf-16"), WESTERN.encode()], 3),
        ([WESTERN.encode(), CHINESE.encode("utf-16-le")], 2),
    ],
)
def test_parts_in_utf_16_and_others_are_all_read(parts, titles):
    parsed = parse(b"".join(parts))
    assert parsed.found == len(parsed.records) == titles
    assert {record.title for record in parsed.records} <= {"老年人贫血研究", "Iron café trial"}
    assert any("UTF-16" in str(problem.message) for problem in parsed.problems)


@pytest.mark.parametrize(
    ("encoding", "title", "name"),
    [
        ("cp1251", "Анемия и качество жизни у пожилых людей", "Щербаков"),
        ("cp932", "高齢者における貧血と生活の質に関する検討", "山田"),
        ("big5", "老年人貧血與生活品質關係的研究", "張三"),
    ],
)
def test_lines_in_another_encoding_beside_utf_8(encoding, title, name):
    parsed = parse(CHINESE.encode() + RECORD.format(title, name, title).encode(encoding))
    assert [record.title for record in parsed.records] == ["老年人贫血研究", title]


def test_an_uncertain_text_is_told():
    parsed = parse(RECORD.format("Trial", "Świątek, Żaneta", "English").encode("cp1250"))
    assert any("is uncertain" in str(problem.message) for problem in parsed.problems)


@pytest.mark.parametrize(
    "title", ["肺结节", "肺癌的免疫治疗", "冠心病患者的护理", "补铁", "膝关节"]
)
@pytest.mark.parametrize("times", [1, 40])
def test_chinese_whose_bytes_could_be_korean_stays_chinese(title, times):
    text = "".join(RECORD.format(f"{title} {n}", "李佳", "") for n in range(times))
    assert parse(text.encode("gb18030")).records[0].title == f"{title} 0"
