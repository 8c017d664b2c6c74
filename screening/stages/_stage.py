"""What a stage of the review is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage at which people decide on records.

    `after` is the key of the stage whose includes come here, or "" for the first. `verdicts` are what a person may say.
    `reason_required`: an exclusion here names exactly one reason of the protocol. `lenient`: include and maybe agree.
    `retrieval`: the report must be at hand before it is judged.
    """

    key: str
    label: str
    after: str
    votes_needed: int
    verdicts: tuple[str, ...]
    reason_required: bool
    lenient: bool
    retrieval: bool
