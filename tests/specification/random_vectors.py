"""Random histories in the form of the specification's vectors: several versions,
every kind of event.
"""

import random
from typing import Any

from tests.specification.model import State, live

KINDS = ("database", "database", "register", "website", "organisation", "citation", "other")
REASONS = ("Wrong design", "Wrong outcome", "No full data")
WEIGHTS = {
    "take_in": 5,
    "merge": 8,
    "unmerge": 3,
    "auto_remove": 2,
    "other_remove": 2,
    "decide": 40,
    "auto_decide": 2,
    "resolve": 8,
    "retrieval": 8,
    "reopen": 6,
    "study": 8,
    "unlink_study": 3,
    "prev_remove": 1,
    "undo": 8,
}


class History:
    """Events made by chance; each fits what is there at that moment."""

    def __init__(
        self, seed: int, size: int, versions: int = 3, without: tuple[str, ...] = ()
    ) -> None:
        self.dice = random.Random(seed)
        self.policy = {
            "reviewers_ta": self.dice.choice([1, 2, 2, 2, 3]),
            "reviewers_ft": self.dice.choice([1, 2, 2]),
            "other_skip_ta": self.dice.random() < 0.7,
        }
        self.events: list[dict[str, Any]] = []
        self.version, self.made = 1, 0
        self.weights = {kind: weight for kind, weight in WEIGHTS.items() if kind not in without}
        self.hand = "previous" not in without and self.dice.random() < 0.3
        for number in range(self.dice.randint(2, 4)):
            self.add(
                "source", source=f"S{number}", kind=self.dice.choice(KINDS), name=f"Source {number}"
            )
        if self.hand:
            self.add(
                "previous",
                studies={
                    f"Old {n}": self.dice.randint(1, 3) for n in range(self.dice.randint(1, 4))
                },
            )
        self.take_in()
        for version in range(versions):
            for _ in range(size // versions):
                kind = self.dice.choices(list(self.weights), list(self.weights.values()))[0]
                getattr(self, kind)()
            if version < versions - 1:
                self.add("publish", version=self.version)
                self.version += 1
                self.take_in()

    def add(self, event_type: str, /, **about: Any) -> None:
        self.events.append({"id": f"e{len(self.events) + 1}", "type": event_type} | about)

    def state(self) -> State:
        state = State(self.policy)
        for event in live(self.events):
            state.apply(event)
        return state

    def some(self, names: Any, most: int = 4) -> list[str]:
        names = sorted(names)
        return self.dice.sample(names, min(len(names), self.dice.randint(1, most)))

    def take_in(self) -> None:
        if self.made > 60:
            return
        source = self.dice.choice([one["source"] for one in self.events if one["type"] == "source"])
        names = [f"R{self.made + n + 1}" for n in range(self.dice.randint(1, 8))]
        self.made += len(names)
        version = self.dice.randint(1, self.version)
        self.add("import", source=source, version=version, records=names)

    def merge(self) -> None:
        names = self.some(self.state().report_of, 3)
        if len(names) > 1:
            self.add("merge", records=names)

    def unmerge(self) -> None:
        joined = [
            name for name, report in self.state().report_of.items() if len(report.records) > 1
        ]
        if joined:
            more = {"copy_decisions": True} if self.dice.random() < 0.3 else {}
            self.add("unmerge", record=self.dice.choice(sorted(joined)), **more)

    def auto_remove(self) -> None:
        self.add("auto_remove", records=self.some(self.state().report_of, 2), tool="rule")

    def other_remove(self) -> None:
        self.add("other_remove", records=self.some(self.state().report_of, 2), reason="Retracted")

    def decide(self) -> None:
        stage = self.dice.choice(["TA", "FT", "FT"])
        by = self.dice.choice([["A", "B"], ["A", "B"], ["A", "B"], ["A"], ["B"], ["A", "B", "C"]])
        choices = ["include", "include", "exclude", "maybe" if stage == "TA" else "include"]
        decision = self.dice.choice(choices)
        more = (
            {"reason": self.dice.choice(REASONS)} if stage == "FT" and decision == "exclude" else {}
        )
        names = self.some(self.state().report_of, 9)
        self.add("decide", stage=stage, by=by, records=names, decision=decision, **more)

    def auto_decide(self) -> None:
        self.add(
            "auto_decide",
            stage="TA",
            tool="classifier",
            records=self.some(self.state().report_of, 2),
        )

    def resolve(self) -> None:
        stage = self.dice.choice(["TA", "FT"])
        decision = self.dice.choice(["include", "exclude"])
        more = (
            {"reason": self.dice.choice(REASONS)} if stage == "FT" and decision == "exclude" else {}
        )
        names = self.some(self.state().report_of, 3)
        self.add("resolve", stage=stage, by="C", records=names, decision=decision, **more)

    def retrieval(self) -> None:
        status = self.dice.choice(["retrieved", "retrieved", "not_retrieved"])
        self.add("retrieval", records=self.some(self.state().report_of, 4), status=status)

    def reopen(self) -> None:
        self.add(
            "reopen",
            stage=self.dice.choice(["TA", "FT"]),
            records=self.some(self.state().report_of, 2),
        )

    def study(self) -> None:
        old = [f"Old {n}" for n in range(4)] if self.hand and self.dice.random() < 0.2 else []
        gone = {one["study"] for one in self.events if one["type"] == "prev_remove"}
        name = self.dice.choice(
            [*(one for one in old if one not in gone), *(f"T{n}" for n in range(8))]
        )
        self.add("study", study=name, records=self.some(self.state().report_of, 3))

    def unlink_study(self) -> None:
        links = {name: of for name, of in self.state().links.items() if of}
        if links:
            name = self.dice.choice(sorted(links))
            self.add("unlink_study", study=name, records=self.some(links[name], 2))

    def prev_remove(self) -> None:
        known = [
            name for one in self.events if one["type"] == "previous" for name in one["studies"]
        ]
        if known:
            self.add("prev_remove", study=self.dice.choice(known))

    def undo(self) -> None:
        kinds = {"source", "previous", "publish"}
        may = [one["id"] for one in live(self.events) if one["type"] not in kinds]
        undos = [one["id"] for one in self.events if one["type"] == "undo"]
        pick = undos if undos and self.dice.random() < 0.25 else may[-12:]
        if pick:
            self.add("undo", of=self.dice.choice(pick))
