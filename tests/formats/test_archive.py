import gzip
import io
import stat
import zipfile

import pytest

from screening.formats import FORMATS, Limits, Packed, Problem, is_archive, parse, unpack
from screening.formats._archive import ArchiveRefused
from screening.records.record import Record

RIS = "TY  - JOUR\nTI  - 示例\nAU  - 王小明\nPY  - 2020\nAB  - x\nER  - \n".encode()
NBIB = b"PMID- 1\nTI  - One\nAU  - Doe J\nDP  - 2020\nAB  - x\n"


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def test_mixed_exports_are_read_one_after_the_other():
    parsed = parse(
        zipped(("a/one.ris", RIS), ("two.nbib", NBIB), ("__MACOSX/._one.ris", b"junk")),
        name="all.zip",
    )
    assert [record.title for record in parsed.records] == ["示例", "One"]
    assert (parsed.format, parsed.found, parsed.error) == ("zip", 2, None)


def test_spreadsheets_and_texts_that_are_stored_unpacked_do_not_hide_the_archive():
    table = b"".join(FORMATS["xlsx"].write([Record(title="表中的题名")]))
    word = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    members = (("表.xlsx", table), ("readme.docx", word), ("one.ris", RIS))
    parsed = parse(zipped(*members, method=zipfile.ZIP_STORED), name="all.zip")
    assert (parsed.format, [record.title for record in parsed.records]) == (
        "zip",
        ["表中的题名", "示例"],
    )
    assert next(str(each.message) for each in parsed.problems if each.rejected).startswith(
        "readme.docx is an Off"
    )


@pytest.mark.parametrize(
    "first", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "word/x.xml", "mimetype"]
)
def test_a_document_is_no_archive(first):
    assert not is_archive(zipped((first, b"x")))


def test_unpack_gives_last_names_only():
    files = list(
        unpack(zipped(("../../etc/cron.d/evil.ris", RIS), ("C:\\x\\two.ris", RIS)), "x.zip")
    )
    assert files == [Packed("evil.ris", RIS), Packed("two.ris", RIS)]


def test_member_that_is_no_export_is_named():
    parsed = parse(zipped(("one.ris", RIS), ("paper.pdf", b"%PDF-1.4 ...")), name="all.zip")
    assert len(parsed.records) == 1
    assert [
        str(problem.message).split(" is ")[0] for problem in parsed.problems if problem.rejected
    ] == ["paper.pdf"]


def test_archive_in_an_archive_is_not_opened():
    (item,) = unpack(zipped(("inner.zip", zipped(("one.ris", RIS)))), "x.zip")
    assert isinstance(item, Problem)
    assert "itself an archive" in str(item.message)


def test_link_is_not_followed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo("link.ris")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    (item,) = unpack(packed.getvalue(), "x.zip")
    assert isinstance(item, Problem)
    assert "link" in str(item.message)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(("zeros.ris", bytes(30 << 20))), "far more than its own size"),
        (zipped(*((f"{number}.ris", RIS) for number in range(20))), "more than the limit of 10"),
        (zipped(("folder/", b"")), "without any file"),
        (zipped(("one.ris", RIS))[:-30], "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (gzip.compress(bytes(30 << 20)), "far more than its own size"),
        (gzip.compress(RIS)[:-12], "damaged"),
        (b"\x1f\x8bnonsense", "damaged"),
    ],
    ids=["bomb", "many", "empty", "cut", "header", "gz bomb", "gz cut", "gz nonsense"],
)
def test_bad_archive_is_refused_as_a_whole(data, words):
    parsed = parse(data, name="x.zip", limits=Limits(files=10))
    assert parsed.records == []
    assert words in str(parsed.error)


def test_overlapping_members_are_refused():
    data = bytearray(zipped(("a.ris", RIS), ("b.ris", RIS), method=zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")
    with pytest.raises(ArchiveRefused, match="overlapping"):
        list(unpack(bytes(data), "x.zip"))


def test_declared_size_is_not_trusted():
    data = bytearray(zipped(("a.ris", RIS * 100)))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    parsed = parse(bytes(data), name="x.zip")
    assert parsed.records == []
    assert parsed.error is not None


def test_gz_archives_one_behind_the_other_are_read_to_the_last():
    parsed = parse(gzip.compress(RIS) + gzip.compress(RIS) + bytes(512), name="x.ris.gz")
    assert len(parsed.records) == 2 * len(parse(RIS).records)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_are_read_where_the_archive_does_not_tell_their_encoding(encoding):
    name = "检索结果.ris".encode(encoding)
    packed = zipped(("x" * len(name), b"TY  - JOUR\nER  - \n")).replace(b"x" * len(name), name)
    assert [each.name for each in unpack(packed, "导出.zip")] == ["检索结果.ris"]
