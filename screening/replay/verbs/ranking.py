"""What is done about the learned order and stopping."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "tool_exclude",
        gettext_noop("let a tool exclude records"),
        {"name": Kind.TOLD, "records": Kind.RECORD, "stop": Kind.STOP},
    ),
    Verb(
        "tool_release",
        gettext_noop("undid exclusions made by a tool"),
        {"name": Kind.TOLD, "records": Kind.RECORD, "stop": Kind.STOP},
    ),
    Verb(
        "learned_order",
        gettext_noop("changed the learned order of a stage"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
    Verb(
        "stopping_rule",
        gettext_noop("saved the stopping rule"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
    Verb(
        "begin_audit",
        gettext_noop("drew an audit sample"),
        {
            "audit": Kind.AUDIT,
            "drawn": Kind.TOLD,
            "look": Kind.TOLD,
            "repeatable": Kind.TOLD,
            "unscreened": Kind.TOLD,
        },
    ),
    Verb(
        "evaluate_audit",
        gettext_noop("evaluated an audit"),
        {
            "audit": Kind.AUDIT,
            "bound": Kind.TOLD,
            "drawn": Kind.TOLD,
            "records": Kind.RECORD,
            "relevant": Kind.TOLD,
            "unscreened": Kind.TOLD,
        },
    ),
    Verb(
        "give_up_audit",
        gettext_noop("abandoned an audit"),
        {"audit": Kind.AUDIT, "note": Kind.TOLD},
    ),
    Verb(
        "stop",
        gettext_noop("decided to stop screening"),
        {
            "found": Kind.TOLD,
            "left": Kind.TOLD,
            "note": Kind.TOLD,
            "rule": Kind.TOLD,
            "screened": Kind.TOLD,
            "stop": Kind.STOP,
        },
    ),
    Verb(
        "resume", gettext_noop("undid the decision to stop"), {"note": Kind.TOLD, "stop": Kind.STOP}
    ),
)
