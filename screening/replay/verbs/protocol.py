"""What is done about the review, its criteria and rules."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

#: What a change of rules is told with: what it moved, and the records that open votes decided.
_RULES = {
    "after": Kind.VALUES,
    "before": Kind.VALUES,
    "moves": Kind.TOLD,
    "note": Kind.TOLD,
    "records": Kind.RECORD,
    "taken_back": Kind.TOLD,
}

VERBS = (
    Verb(
        "create_review",
        gettext_noop("created the review"),
        {"title_en": Kind.TOLD, "title_zh": Kind.TOLD},
    ),
    Verb(
        "change_review",
        gettext_noop("changed the review"),
        _RULES,
    ),
    Verb(
        "change_stage",
        gettext_noop("changed how a stage runs"),
        _RULES,
    ),
    Verb(
        "save_criterion",
        gettext_noop("wrote a criterion"),
        {"after": Kind.VALUES, "before": Kind.VALUES, "criterion": Kind.CRITERION},
    ),
    Verb(
        "retire_criterion",
        gettext_noop("removed a criterion"),
        {"before": Kind.VALUES, "criterion": Kind.CRITERION},
    ),
    Verb(
        "save_reason",
        gettext_noop("wrote a reason for exclusion"),
        {"after": Kind.VALUES, "before": Kind.VALUES, "reason": Kind.REASON},
    ),
    Verb(
        "order_criteria",
        gettext_noop("put the criteria in order"),
        {"criteria_order": Kind.CRITERION},
    ),
    Verb(
        "copy_protocol",
        gettext_noop("copied the protocol of another review"),
        {"criteria_added": Kind.TOLD, "reasons_added": Kind.TOLD},
    ),
    Verb("order_reasons", gettext_noop("put the reasons in order"), {"order": Kind.REASON}),
    Verb(
        "merge_reasons",
        gettext_noop("merged a reason into another"),
        {"into_reason": Kind.REASON, "reason": Kind.REASON, "votes": Kind.TOLD},
    ),
    Verb(
        "retire_reason",
        gettext_noop("removed a reason"),
        {"before": Kind.VALUES, "reason": Kind.REASON},
    ),
    Verb(
        "save_highlights",
        gettext_noop("wrote a highlight list"),
        {"highlights": Kind.HIGHLIGHTS, "name": Kind.TOLD, "terms": Kind.TOLD},
    ),
    Verb(
        "delete_highlights",
        gettext_noop("deleted a highlight list"),
        {"before": Kind.VALUES, "highlights": Kind.HIGHLIGHTS},
    ),
    Verb(
        "suggest_terms",
        gettext_noop("had an assistant suggest terms to highlight"),
        {"terms": Kind.TOLD, "why": Kind.TOLD},
    ),
)
