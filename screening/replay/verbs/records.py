"""What is done to single records."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "answer_notice",
        gettext_noop("kept a report in spite of a notice"),
        {"answer_id": Kind.ANSWER, "note": Kind.TOLD, "notices": Kind.TOLD},
    ),
    Verb(
        "withdraw_notice_answer",
        gettext_noop("withdrew an answer to a notice"),
        {"answer_id": Kind.ANSWER, "note": Kind.TOLD, "notices": Kind.TOLD},
    ),
    Verb(
        "labels",
        gettext_noop("labelled a record"),
        {"before": Kind.LABEL, "labels": Kind.LABEL, "shared": Kind.TOLD},
    ),
    Verb(
        "label_saved",
        gettext_noop("edited a label of the team"),
        {"before": Kind.VALUES, "colour": Kind.TOLD, "label": Kind.LABEL, "name": Kind.TOLD},
    ),
    Verb(
        "labels_merged",
        gettext_noop("merged two labels"),
        {"before": Kind.VALUES, "label": Kind.LABEL, "name": Kind.TOLD},
    ),
    Verb("label_deleted", gettext_noop("deleted a label"), {"name": Kind.TOLD}),
    Verb("label_made", gettext_noop("created a label"), {"label": Kind.LABEL, "name": Kind.TOLD}),
    Verb(
        "mend_entry",
        gettext_noop("corrected an entry that could not be imported"),
        {
            "after": Kind.VALUES,
            "before": Kind.VALUES,
            "file": Kind.TOLD,
            "file_id": Kind.FILE,
            "line": Kind.TOLD,
            "records": Kind.RECORD,
            "search": Kind.SEARCH,
            "version": Kind.TOLD,
        },
    ),
    Verb(
        "add_record",
        gettext_noop("added a record manually"),
        {"name": Kind.TOLD, "search": Kind.SEARCH, "version": Kind.TOLD},
    ),
    Verb(
        "edit_record",
        gettext_noop("edited a record"),
        {
            "after": Kind.VALUES,
            "before": Kind.VALUES,
            "services": Kind.TOLD,
            "undone_run": Kind.TOLD,
        },
    ),
)
