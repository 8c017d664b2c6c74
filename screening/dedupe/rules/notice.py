"""An erratum, reply or retraction notice is not the article it speaks of."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.records.messages import gettext_noop

_KINDS = frozenset({"erratum", "retraction", "concern", "reply"})


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Only one of the two titles is that of a notice or a reply."""
    # Many databases put "[Retracted]" before the title of the article itself: where DOI and page
    # agree, the mark is a remark and not a notice.
    if c.doi == "same" and c.place in ("range", "both"):
        return False
    return c.title != "other script" and (a.marks & _KINDS) != (b.marks & _KINDS)


RULE = Rule(
    "notice", gettext_noop("one is a correction, retraction notice or reply"), VETO, applies
)
