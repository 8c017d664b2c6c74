"""One Cochrane review that was given another title: its number is the same; a person looks."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both carry the same number, and the first author at least."""
    # The number of a review stays through its updates, so this only asks; the versions have a
    # rule.
    one_review = a.kind == b.kind == "cochrane" and bool(a.first) and a.first == b.first
    return one_review and c.authors in ("same", "first")


#: Not for what stands between a protocol and its review, or between two versions: rules of their
#: own judge those.
RULE = Rule("same_review", gettext_noop("the same number of a Cochrane review"), LIKELY, applies)
