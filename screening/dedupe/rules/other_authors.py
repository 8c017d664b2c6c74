"""One title by other people: two works of one name, or a record whose authors are wrong."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.title_kinds import is_telling
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Of two or more Chinese names on each side not one is shared; no identifier,
    no abstract ties them.

    Names in Latin letters are inverted, cut and joined too often to say as much, but for a title so
    short that letters under one heading share it, and no range of pages.
    """
    if c.authors != "differs" or "same" in (c.doi, c.pmid, c.abstract):
        return False
    if not (a.people or b.people):
        return c.place != "range" and not is_telling(a, b)
    # One name on a side may be the editor, the translator or the leader of a group.
    return min(len(a.people), len(b.people)) > 1 and set(a.people).isdisjoint(b.people)


RULE = Rule("other_authors", gettext_noop("different authors"), DOUBT, applies)
