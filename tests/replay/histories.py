"""Random histories with every type of event, from a seed: the same seed gives the same history."""

from random import Random
from typing import Any

KINDS = ("database", "register", "website", "organisation", "citation", "other")
REASONS = ("研究对象不符", "Wrong design, e.g. case series", "")
STUDIES = ("李 2019", "Smith 2020", "Li 2021", "P1")


def history(seed: int, events: int = 60) -> dict[str, Any]:
    """A vector of about so many events, without the expected numbers."""
    random = Random(seed)
    policy = {
        "reviewers_ta": random.choice((1, 2, 2, 3)),
        "reviewers_ft": random.choice((1, 2, 2)),
        "other_skip_ta": random.random() < 0.7,
    }
    writer = _Writer(random)
    for kind in random.sample(KINDS, random.randint(1, 6)):
        writer.add("source", source=f"S{len(writer.sources)}", kind=kind, name=f"来源 {kind}")
        writer.sources.append(writer.events[-1]["source"])
    for _ in range(random.randint(1, 3)):
        writer.do_import()
    for _ in range(random.randint(0, events)):
        writer.something()
    return {"policy": policy, "events": writer.events}


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random, self.version = random, 1
        self.events: list[dict[str, Any]] = []
        self.sources: list[str] = []
        self.records: list[str] = []

    def add(self, what: str, /, **values: Any) -> None:
        self.events.append({"id": f"e{len(self.events) + 1}", "type": what, **values})

    def some(self, most: int = 6) -> list[str]:
        return self.random.sample(
            self.records, min(len(self.records), self.random.randint(1, most))
        )

    def do_import(self) -> None:
        source, number, first = (
            self.random.choice(self.sources),
            self.random.randint(0, 9),
            len(self.records) + 1,
        )
        names = [f"P{i}" for i in range(first, first + number)]
        self.records += names
        self.add("import", source=source, version=self.version, records=names)

    def something(self) -> None:
        choose = self.random.choice
        if not self.records:
            return self.do_import()
        stage, decision = (
            choose(("TA", "TA", "FT")),
            choose(("include", "include", "exclude", "maybe")),
        )
        reason = choose(REASONS) if decision == "exclude" else ""
        by = self.random.sample(["甲", "乙", "C"], self.random.randint(1, 3))
        options = {
            "import": lambda: self.do_import(),
            "merge": lambda: self.add("merge", records=self.some(3)),
            "unmerge": lambda: self.add(
                "unmerge", record=self.some(1)[0], copy_decisions=choose((True, False))
            ),
            "auto_remove": lambda: self.add("auto_remove", records=self.some(2), tool="rule"),
            "merge_reasons": lambda: self.add("merge_reasons", reason=REASONS[-1], into=REASONS[0]),
            "other_remove": lambda: self.add(
                "other_remove", records=self.some(2), reason="Retracted 撤稿"
            ),
            "decide": lambda: self.add(
                "decide", stage=stage, by=by, records=self.some(9), decision=decision, reason=reason
            ),
            "clear": lambda: self.add("clear", stage=stage, by=by, records=self.some(4)),
            "auto_decide": lambda: self.add(
                "auto_decide", stage="TA", records=self.some(3), tool="classifier"
            ),
            "auto_release": lambda: self.add("auto_release", stage="TA", records=self.some(3)),
            "resolve": lambda: self.add(
                "resolve",
                stage=stage,
                by="D",
                records=self.some(3),
                decision=choose(("include", "exclude")),
            ),
            "unresolve": lambda: self.add("unresolve", stage=stage, records=self.some(3)),
            "retrieval": lambda: self.add(
                "retrieval",
                records=self.some(4),
                status=choose(("requested", "retrieved", "not_retrieved")),
            ),
            "reopen": lambda: self.add("reopen", stage=stage, records=self.some(2)),
            "study": lambda: self.add("study", study=choose(STUDIES), records=self.some(3)),
            "unlink_study": lambda: self.add(
                "unlink_study", study=choose(STUDIES), records=self.some(2)
            ),
            "previous": lambda: self.add("previous", studies={choose(STUDIES): 2, "Old 2001": 1}),
            "publish": self._publish,
            "prev_remove": lambda: self.add("prev_remove", study=choose((*STUDIES, "Old 2001"))),
            "undo": lambda: self.add("undo", of=choose(self.events)["id"]),
        }
        weights = [3, 4, 2, 1, 1, 1, 12, 1, 1, 1, 4, 1, 4, 1, 3, 1, 1, 1, 1, 4]
        self.random.choices(list(options.values()), weights)[0]()
        return None

    def _publish(self) -> None:
        self.add("publish", version=self.version)
        self.version += 1
        self.do_import()
