"""What is done about the diagram and its versions."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "word_diagram",
        gettext_noop("edited the labels of the diagram"),
        {"after": Kind.VALUES, "before": Kind.VALUES, "label_set": Kind.TOLD},
    ),
    Verb(
        "enter_number",
        gettext_noop("entered a number from earlier work"),
        {
            "box": Kind.TOLD,
            "kind": Kind.TOLD,
            "manual": Kind.MANUAL_NUMBER,
            "name": Kind.TOLD,
            "note": Kind.TOLD,
            "number": Kind.TOLD,
            "reason": Kind.REASON,
        },
    ),
    Verb(
        "withdraw_number",
        gettext_noop("withdrew a manual number"),
        {"box": Kind.TOLD, "manual": Kind.MANUAL_NUMBER, "number": Kind.TOLD},
    ),
    Verb(
        "publish",
        gettext_noop("published a version"),
        {
            "contents": Kind.TOLD,
            "digest": Kind.TOLD,
            "included": Kind.TOLD,
            "note": Kind.TOLD,
            "publication": Kind.PUBLICATION,
            "version": Kind.TOLD,
            "words": Kind.TOLD,
        },
    ),
    Verb(
        "take_back_update",
        gettext_noop("undid the start of an update"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
    Verb(
        "begin_update",
        gettext_noop("began an update of the review"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
)
