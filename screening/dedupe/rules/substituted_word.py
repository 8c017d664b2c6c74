"""Almost equal titles in which one word is another ("in rats", "in mice"): sibling reports."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import in_supplement
from screening.dedupe.levels import UNPAGED
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.title_differences import Wording
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Each title has a word of its own, and neither DOI and place together nor the abstract say
    otherwise.

    Sisters' abstracts differ in that one word too: on other pages they are no evidence, nor where
    several words are others and no page is known.
    """
    if not c.wording.swapped or c.pmid == "same":
        return False
    # Sister papers ("in men", "in women") differ in that word throughout, a misspelt title does
    # not.
    if is_swapped_in_abstracts(a, b, c.wording):
        return not (c.doi == "same" and c.place in ("range", "both"))
    if c.wording.denied and a.abstract != b.abstract and c.place not in ("range", "both"):
        return True  # "with" and "without": one word of the abstract is otherwise, too
    if c.abstract == "same":
        unplaced = c.place in UNPAGED and min(len(c.wording.only_a), len(c.wording.only_b)) > 1
        return (unplaced or c.place in ("page differs", "page differs alone")) and "same" not in (
            c.doi,
            c.pmid,
        )
    # Where the abstracts are silent, only a place that holds one article speaks for a slip of one
    # word.
    placed = c.place == "range" or (
        c.place == "both" and not any(among_abstracts(r) for r in (a, b))
    )
    return not (placed and c.abstract == "unknown")


def is_swapped_in_abstracts(a: Prepared, b: Prepared, wording: Wording) -> bool:
    """Whether the abstracts differ in the same word as the titles:
    the mark of sister papers written after one form.
    """
    if not a.abstract or not b.abstract:
        return False
    if a.han and b.han:
        one, two = (r.abstract.replace(" ", "") for r in (a, b))
        return any(w in one and w not in two for w in wording.only_a) and any(
            w in two and w not in one for w in wording.only_b
        )
    one_words, two_words = set(a.abstract.split()), set(b.abstract.split())
    return any(_only_in(w, one_words, two_words) for w in wording.only_a) and any(
        _only_in(w, two_words, one_words) for w in wording.only_b
    )


def _only_in(word: str, here: set[str], there: set[str]) -> bool:
    """Whether a word, or its singular or plural, is among these words and not among those."""
    forms = {word, word + "s", word.removesuffix("s"), word.removesuffix("es")}
    return not forms.isdisjoint(here) and forms.isdisjoint(there)


def among_abstracts(record: Prepared) -> bool:
    """Whether it stands where abstracts share a page: from a meeting, in a supplement,
    on a page with a letter.
    """
    return (
        record.kind == "conference"
        or in_supplement(record.issue)
        or not (record.first or "1").isdigit()
    )


RULE = Rule(
    "wording", gettext_noop("one word of the title differs"), DOUBT, applies, holds_in_groups=True
)
