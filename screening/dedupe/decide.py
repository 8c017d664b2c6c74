"""One pair to one decision: the card's sum, then vetoes, doubts, bridges and the review's policy."""

from functools import cache

from screening.dedupe.compare import Comparison, compare
from screening.dedupe.decision import APART, CHECK, MERGED, Decision
from screening.dedupe.evidence import Evidence
from screening.dedupe.features import Prepared
from screening.dedupe.policy import LEAVE, Policy
from screening.dedupe.policy import MERGE as MERGE_RELATION
from screening.dedupe.rules import (
    ASIDE,
    BRIDGE,
    DESPITE,
    DOUBT,
    LIKELY,
    RELATION,
    RULES,
    VETO,
    Rule,
    Surroundings,
)
from screening.dedupe.weights import ASK, MERGE, explain, score


def judge(
    a: Prepared, b: Prepared, policy: Policy, around: Surroundings, thorough: bool = False
) -> Decision | None:
    """The decision about a pair; None when nothing speaks for it (`thorough` gives a decision all
    the same).
    """
    comparison = compare(a, b)
    total = score(comparison)
    # A pair below the threshold can still be a duplicate in two languages, or two parts of one
    # work: only these few are looked at by all rules, as there are millions of pairs.
    if (
        total < ASK
        and not thorough
        and not akin(comparison)
        and not _bridged(a, b, comparison, around)
    ):
        return None
    hits = [rule for rule in RULES.values() if rule.applies(a, b, comparison, around)]
    twice = comparison.abstract == "same" and akin(comparison)
    # All rules were asked, also where one would settle it: the history and the page name each of
    # them.
    outcome, relation = _settle(total, hits, akin(comparison), twice, policy)
    # Kept apart without a link is the fate of most pairs; nothing is stored of them.
    if outcome == APART and not relation and not thorough:
        return None
    said = (
        Evidence(f"rule.{r.key}", r.values(a, b) if r.values else {}) for r in _worth_saying(hits)
    )
    levels = (
        Evidence(key, values) if values else _plain(key) for key, values in explain(comparison)
    )
    evidence = (*said, *levels)
    return Decision(a.id, b.id, outcome, total, evidence, tuple(r.key for r in hits), relation)


@cache
def _plain(key: str) -> Evidence:
    """The one evidence of a level without values: millions of pairs share it."""
    return Evidence(key)


def _worth_saying(hits: list[Rule]) -> list[Rule]:
    """Without rules whose objection the card names more exactly, or that a bridge answers."""
    said = [rule for rule in hits if not rule.silent]
    # A bridge was built for titles that differ: to say beside it that they differ would only
    # confuse.
    if not any(rule.effect == BRIDGE for rule in hits):
        return said
    return [rule for rule in said if not rule.yields_to_bridge and rule.effect != LIKELY]


def akin(c: Comparison) -> bool:
    """Whether title and authors alone say that two reports may belong to one work."""
    return (
        # An unknown abstract does not object: half of the records of older databases have none.
        c.title in ("same", "near")
        and c.authors in ("same", "first", "shared")
        and c.abstract != "differs"
    )


def _bridged(a: Prepared, b: Prepared, c: Comparison, around: Surroundings) -> bool:
    return any(rule.applies(a, b, c, around) for rule in _BRIDGES)


_BRIDGES = tuple(rule for rule in RULES.values() if rule.effect in (BRIDGE, LIKELY, DESPITE))


def _settle(
    total: float, hits: list[Rule], kin: bool, twice: bool, policy: Policy
) -> tuple[str, str]:
    """(outcome, relation that the policy links or "")."""
    # A preprint stands elsewhere than its article by nature, so what only says "elsewhere" must
    # not count against the relation.
    relations = [rule.relation for rule in hits if rule.effect == RELATION]
    effects = {rule.effect for rule in hits if not (relations and rule.yields_to_relation)}
    bridged = BRIDGE in effects
    if bridged:
        effects = {
            rule.effect for rule in hits if not rule.yields_to_bridge and rule.effect in effects
        }
    for relation in relations:
        choice = policy.choice(relation)
        if choice == MERGE_RELATION:
            # The team wants such pairs merged; but a relation alone (a thesis, a meeting) says
            # nothing of these two, so title and authors have to agree too. Versions share a DOI
            # or a number, which is enough.
            bridged = bridged or kin or relation == "versions"
        else:
            # A link is shown to people, so it needs as much evidence as a question would.
            worth = (total >= ASK or bridged or kin) and VETO not in effects and choice != LEAVE
            return APART, relation if worth else ""
    # From here on the strongest objection comes first. What asks in spite of everything makes a
    # question of it, never a merge.
    if VETO in effects:
        return (CHECK if DESPITE in effects else APART), ""
    if ASIDE in effects:
        # "Twice": the same abstract at two places is either a reprint or a mistake in the place.
        # Nobody but a person can tell.
        return (CHECK if twice or DESPITE in effects else APART), ""
    # A doubt never keeps apart what the sum would merge; it only takes the merge out of the
    # machine's hands.
    if total >= MERGE or bridged:
        return (CHECK if DOUBT in effects else MERGED), ""
    return (CHECK if total >= ASK or effects & {LIKELY, DESPITE} else APART), ""


def blocks_group(a: Prepared, b: Prepared, policy: Policy, around: Surroundings) -> bool:
    """Whether two records may not be in one group, whatever others say.

    Sisters ("in men", "in women") may not meet through a record whose title leaves their word out.
    """
    comparison = compare(a, b)
    hits = [rule for rule in RULES.values() if rule.applies(a, b, comparison, around)]
    # Without this a record that agrees with both would carry two that disagree into one group:
    # each pair was judged alone.
    if any(rule.effect in (VETO, ASIDE) or rule.holds_in_groups for rule in hits):
        return True
    if not any(rule.effect == RELATION for rule in hits):
        return False
    kin = akin(comparison)
    outcome, _ = _settle(
        score(comparison), hits, kin, kin and comparison.abstract == "same", policy
    )
    return outcome == APART
