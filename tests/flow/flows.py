"""Made-up flows for the tests of counts, diagram and table."""

from screening.flow.counts import Flow, Studies, Tally, count

SOURCES = (("中国知网", "database"), ("PubMed", "database"), ("ClinicalTrials.gov", "register"))
OTHER = (("参考文献", "citation"), ("WHO", "organisation"))
LONG = "Wrong outcome: neither bone density nor formation markers, x"
LONG_HAN = "研究内容与骨骼肌源性外泌体调控骨形成的主题不符，且未报告任何与骨代谢相关的结局指标，包括骨密度、骨形成标志物"


def make_flow(
    reasons: int = 3, times: int = 1, other: bool = False, updated: bool = False, waiting: int = 0
) -> Flow:
    """A flow with so many reasons (the first of 60 characters), every number multiplied by `times`."""
    names = [(LONG, LONG_HAN)[i % 2] if i < 2 else f"理由 {i}" for i in range(reasons)]
    rows = []
    for source, kind in SOURCES:
        places = {
            "duplicate": 200,
            "auto": 10,
            "other": 2,
            "ta_exclude": 400,
            "not_retrieved": 5,
            "included": 30,
        }
        rows += [
            Tally(source, kind, "dbr", place, number * times) for place, number in places.items()
        ]
        rows += [Tally(source, kind, "dbr", "ta_exclude", 100 * times, automation=True)]
        rows += [
            Tally(source, kind, "dbr", "ft_exclude", (20 - i) * times, name)
            for i, name in enumerate(names)
        ]
        rows += [
            Tally(source, kind, "dbr", place, waiting)
            for place in ("await_ta", "await_ft")
            if waiting
        ]
    for source, kind in OTHER if other else ():
        rows += [
            Tally(source, kind, "oth", place, 3 * times)
            for place in ("duplicate", "included", "not_retrieved")
        ]
        rows += [Tally(source, kind, "oth", "ft_exclude", 2 * times, name) for name in names]
    included = sum(row.number for row in rows if row.place == "included")
    if not updated:
        return count(rows)
    return count(rows, Studies(included - 5, included - 2, 2, previous=12, previous_reports=14))
