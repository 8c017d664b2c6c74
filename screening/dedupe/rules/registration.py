"""Two registrations of different trials, however alike their titles."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both name registration numbers and share none."""
    return bool(
        a.trials
        and b.trials
        # Trials are registered in several registers: one number in common is enough, whatever the
        # others.
        and set(a.trials).isdisjoint(b.trials)
        and c.doi != "same"
        and c.place not in ("range", "both")
    )


RULE = Rule("registration", gettext_noop("different trial registrations"), VETO, applies)
