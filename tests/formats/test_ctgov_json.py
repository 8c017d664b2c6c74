import json
from pathlib import Path

import pytest

from screening.formats import parse

FILE = Path(__file__).parents[1] / "data" / "ctgov_json" / "two.json"


def test_ctgov_json_gives_its_fields():
    parsed = parse(FILE)
    assert (parsed.format, parsed.found) == ("ctgov_json", 2)
    first, second = parsed.records
    assert first.title == "A randomised trial of exosomes after fracture of the hip"
    assert (first.year, first.type, first.publisher, first.notes) == (
        2020,
        "trial",
        "示例医院",
        "Exosomes after fracture",
    )
    assert first.identifiers == (("nct", "NCT90000001"), ("chictr", "CHICTR2000000001"))
    assert (first.keywords, first.abstract) == (
        ("Hip Fractures", "exosomes"),
        "We compare two ways of care.",
    )
    assert (second.title, second.language, second.year) == ("外泌体治疗骨质疏松", "zh", 2021)
    assert second.url == "https://clinicaltrials.gov/study/NCT90000002"


@pytest.mark.parametrize(
    "wrap", [lambda studies: {"studies": studies, "totalCount": 2}, lambda studies: studies[0]]
)
def test_answers_of_the_interface_and_single_studies(wrap):
    studies = json.loads(FILE.read_text(encoding="utf-8"))
    parsed = parse(json.dumps(wrap(studies)).encode())
    assert [record.url[-11:] for record in parsed.records] in (
        ["NCT90000001", "NCT90000002"],
        ["NCT90000001"],
    )
    assert not any("second, simpler count" in str(problem.message) for problem in parsed.problems)
