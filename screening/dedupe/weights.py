"""The card: how much each agreement and disagreement of a pair weighs, and the words for it.

The form is that of Fellegi and Sunter 1969 (J Am Stat Assoc 64:1183-1210): weights in bits, added
up. They were set by judgement in half steps, where features depend on each other below their log2
m/u; docs/deduplication.md shows both.
"""

from screening.dedupe.compare import Comparison
from screening.records.messages import gettext_noop

#: A sum from MERGE on is certain, from ASK on a person decides.
MERGE, ASK = 10.0, 6.0

#: Feature to level to (weight, English words); an empty text is not worth saying.
CARD: dict[str, dict[str, tuple[float, str]]] = {
    "title": {
        "same": (8.0, gettext_noop("same title")),
        "near": (6.0, gettext_noop("title similarity %(likeness).2f")),
        "part": (4.0, gettext_noop("one title is a part of the other")),
        "close": (2.0, gettext_noop("title similarity %(likeness).2f")),
        "alike": (-2.0, gettext_noop("title similarity only %(likeness).2f")),
        "differs": (-7.0, gettext_noop("different titles")),
        "other script": (-1.0, gettext_noop("titles in different scripts")),
        "unknown": (-1.0, gettext_noop("a title is missing")),
    },
    "authors": {
        "same": (3.0, gettext_noop("same authors")),
        "first": (1.5, gettext_noop("same first author")),
        "shared": (0.5, gettext_noop("shared authors, different first author")),
        "inverted": (1.0, gettext_noop("given names and surnames swapped")),
        "namesake": (-2.0, gettext_noop("same first author surname, different initials")),
        "differs": (-5.0, gettext_noop("different authors")),
        "unknown": (0.0, ""),
    },
    "year": {
        "same": (1.0, gettext_noop("same year")),
        "next": (-0.5, gettext_noop("years one apart")),
        "close": (-2.0, gettext_noop("years two apart")),
        "differs": (-4.0, gettext_noop("different years")),
        "unknown": (0.0, ""),
    },
    "journal": {
        "same": (1.5, gettext_noop("same journal")),
        "differs": (-2.0, gettext_noop("different journals")),
        "unknown": (0.0, ""),
    },
    "place": {
        "range": (8.5, gettext_noop("same pages, first to last")),
        "both": (6.0, gettext_noop("same volume and first page")),
        "page": (3.5, gettext_noop("same first page")),
        "page only": (0.5, gettext_noop("same first page, different volumes")),
        "volume": (1.5, gettext_noop("same volume")),
        "issue": (1.0, gettext_noop("same issue")),
        "other issue": (-2.0, gettext_noop("different issue")),
        "volume differs": (-2.0, gettext_noop("different volumes")),
        "page differs": (-3.5, gettext_noop("same volume, different pages")),
        "page differs alone": (-3.0, gettext_noop("different pages")),
        "differs": (-5.0, gettext_noop("different volumes and pages")),
        "unknown": (0.0, ""),
    },
    "doi": {
        "same": (7.0, gettext_noop("same DOI")),
        "differs": (-4.0, gettext_noop("different DOIs")),
        "unknown": (0.0, ""),
    },
    "pmid": {
        "same": (10.0, gettext_noop("same PMID")),
        "differs": (-5.0, gettext_noop("different PMIDs")),
        "unknown": (0.0, ""),
    },
    "abstract": {
        "same": (5.0, gettext_noop("same abstract")),
        "alike": (2.0, gettext_noop("similar abstracts")),
        "differs": (-3.0, gettext_noop("different abstracts")),
        "unknown": (0.0, ""),
    },
}


def score(comparison: Comparison) -> float:
    """The sum of the weights of a pair's levels."""
    return sum(CARD[feature][level][0] for feature, level in comparison.levels())


def explain(comparison: Comparison) -> tuple[tuple[str, dict[str, float]], ...]:
    """Keys (`feature.level`) of the levels worth saying, with the values of their words,
    weightiest first.
    """
    found = []
    for feature, level in comparison.levels():
        weight, text = CARD[feature][level]
        if text:
            values = (
                {"likeness": round(comparison.likeness / 100, 2)} if "%(likeness)" in text else {}
            )
            found.append((-abs(weight), f"{feature}.{level}", values))
    return tuple((key, values) for _, key, values in sorted(found, key=lambda item: item[0]))
