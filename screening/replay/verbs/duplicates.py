"""What is done to records of one report."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "merge",
        gettext_noop("merged duplicates"),
        {"by_version": Kind.TOLD, "evidence": Kind.TOLD, "merge": Kind.MERGE, "records": Kind.RECORD},
    ),
    Verb("undo_merge", gettext_noop("undid a merge"), {"merge": Kind.MERGE}),
    Verb("answer_pair", gettext_noop("answered a possible duplicate"), {"answer": Kind.TOLD, "records": Kind.RECORD}),
    Verb("reopen_pair", gettext_noop("put a pair back to be checked"), {"records": Kind.RECORD}),
    Verb(
        "dedupe",
        gettext_noop("searched for duplicates"),
        {"compared": Kind.TOLD, "merged": Kind.TOLD, "run": Kind.RUN, "to_check": Kind.TOLD},
    ),
    Verb(
        "dedupe_policy",
        gettext_noop("changed how related reports are handled"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
)
