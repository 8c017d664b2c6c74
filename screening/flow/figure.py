"""The numbers of any figure, typed in or read from a file, judged as a careful reader would.

Published figures leave out boxes, count studies or reports alone, or send what other methods found
through the column of the databases. So each column is followed from one box that has a number to
the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from screening.flow.figure_columns import (
    COLUMNS,
    DATABASES,
    DROPPED,
    INCLUDED,
    OTHER_SOURCES,
    STARTS,
    TOTALS,
    Link,
    Step,
    formula,
)
from screening.flow.figure_numbers import Given
from screening.flow.identities import Numbers
from screening.flow.judgement import (
    EXPLAIN,
    FEW,
    GAP,
    HOLDS,
    IS_OFF,
    LESS,
    LOST,
    MERGED,
    MORE_STUDIES,
    NEGATIVE,
    NO_REPORT,
    NO_STUDY,
    OF_PREVIOUS,
    OFF,
    OPEN,
    REPORTS_ALONE,
    SEVERAL,
    STUDIES_ALONE,
    UNCHECKED,
    Judgement,
    Sum,
)
from screening.records.messages import Message


def judge(numbers: Numbers) -> Judgement:
    """Every sum that the figure has a number for, in the order of the diagram,
    with the way the figure was read.

    `numbers` are typed or read: integers by data key, `sources` and the reasons as mappings of
    label to integer; None or a missing key is an empty box. `dbr_excluded_total` and
    `other_excluded_total` are the numbers over the reasons.
    """
    figure = _Figure(numbers)
    sums = tuple(figure.sums())
    by_outcome = {
        key: tuple(s for s in sums if s.outcome == key) for key in (HOLDS, OFF, EXPLAIN, OPEN)
    }
    return Judgement(sums, tuple(figure.readings()), by_outcome)


class _Figure(Given):
    def __init__(self, numbers: Numbers) -> None:
        super().__init__(numbers)
        for reasons, total in TOTALS.items():
            if total in self.given:
                self.given.setdefault(reasons, self.given[total])
        self.own_total = "sources" not in self.given or self._has(*DATABASES)
        if not self.own_total:
            self.given["database_results"] = self.given["sources"]
        self.totals = {reasons: numbers.get(reasons) for reasons in TOTALS}
        self.found = self._sum(OTHER_SOURCES)
        self.other = any(self.given.get(step.box) for step in COLUMNS["other"][1:] if step.box)
        self.update = bool(self.given.get("previous_studies") or self.given.get("previous_reports"))
        self.included = next(
            (k for (k,) in INCLUDED if k in self.given and (k[:3] == "new" or not self.update)), ""
        )
        self.joins = self._where_others_join()

    def readings(self) -> Iterator[Message]:
        """How the figure was read where it is not the template's."""
        if self.joins is not None:
            yield Message(MERGED[self.joins], {"number": self.found})
        if self._feet() is None:
            return
        if self.included in ("new_studies", "total_studies"):
            yield Message(STUDIES_ALONE)
        elif self.included and not self._has("new_studies", "total_studies"):
            yield Message(REPORTS_ALONE)

    def sums(self) -> Iterator[Sum]:
        """All of them, in the order of the diagram."""
        for key, value in self.given.items():
            if value < 0 and not key.startswith("previous_joined"):
                yield Sum(
                    "N0", OFF, (key,), value, Message(NEGATIVE, {"box": key, "number": value})
                )
        yield from self._sources()
        yield from self._column("dbr")
        if self.other or (self.found and self.joins is None):
            yield from self._column("other")
        yield from self._shares()
        yield from self._into_review()
        yield from self._versions()
        yield from self._pairs()

    def _sources(self) -> Iterator[Sum]:
        if "sources" not in self.given or not self.own_total:
            return
        # A figure may give the sources of databases alone, of its first box, or of everything it found:
        # the one that adds up is meant.
        whole = [DATABASES, ("database_results",), (*DATABASES, *OTHER_SOURCES)]
        right = next(
            (keys for keys in whole if self._sum(keys) == self.given["sources"]), DATABASES
        )
        yield self._judged(Link("I1", ("sources",), right))

    def _boxes(self, lane: str) -> list[Step]:
        """The boxes of the column that have a number, each with what leaves since the one before."""
        found: list[Step] = []
        passed: list[Step] = []
        for step in COLUMNS[lane]:
            passed.append(step)
            start = STARTS.get(step.box)
            if not step.box or (step.box in self.given if start is None else self._has(*start)):
                whole = Step(
                    "+".join(s.identity for s in passed if s.identity),
                    step.box,
                    tuple(box for s in passed for box in s.boxes),
                    tuple(box for s in passed for box in s.beside),
                )
                found.append(whole)
                passed = []
        return found

    def _links(self, lane: str) -> Iterator[Link]:
        """The sums between the boxes of a column, without the last one, which both columns share."""
        boxes = self._boxes(lane)
        for before, after in pairwise(boxes[:-1]):
            left = STARTS.get(before.box, (before.box,))
            yield Link(after.identity, left, (*after.boxes, *after.beside, after.box), after.boxes)

    def _where_others_join(self) -> str | None:
        """The box of the first column at which the finds of other methods join it;
        None where they have their own.
        """
        if not self.found or self.other:
            return None
        off = [(link, self._amount(link)) for link in self._links("dbr")]
        exact = [link.right[-1] for link, amount in off if amount == -self.found]
        if exact:
            return exact[0]
        if self._rest() is not None and self._rest() == -self.found:
            return ""
        # No sum comes out exactly. Where the other finds make one come out nearer, they join there.
        near = [link.right[-1] for link, amount in off if abs(amount + self.found) < abs(amount)]
        return near[0] if near else None

    def _column(self, lane: str) -> Iterator[Sum]:
        boxes = self._boxes(lane)
        if (
            lane == "dbr"
            and not boxes[:-1]
            and not any(self._has(*s.boxes, *s.beside) for s in COLUMNS[lane])
        ):
            return
        links = list(self._links(lane))
        for link in links:
            joined = lane == "dbr" and self.joins == link.right[-1]
            yield self._judged(replace(link, left=(*link.left, *OTHER_SOURCES)) if joined else link)
        told = {identity for link in links for identity in link.identity.split("+")}
        for before, step in zip(COLUMNS[lane], COLUMNS[lane][1:-1], strict=False):
            if step.identity not in told and self._has(step.box, *step.boxes):
                missing = [
                    b
                    for b in (*STARTS.get(before.box, (before.box,))[:1], step.box)
                    if b not in self.given
                ]
                yield self._open(step.identity, missing)

    def _shares(self) -> Iterator[Sum]:
        parts = ("records_excluded_human", "records_excluded_automation")
        if self._has(*parts) and "records_excluded" in self.given:
            yield self._judged(Link("I3", ("records_excluded",), parts))
        for reasons, total in TOTALS.items():
            if (
                total in self.given
                and isinstance(self.totals[reasons], Mapping)
                and self.totals[reasons]
            ):
                yield self._judged(Link("I5", (total,), (reasons,)))

    def _last(self, lane: str) -> tuple[str, ...] | None:
        """The foot of a column: its last number less what leaves after it; None without any."""
        *boxes, foot = self._boxes(lane)
        if not boxes:
            return None
        left = STARTS.get(boxes[-1].box, (boxes[-1].box,))
        return (*left, *(f"-{box}" for box in (*foot.boxes, *foot.beside)))

    def _feet(self) -> tuple[str, ...] | None:
        first = self._last("dbr")
        if first is None:
            return None
        second = (self._last("other") or ()) if self.other else ()
        return (*first, *second, *(OTHER_SOURCES if self.joins == "" else ()))

    def _new(self) -> tuple[str, ...]:
        more = ("new_reports_of_previous_studies",) if self.included == "new_reports" else ()
        return (self.included, *more)

    def _rest(self) -> int | None:
        first = self._last("dbr")
        return (
            None
            if first is None or not self.included
            else self._sum(first) - self._sum(self._new())
        )

    def _into_review(self) -> Iterator[Sum]:
        """N1: what is left at the foot of the columns is what the review includes."""
        feet = self._feet()
        if not self.included or feet is None:
            if self.included or feet:
                yield self._open("N1", [] if self.included else ["new_reports"], feet is None)
            return
        # A box without a number may hold what is missing: that is a question and no fault.
        empty = tuple(
            box
            for box in ("dbr_excluded", "other_excluded")
            if f"-{box}" in feet and box not in self.given
        )
        link = Link("N1", feet, self._new(), empty)
        amount = self._amount(link)
        if amount > 0 and self.included.endswith("studies"):
            yield self._open("N1", empty) if empty else self._told(link, EXPLAIN, SEVERAL)
        # Counted in studies, several reports may have become one: fewer is not wrong by itself.
        elif amount < 0 and self.included.endswith("studies"):
            yield self._told(link, EXPLAIN, FEW)
        elif amount > 0 and self.update and "new_reports_of_previous_studies" not in self.given:
            yield self._told(link, EXPLAIN, OF_PREVIOUS)
        else:
            yield self._judged(link)

    def _versions(self) -> Iterator[Sum]:
        for what, identity in (("studies", "T1"), ("reports", "T2")):
            total, previous, new = f"total_{what}", f"previous_{what}", f"new_{what}"
            if not self._has(total) and not self.given.get(previous):
                continue
            of_previous = ("new_reports_of_previous_studies",) if what == "reports" else ()
            dropped = tuple(f"{name}_{what}" for name in DROPPED)
            missing = [
                key
                for key in (total, new, *((previous,) if self.update else ()))
                if key not in self.given
            ]
            if missing:
                yield self._open(identity, missing)
                continue
            link = Link(
                identity, (total,), (previous, *(f"-{box}" for box in dropped), new, *of_previous)
            )
            amount = self._amount(link)
            # An update may have dropped studies without having a box for them.
            if amount < 0 and self.update and not self._has(*dropped):
                yield self._told(link, EXPLAIN, LESS)
            elif amount > 0 and of_previous and self.update and not self._has(*of_previous):
                yield self._told(link, EXPLAIN, OF_PREVIOUS)
            else:
                yield self._judged(link)

    def _pairs(self) -> Iterator[Sum]:
        """N2. Numbers of a previous version that were entered without its reports say nothing about
        later ones.
        """
        bare = bool(self.given.get("previous_studies")) and not self.given.get("previous_reports")
        for head in ("new", *(() if bare else ("total",))):
            if not (self._has(f"{head}_studies") and self._has(f"{head}_reports")):
                continue
            studies, reports = self.given[f"{head}_studies"], self.given[f"{head}_reports"]
            if bool(studies) != bool(reports):
                outcome, text = OFF, NO_REPORT if studies else NO_STUDY
            elif studies > reports:
                outcome, text = EXPLAIN, MORE_STUDIES
            else:
                continue
            message = Message(text, {"studies": studies, "reports": reports})
            yield Sum(
                "N2", outcome, (f"{head}_studies", f"{head}_reports"), studies - reports, message
            )

    def _judged(self, link: Link) -> Sum:
        amount = self._amount(link)
        if not amount:
            return Sum(link.identity, HOLDS, self._shown((*link.left, *link.right)))
        if amount > 0 and link.fill and not self._has(*link.fill):
            return self._told(link, EXPLAIN, GAP)
        return self._told(
            link, OFF, LOST if amount > 0 and link.identity.startswith("O2") else IS_OFF
        )

    def _told(self, link: Link, outcome: str, text: str) -> Sum:
        amount = self._amount(link)
        values: dict[str, Any] = {
            "identity": link.identity,
            "left": formula(self._shown(link.left, signed=True) or link.left[:1]),
            "left_sum": self._sum(link.left),
            "right": formula(self._shown(link.right, signed=True) or link.right[-1:]),
            "right_sum": self._sum(link.right),
            "amount": abs(amount),
            "boxes": " / ".join(link.fill),
        }
        return Sum(
            link.identity,
            outcome,
            self._shown((*link.left, *link.right)),
            amount,
            Message(text, values),
        )

    def _open(self, identity: str, missing: Sequence[str], above: bool = False) -> Sum:
        boxes = " / ".join((*missing, *(("dbr_assessed",) if above else ())))
        return Sum(
            identity,
            OPEN,
            tuple(missing),
            0,
            Message(UNCHECKED, {"identity": identity, "boxes": boxes}),
        )
