"""The same title in another journal, and nothing else that ties the two."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.title_kinds import is_telling
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Journals differ; neither pages nor an identifier agree, nor all else:
    then the journal has two names.
    """
    if c.journal != "differs" or c.place in ("range", "both", "page") or "same" in (c.doi, c.pmid):
        return False
    if not (c.title == c.authors == c.year == "same" and is_telling(a, b)):
        return True
    if (
        c.abstract == "same"
        and a.volume
        and a.volume == b.volume
        and a.first
        and a.first == b.first
    ):
        return False
    return not (c.place == "volume" and a.issue and a.issue == b.issue)


RULE = Rule(
    "other_journal",
    gettext_noop("different journals"),
    DOUBT,
    applies,
    silent=True,
    yields_to_bridge=True,
    yields_to_relation=True,
)
