"""What a stage of the review is."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage at which people decide on records;
    everything that the program says and counts of it follows from here.

    `after` is the key of the stage whose includes come here, or "" for the first. `verdicts` are
    what a person may say. `reason_required`: an exclusion here names exactly one reason of the
    protocol. `lenient`: include and maybe agree. `retrieval`: the report must be at hand before it
    is judged.

    `waits` and `excluded` are the places of a report that waits here, and of one that was excluded
    here, with their names in `waits_label` and `excluded_label`; they are stored, hence short and
    never changed. `code` names the stage in a history. `decisions` and `dates` head the columns of
    exports. `named` is what is screened here, by language of the methods section ("en", "zh-hans"),
    `named_fully` the same where it begins a sentence.
    """

    key: str
    label: str
    after: str
    votes_needed: int
    verdicts: tuple[str, ...]
    reason_required: bool
    lenient: bool
    retrieval: bool
    code: str
    waits: str
    excluded: str
    waits_label: str
    excluded_label: str
    decisions: str
    dates: str
    named: Mapping[str, str]
    named_fully: Mapping[str, str]
