"""Versions of one review or preprint: the DOI up to its version is the same,
or the Cochrane number.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """One review with two versions or, where a version is not known, two years;
    an amended copy of one year is none.
    """
    if (
        c.authors == "same"
        and c.year == "same"
        and c.abstract in ("same", "unknown")
        and c.title in ("same", "near")
    ):
        return False
    # The DOI is kept without its ".pub2"; what was cut off is the version.
    if a.doi and a.doi == b.doi:
        return a.version != b.version
    one_review = a.kind == b.kind == "cochrane" and bool(a.first) and a.first == b.first
    return one_review and c.year not in ("same", "unknown")


RULE = Rule("versions", gettext_noop("different versions"), RELATION, applies, relation="versions")
