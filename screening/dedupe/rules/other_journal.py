"""The same title in another journal, and nothing else that ties the two."""

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Journals differ; neither pages nor an identifier agree."""
    return c.journal == "differs" and c.place not in ("range", "both", "page") and "same" not in (c.doi, c.pmid)


RULE = Rule("other_journal", gettext_noop("different journals"), DOUBT, applies)
