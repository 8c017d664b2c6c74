"""Groups from pairs: best pair first, and no join that a veto between any two members forbids."""

from collections.abc import Callable, Mapping, Sequence

from screening.dedupe.decision import MERGED, Decision

Index = tuple[int, int]


class Groups:
    """Disjoint sets of positions that remember their members."""

    def __init__(self, size: int) -> None:
        self.home = list(range(size))
        self.members: dict[int, list[int]] = {}

    def of(self, at: int) -> list[int]:
        """All members of the group of a position."""
        return self.members.get(self.home[at], [at])

    def join(self, a: int, b: int) -> None:
        """Makes one group of two."""
        into, gone = self.home[a], self.home[b]
        if into == gone:
            return
        joined = self.of(a) + self.of(b)
        for at in joined:
            self.home[at] = into
        self.members.pop(gone, None)
        self.members[into] = joined


def cluster(
    size: int,
    decided: Mapping[Index, Decision],
    rank: Callable[[int], tuple[object, ...]],
    forbidden: Callable[[int, int], bool],
    together: Sequence[Index] = (),
) -> tuple[Groups, list[Index]]:
    """(groups, merged pairs that had to be refused).

    `decided` maps positions (i, j) to decisions; those of outcome merged are taken best first,
    equals in the order of `rank` of their records' content, so the order of the records does not
    matter. `together` are pairs joined before anything else (human answers, groups that stand).
    Greedy agglomeration with cannot-link constraints.
    """
    groups = Groups(size)
    for a, b in together:
        groups.join(a, b)
    merged = [pair for pair, decision in decided.items() if decision.outcome == MERGED]
    ranks = {at: rank(at) for pair in merged for at in pair}
    # Best first, so that where a join is refused it is the weaker one.
    merged.sort(key=lambda p: (-decided[p].score, *sorted((ranks[p[0]], ranks[p[1]]))))
    refused = []
    for a, b in merged:
        if groups.home[a] == groups.home[b]:
            continue
        # The pair itself was judged with all its evidence, and people's answers; only the others
        # are asked.
        if any(forbidden(x, y) for x in groups.of(a) for y in groups.of(b) if {x, y} != {a, b}):
            refused.append((a, b))
        else:
            groups.join(a, b)
    return groups, refused
