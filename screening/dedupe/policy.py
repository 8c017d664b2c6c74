"""What a review does with reports that belong together without being duplicates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screening.records.messages import gettext_noop

MERGE, LINK, LEAVE = "merge", "link", "leave"

#: What can be done with a relation: key to English name.
CHOICES = {
    MERGE: gettext_noop("Merge as duplicates"),
    LINK: gettext_noop("Link, keep both"),
    LEAVE: gettext_noop("Ignore"),
}

#: The relations a review has a policy for: key to English name.
RELATIONS = {
    "preprint": gettext_noop("Preprint and published article"),
    "versions": gettext_noop("Versions of one review"),
    "conference": gettext_noop("Conference abstract and full paper"),
    "thesis": gettext_noop("Thesis and journal article"),
    "translation": gettext_noop("Translation published as an article of its own"),
    "guideline": gettext_noop("Same guideline in several journals"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One choice for each relation; what is not named is linked.

    Raises ValueError on an unknown relation or choice.
    """

    choices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for relation, choice in self.choices.items():
            if relation not in RELATIONS or choice not in CHOICES:
                raise ValueError(f"unknown policy {relation}={choice}")

    def choice(self, relation: str) -> str:
        """merge, link or leave."""
        return self.choices.get(relation, LINK)


#: Every relation linked.
DEFAULT = Policy()
