import io
import resource
import zipfile

import openpyxl
import pytest

from screening.formats import parse


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_every_sheet_with_a_title_is_read_after_its_preface():
    data = workbook(
        [
            ["A search of today"],
            [],
            ["题名", "作者", "年", "卷"],
            ["外泌体", "张三;李四", 2020, 5.0],
            [None, None, None, None],
        ],
        [["nothing", "here"], [1, 2]],
        [["Title", "Authors", "Year"], ["Second", "Gao, Ya", "2021"]],
    )
    parsed = parse(data)
    first, second = parsed.records
    assert (parsed.format, parsed.found) == ("xlsx", 2)
    assert (first.title, first.authors, first.year, first.volume, first.line) == (
        "外泌体",
        ("张三", "李四"),
        2020,
        "5",
        4,
    )
    assert (second.title, second.year) == ("Second", 2021)


def test_formula_is_never_computed():
    parsed = parse(workbook([["Title", "Year"], ["=1+1", 2020], ["kept", 2021]]))
    assert [record.year for record in parsed.records] == [2020, 2021]
    assert parsed.records[0].title in ("", "=1+1")


@pytest.mark.parametrize("cut", [200, 2000, 4000])
def test_damaged_workbook_is_refused_with_a_message(cut):
    parsed = parse(workbook([["Title", "Year"], ["x", 2020]])[:cut], format_key="xlsx")
    assert parsed.records == []
    assert parsed.error is not None


def test_bloated_workbook_is_refused():
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1100):
                part.write(b"\0" * (1 << 20))
    parsed = parse(saved.getvalue())
    assert parsed.records == []
    assert "MB" in str(parsed.error)


def test_cell_at_the_far_corner_takes_no_memory_here():
    data = workbook([["Title", "Year"], ["x", 2020]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name, part.replace(b'r="B2"', b'r="XFD1048576"') if "sheet1" in name else part
            )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parsed = parse(changed.getvalue())
    assert parsed.records == []
    assert "memory" in str(parsed.error)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
