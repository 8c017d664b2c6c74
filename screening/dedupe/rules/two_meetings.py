"""One abstract given at two meetings."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.meetings import are_two
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """The journals name two meetings; no identifier, and no whole place, says otherwise."""
    return (
        are_two(a.meeting, b.meeting)
        and "same" not in (c.doi, c.pmid)
        and c.place not in ("range", "both")
    )


RULE = Rule("two_meetings", gettext_noop("at two meetings"), DOUBT, applies)
