"""What is done to the history itself."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "accept_late",
        gettext_noop(
            "accepted entries of the history that were stored after later ones had been sealed"
        ),
        {"entries": Kind.TOLD, "note": Kind.TOLD},
    ),
)
