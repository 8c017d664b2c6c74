"""The engine: records in, groups of duplicates, questions for people, links and reasons out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from screening.dedupe.blocks import candidates
from screening.dedupe.cluster import Groups, Index, cluster
from screening.dedupe.compare import may_match
from screening.dedupe.decide import blocks_group, judge
from screening.dedupe.decision import APART, CHECK, MERGED, Decision, Group, Pair, Result
from screening.dedupe.evidence import PERSON, Evidence
from screening.dedupe.features import Prepared
from screening.dedupe.issues import by_source, row_numbered
from screening.dedupe.policy import DEFAULT, Policy
from screening.dedupe.prepare import prepare
from screening.dedupe.rules import Surroundings
from screening.dedupe.sampling import ApartPairs
from screening.records.record import Record

#: The answers a person can give about a pair.
SAME, DIFFERENT = "same", "different"

#: The score of a person's answer: above any sum of the card.
CERTAIN = 100.0

#: A title seen in so many different years says nothing by itself.
WORN_YEARS = 3


def deduplicate(
    records: Sequence[Record],
    *,
    policy: Policy = DEFAULT,
    answers: Mapping[Pair, str] | None = None,
) -> Result:
    """Groups, questions, links and reasons for records;
    ids in the result are positions in `records`.

    `answers` maps pairs of positions to "same" or "different"; an answer is never overturned. The
    order of the records does not change the groups.
    """
    prepared = [prepare(record, at) for at, record in enumerate(records)]
    return match(prepared, policy=policy, answers=answers or {})


def match(
    new: Sequence[Prepared],
    known: Sequence[Prepared] = (),
    *,
    policy: Policy = DEFAULT,
    answers: Mapping[Pair, str] | None = None,
    groups: Iterable[Sequence[Hashable]] = (),
    issues: Mapping[str, Sequence[str]] | None = None,
    apart: ApartPairs | None = None,
) -> Result:
    """The same for prepared records: `new` among themselves and against `known`,
    which are not compared again.

    `known` are the stored records that share a key (see blocks.keys) with a new one, with the other
    members of their groups; `groups` are the groups that stand (ids). `issues` has all issues (as
    read) of each source, where the given records are only a part of it: by them row numbers are
    told from issues. `apart` remembers some of the pairs that are kept apart, to be looked at by
    people. The result holds every group with a new member and every standing one that was given.
    """
    records = without_row_numbers([*new, *known], issues)
    return _Run(records, len(new), policy, answers or {}, groups, apart).result()


class _Run:
    """One pass over prepared records; the first `fresh` of them are new."""

    def __init__(
        self,
        records: list[Prepared],
        fresh: int,
        policy: Policy,
        answers: Mapping[Pair, str],
        groups: Iterable[Sequence[Hashable]],
        apart: ApartPairs | None,
    ) -> None:
        self.apart = apart
        self.records, self.fresh, self.policy = records, fresh, policy
        self.at = {record.id: at for at, record in enumerate(records)}
        self.same, self.different = self._answers(answers)
        self.standing = [(self.at[g[0]], self.at[m]) for g in groups for m in g[1:]]
        self.around = Surroundings(worn=worn_titles(records))
        self.decided: dict[Index, Decision] = {}

    def _answers(self, answers: Mapping[Pair, str]) -> tuple[list[Index], set[Index]]:
        same, different = [], set()
        for (a, b), answer in answers.items():
            if a in self.at and b in self.at:
                pair = _ordered(self.at[a], self.at[b])
                if answer == SAME:
                    same.append(pair)
                else:
                    different.add(pair)
        return same, different

    def result(self) -> Result:
        self._judge_candidates()
        found, refused = cluster(
            len(self.records),
            self.decided,
            lambda at: self.records[at].content(),
            self._forbidden,
            [*self.standing, *self.same],
        )
        # The groups could not hold it, but it was judged to be a duplicate: so people are asked.
        for pair in refused:
            self.decided[pair] = replace(self.decided[pair], outcome=CHECK)
        return Result(*self._groups(found), *self._open(found), self.reasons)

    def _judge_candidates(self) -> None:
        for at, others in candidates(self.records):
            a = self.records[at]
            for other in others:
                # Both were here before and were judged then; an answer must not change by a new
                # import.
                if other >= self.fresh and at >= self.fresh:
                    continue
                b = self.records[other]
                if not may_match(a, b):
                    continue
                pair = _ordered(at, other)
                decision = judge(a, b, self.policy, self.around)
                if decision is None:
                    if self.apart is not None:
                        self.apart.add(a, b)
                elif pair not in self.different:
                    self.decided[pair] = decision

    def _forbidden(self, a: int, b: int) -> bool:
        if _ordered(a, b) in self.different:
            return True
        return blocks_group(self.records[a], self.records[b], self.policy, self.around)

    def _groups(self, found: Groups) -> tuple[tuple[Group, ...]]:
        joined: dict[int, list[Decision]] = defaultdict(list)
        self.reasons: dict[Hashable, Decision] = {}
        answered = {pair: self._answer(pair) for pair in self.same}
        for pair, decision in self._ranked(self.decided | answered):
            home = found.home[pair[0]]
            if decision.outcome == MERGED and home == found.home[pair[1]]:
                joined[home].append(decision)
                for at in pair:
                    self.reasons.setdefault(self.records[at].id, decision)
        groups = []
        for home, members in found.members.items():
            ranked = sorted(members, key=lambda at: self.records[at].content())
            groups.append(Group(tuple(self.records[at].id for at in ranked), tuple(joined[home])))
        return (tuple(groups),)

    def _ranked(self, decided: Mapping[Index, Decision]) -> list[tuple[Index, Decision]]:
        """Best first, equals by content: which pair stands for two groups must not hang on the
        order of the records.
        """
        content = {at: self.records[at].content() for pair in decided for at in pair}
        return sorted(
            decided.items(),
            key=lambda item: (-item[1].score, *sorted((content[item[0][0]], content[item[0][1]]))),
        )

    def _answer(self, pair: Index) -> Decision:
        a, b = (self.records[at].id for at in pair)
        return Decision(a, b, MERGED, CERTAIN, (Evidence(PERSON),), by="human")

    def _open(self, found: Groups) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
        """Questions and links, at most one of each between two groups, best first."""
        # One "different" closes all questions between the two groups, else people would be asked
        # again for each of their records.
        closed = {_ordered(found.home[a], found.home[b]) for a, b in self.different}
        questions: dict[Index, Decision] = {}
        links: dict[Index, Decision] = {}
        for pair, decision in self._ranked(self.decided):
            homes = _ordered(found.home[pair[0]], found.home[pair[1]])
            if homes[0] == homes[1] or homes in closed:
                continue
            if decision.outcome == CHECK:
                questions.setdefault(homes, decision)
            elif decision.outcome == APART and decision.relation:
                links.setdefault(homes, decision)
        return tuple(questions.values()), tuple(links.values())


def without_row_numbers(
    records: list[Prepared], issues: Mapping[str, Sequence[str]] | None = None
) -> list[Prepared]:
    """The records, without the issue where their source has row numbers in its place."""
    noisy = row_numbered(
        by_source((record.source, record.issue) for record in records) | dict(issues or {})
    )
    return (
        [replace(r, issue="") if r.issue and r.source in noisy else r for r in records]
        if noisy
        else records
    )


def worn_titles(records: Sequence[Prepared]) -> frozenset[str]:
    """Keys of titles that records of three or more different years carry."""
    years: dict[str, set[int]] = defaultdict(set)
    for record in records:
        if record.year:
            for key in record.keys:
                years[key].add(record.year)
    return frozenset(key for key, seen in years.items() if len(seen) >= WORN_YEARS)


def _ordered(a: int, b: int) -> Index:
    return (a, b) if a < b else (b, a)
