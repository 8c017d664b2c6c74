from screening.formats import parse
from tests.formats.samples import DATA

SAMPLE = (DATA / "wos_plaintext" / "sample.txt").read_bytes()


def test_article_is_read():
    record = parse(SAMPLE).records[0]
    assert record.authors == ("Toh, ML", "de Boer, J")
    assert (record.title, record.journal) == ("A sample of samples", "SAMPLE REVIEW")
    assert (record.doi, record.pmid, record.pages) == ("10.5555/sample.7", "12345678", "5-9")
    assert record.identifiers == (("wos", "WOS:000111222333444"),)
    assert (record.type, record.language, record.source_database) == ("article", "en", "Web of Science")


def test_citespace_file_of_cnki_records_is_read():
    record = parse(SAMPLE).records[1]
    assert record.authors == ("梁一", "王二")
    assert (record.source_database, record.identifiers) == ("CNKI", ())


def test_cut_off_file_is_told():
    parsed = parse(SAMPLE[: SAMPLE.rindex(b"ER")])
    assert len(parsed.records) == 2
    assert [problem.line for problem in parsed.problems if "cut off" in str(problem.message)] == [26]
