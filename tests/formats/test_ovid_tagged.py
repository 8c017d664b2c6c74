from screening.formats import parse
from tests.formats.samples import DATA


def read(name):
    return parse((DATA / "ovid_tagged" / name).read_bytes()).records


def test_two_letter_lines_are_read():
    first, second = read("tags.txt")
    assert (first.title, first.authors) == ("A sample title", ("Kohler, Lars", "Wabner, Cindy L."))
    assert (first.journal, first.volume, first.issue, first.pages) == (
        "Sample Journal",
        "12",
        "3",
        "45-67",
    )
    assert (first.year, first.doi, first.source_database) == (
        2015,
        "10.5555/sample.8",
        "Sample Previews (Ovid)",
    )
    assert second.title == "[A translated title]"
    assert (second.journal, second.volume, second.pages) == (
        "Sample Psychotherapy",
        "43",
        "623-634",
    )


def test_labels_on_their_own_lines_are_read():
    (record,) = read("labels.txt")
    assert (record.title, record.authors) == (
        "Listening: Important",
        ("Doe, Jane RN", "Roe, Richard"),
    )
    assert (record.journal, record.year, record.doi) == (
        "Sample Quarterly",
        2015,
        "10.5555/sample.9",
    )


def test_a_title_in_brackets_is_the_translation_of_the_original_one():
    data = "<1. >\nTitle\n  [Samples of bone [2nd part]]. [Review] [Chinese]\nOriginal Title\n  骨的样本.\n"
    data += "<2. >\nTitle\n  Samples [corrected]. [Article]\n"
    first, second = parse(data.encode()).records
    assert (first.title, first.title_translated) == ("骨的样本.", "[Samples of bone [2nd part]]")
    assert second.title == "Samples [corrected]"


def test_footnotes_before_stray_blanks_are_no_part_of_a_name():
    data = "<1. >\nTitle  \n  A sample title  \nAuthor  \n  Kohler, Lars 1,2,+  ; 王, 小明 3  \n"
    assert parse(data.encode()).records[0].authors == ("Kohler, Lars", "王小明")
