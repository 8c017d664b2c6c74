"""Two exports in one file: what is not read is told."""

import pytest

from screening.formats import FORMATS, parse

RIS = "TY  - JOUR\nAU  - 高, 亚\nTI  - 骨骼肌来源外泌体与骨形成\nPY  - 2024\nER  - \n"
BIBTEX = "@article{wang2023,\n  title = {外泌体研究},\n  author = {王, 伟},\n  year = {2023}\n}\n"
NBIB = "PMID- 1234567\nTI  - Exosomes and bone\nAU  - Gao Y\nDP  - 2024\n\n"
TAGGED = "%0 Journal Article\n%A 李四\n%T 成骨细胞与运动\n%D 2022\n\n"
NOTEEXPRESS = (
    "{Reference Type}: Journal Article\n{Title}: 外泌体与骨\n{Author}: 张三\n{Year}: 2021\n\n"
)
REFWORKS = "RT Journal Article\nA1 张三\nT1 肌肉与骨\nYR 2020\n\n"
TABLE = 'title,authors,year\n"骨骼肌外泌体","王五",2021\n"Exosomes and bone","Gao Y",2022\n'


PARTS = [RIS, BIBTEX, NBIB, TAGGED, NOTEEXPRESS, REFWORKS]


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in PARTS for b in PARTS if a != b])
def test_other_format_in_a_file_is_named_with_its_line(first: str, second: str) -> None:
    """Whichever of the two is read, the other one is named, and where it begins."""
    parsed = parse((first * 2 + second * 2).encode())
    (told,) = [p for p in parsed.problems if "begins in a file" in p.message.text]
    assert parse(first.encode()).format != parse(second.encode()).format
    unread, line = (
        (first, 1)
        if parsed.format == parse(second.encode()).format
        else (second, first.count("\n") * 2 + 1)
    )
    assert told.message.values["other"] == FORMATS[parse(unread.encode()).format].label
    assert (told.line, told.raw.split("\n")[0]) == (line, unread.split("\n")[0].rstrip())


def test_lines_before_the_first_record_are_counted_and_shown() -> None:
    told = parse((TABLE + RIS).encode()).problems[0]
    assert (told.message.values["count"], told.line) == (3, 1)
    assert "骨骼肌外泌体" in told.raw
    assert "outside the records" in str(told.message)


@pytest.mark.parametrize("text", [*PARTS, TABLE])
def test_nothing_is_said_of_one_format(text: str) -> None:
    told = [p.message.text for p in parse((text * 3).encode()).problems]
    assert not [text for text in told if "begins in a file" in text or "before the first" in text]


def test_words_of_an_abstract_are_no_other_format() -> None:
    text = "TY  - JOUR\nTI  - 外泌体\nAB  - 方法\nRT PCR 与\n@article 一词\n%0 的比例\nPMID- 见下\nER  - \n"
    assert not [p for p in parse(text.encode()).problems if "begins in a file" in p.message.text]
