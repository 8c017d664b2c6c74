"""Europe PMC's JSON: an answer of its web service, as it came."""

from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "europepmc_json"


def test_an_answer_is_read_with_all_that_a_record_holds():
    parsed = parse(DATA / "one.json")
    assert (parsed.format, parsed.found, parsed.error) == ("europepmc_json", 2, None)
    first, second = parsed.records
    assert first.title == "Robot-assisted puncture of small nodules"
    assert first.authors == ("Gao, Ya", "Miller, J", "Nodule Group")
    assert (first.year, first.journal, first.volume, first.issue, first.pages) == (
        2024,
        "Journal of Examples",
        "7",
        "2",
        "12-19",
    )
    assert (first.doi, first.pmid, first.issn, first.language) == (
        "10.5555/a.1",
        "900001",
        ("1234-5679",),
        "en",
    )
    assert ("pmcid", "PMC900001") in first.identifiers
    assert first.abstract.endswith("To see.")
    assert first.notices[:2] == (
        "Retraction in: J Ex. 2025;8(1):1. PMID: 900009",
        "Retracted Publication",
    )
    assert (second.title, second.authors, second.type) == (
        "肺结节机器人穿刺的预印本",
        ("高亚",),
        "preprint",
    )


def test_a_list_of_results_is_read_as_well():
    text = b'[{"id":"1","source":"MED","title":"A","authorString":"B C","isOpenAccess":"N","inEPMC":"N"}]'
    parsed = parse(text, name="x")
    assert (parsed.format, [record.title for record in parsed.records]) == ("europepmc_json", ["A"])
