"""What is done to full texts and studies."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "upload_full_text",
        gettext_noop("added a full text"),
        {"file": Kind.TOLD, "sha256": Kind.TOLD},
    ),
    Verb(
        "remove_full_text",
        gettext_noop("removed a full text"),
        {"file": Kind.TOLD, "sha256": Kind.TOLD},
    ),
    Verb(
        "mark_page",
        gettext_noop("marked a page of a full text"),
        {"mark": Kind.MARK, "page": Kind.TOLD},
    ),
    Verb(
        "unmark_page",
        gettext_noop("removed a mark from a full text"),
        {"mark": Kind.MARK, "page": Kind.TOLD},
    ),
    Verb(
        "study",
        gettext_noop("grouped reports into a study"),
        {"name": Kind.TOLD, "records": Kind.RECORD, "study": Kind.STUDY},
    ),
    Verb(
        "unlink_study",
        gettext_noop("removed reports from a study"),
        {"records": Kind.RECORD, "study": Kind.STUDY},
    ),
    Verb(
        "rename_study",
        gettext_noop("renamed a study"),
        {"after": Kind.VALUES, "before": Kind.VALUES, "study": Kind.STUDY},
    ),
    Verb(
        "retrieval",
        gettext_noop("recorded a full text"),
        {"before": Kind.TOLD, "note": Kind.TOLD, "status": Kind.TOLD},
    ),
)
