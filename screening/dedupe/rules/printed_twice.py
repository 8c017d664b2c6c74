"""One title by the same people in two journals of one year: printed twice,
or one record names a wrong journal.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DESPITE, Rule, Surroundings
from screening.dedupe.title_kinds import is_generic
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, around: Surroundings) -> bool:
    """Title, year and two or more authors agree; only journal and volume differ,
    and no page or DOI tells two.
    """
    if not (
        c.title == c.authors == c.year == "same"
        and c.journal == "differs"
        and c.place == "volume differs"
    ):
        return False
    if (
        "differs" in (c.doi, c.pmid, c.abstract)
        or {a.kind, b.kind} != {"article"}
        or min(len(a.surnames), len(b.surnames)) < 2
    ):
        return False
    # "Editorial" and the like are printed in every journal, by whoever edits two of them.
    return not any(is_generic(key) or key in around.worn for key in a.keys)


RULE = Rule("printed_twice", gettext_noop("possibly published in two journals"), DESPITE, applies)
