"""Titles whose numbers conflict: part I and II, phase 2 and 3, three months and six."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Each title has a number the other lacks;
    or one has a number at its very end and the other only lacks it.
    """
    if c.title in ("same", "unknown", "other script", "differs") or a.numbers == b.numbers:
        return False
    only_a, only_b = set(a.numbers) - set(b.numbers), set(b.numbers) - set(a.numbers)
    # A number that one title merely lacks (a year, a trial's number) is left out by many
    # databases.
    if not only_a or not only_b:
        return False
    # Two sisters do not share their pages: there a digit was misread.
    if c.place == "range" and "same" in (c.abstract, c.doi) and c.likeness >= 97:
        return False
    # "1 000" and "1000", "2 - 3" and "2-3": the same digits, cut in two ways.
    return "".join(a.numbers) != "".join(b.numbers)


RULE = Rule("numbers", gettext_noop("the titles have different numbers"), VETO, applies)
