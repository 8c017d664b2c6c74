"""The words of the diagram: label sets in English, Chinese and the older Chinese journal habit;
data, not code.

English wording: Page MJ, et al. BMJ 2021;372:n71 (CC BY 4.0). No official Chinese wording is known;
the Chinese sets are suggestions, and a project may change every label.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from screening.flow.labels_en import LABELS as ENGLISH
from screening.flow.labels_zh import JOURNAL
from screening.flow.labels_zh import LABELS as CHINESE
from screening.records.messages import gettext_noop


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Labels by key, and the way numbers are written.

    `count` is the pattern round a number ("(n = {})"), `thousands` the separator, `separator` what
    stands between label and count, `list_comma`, `list_stop` and `colon` the punctuation of running
    text. `lang` is a BCP 47 tag.
    """

    key: str
    name: str
    lang: str
    labels: Mapping[str, str] = field(default_factory=dict)
    count: str = "(n = {})"
    thousands: str = ","
    separator: str = " "
    list_comma: str = ", "
    list_stop: str = ". "
    colon: str = ": "

    def __getitem__(self, key: str) -> str:
        """The label of that key. Raises KeyError for a key that no set has."""
        return self.labels[key]

    def number(self, number: int) -> str:
        """The number with its thousands marked: 1,597 or 1 597."""
        return f"{number:,}".replace(",", self.thousands)

    def counted(self, number: int) -> str:
        """The number as the diagram writes it, in one piece that a line end never splits:
        "(n = 1,597)".
        """
        return self.count.format(self.number(number)).replace(" ", "\N{NO-BREAK SPACE}")

    def line(self, label: str, number: int) -> str:
        """Label and number: "Records screened (n = 28)"."""
        return f"{label}{self.separator}{self.counted(number)}" if label else self.counted(number)

    def altered(self, changes: Mapping[str, str]) -> "LabelSet":
        """This set with a project's own labels; empty ones fall back to this set's.

        Raises KeyError for a key that the set does not have.
        """
        unknown = sorted(set(changes) - set(self.labels))
        if unknown:
            raise KeyError(f"no such label: {', '.join(unknown)}")
        return replace(
            self,
            labels={**self.labels, **{key: text for key, text in changes.items() if text.strip()}},
        )

    def scoping(self) -> "LabelSet":
        """This set with the words of a scoping review:
        "sources of evidence" for studies (PRISMA-ScR, items 9, 14).
        """
        words = _SCOPING[self.lang]
        labels = dict(self.labels)
        for key in _ABOUT_STUDIES:
            for old, new in words:
                labels[key] = labels[key].replace(old, new)
        return replace(self, labels=labels)


_ABOUT_STUDIES = tuple(key for key in ENGLISH if "stud" in ENGLISH[key].lower())
_SCOPING = {
    "en": (("studies", "sources of evidence"), ("Studies", "Sources of evidence")),
    "zh-Hans": (("研究", "证据来源"),),
}

#: The label sets a review chooses from, by key.
SETS = {
    "en": LabelSet("en", gettext_noop("English (PRISMA 2020)"), "en", ENGLISH),
    "zh": LabelSet(
        "zh",
        gettext_noop("Chinese"),
        "zh-Hans",
        CHINESE,
        count="（n = {}）",
        separator="",
        list_comma="，",
        list_stop="。",
        colon="：",
    ),
    "zh-journal": LabelSet(
        "zh-journal",
        gettext_noop("Chinese, as older journal figures have it"),
        "zh-Hans",
        {**CHINESE, **JOURNAL},
        count="(n={})",
        thousands="\N{THIN SPACE}",
        separator=" ",
        list_comma="，",
        list_stop="。",
        colon="：",
    ),
}
