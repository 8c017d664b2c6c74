"""What is done to the review as a whole."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "archive_review",
        gettext_noop("created an archive of the review"),
        {"imported": Kind.TOLD, "note": Kind.TOLD, "size": Kind.TOLD},
    ),
    Verb(
        "load_review",
        gettext_noop("loaded the review from an archive"),
        {"head": Kind.TOLD, "imported": Kind.TOLD},
    ),
)
