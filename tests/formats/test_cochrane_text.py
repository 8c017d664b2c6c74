from screening.formats import parse
from tests.formats.samples import DATA


def test_central_records_are_read():
    parsed = parse((DATA / "cochrane_text" / "sample.txt").read_bytes())
    trial, registered = parsed.records
    assert (trial.title, trial.authors) == (
        "A sample trial of samples: a randomised trial",
        ("Doe J", "王小明"),
    )
    assert (trial.journal, trial.year, trial.volume, trial.issue, trial.pages) == (
        "Journal of samples",
        2019,
        "5",
        "3",
        "101-110",
    )
    assert (trial.pmid, trial.doi, trial.abstract) == (
        "12345678",
        "10.5555/sample.10",
        "BACKGROUND: First line.",
    )
    assert trial.keywords == ("Samples", "Humans")
    assert trial.identifiers == (("cochrane", "CN-01234567"), ("embase", "L612345678"))
    assert (registered.type, registered.identifiers[-1]) == ("trial", ("trial", "NCT01234567"))
    assert not any("second" in str(problem.message) for problem in parsed.problems)
