"""What is done to records of one report."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "merge",
        gettext_noop("merged duplicates"),
        {
            "by_version": Kind.TOLD,
            "evidence": Kind.TOLD,
            "merge": Kind.MERGE,
            "records": Kind.RECORD,
        },
    ),
    Verb("undo_merge", gettext_noop("undid a merge"), {"merge": Kind.MERGE}),
    Verb(
        "answer_pair",
        gettext_noop("answered a possible duplicate"),
        {"answer": Kind.TOLD, "records": Kind.RECORD},
    ),
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
    Verb(
        "redo_run",
        gettext_noop("restored the merges of an undone search for duplicates"),
        {"merged": Kind.TOLD, "run": Kind.RUN},
    ),
    Verb(
        "begin_duplicate_sample",
        gettext_noop("drew a sample of pairs that the program was sure of"),
        {"duplicate_sample": Kind.TOLD, "size": Kind.TOLD},
    ),
    Verb(
        "evaluate_duplicate_sample",
        gettext_noop("evaluated a sample of pairs"),
        {"drawn": Kind.TOLD, "duplicate_sample": Kind.TOLD, "wrong": Kind.TOLD},
    ),
    Verb(
        "give_up_duplicate_sample",
        gettext_noop("abandoned a sample of pairs"),
        {"duplicate_sample": Kind.TOLD, "note": Kind.TOLD},
    ),
)
