"""An article printed ahead under a title that was changed later."""

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Three or more authors, journal and year agree and the titles half; one record has neither volume nor page yet."""
    if c.title not in ("alike", "close") or not (c.authors == c.journal == c.year == "same"):
        return False
    if "differs" in (c.doi, c.pmid, c.abstract) or min(len(a.surnames), len(b.surnames)) < 3:
        return False
    return "conference" not in (a.kind, b.kind) and any(not (r.volume or r.first) for r in (a, b))


RULE = Rule("provisional_title", gettext_noop("perhaps printed ahead under another title"), LIKELY, applies)
