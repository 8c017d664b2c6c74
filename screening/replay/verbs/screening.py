"""What is done about votes and what comes of them."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb("open_stage", gettext_noop("opened a stage"), {"note": Kind.TOLD}),
    Verb("close_stage", gettext_noop("closed a stage"), {"note": Kind.TOLD}),
    Verb("reopen_stage", gettext_noop("reopened a stage"), {"note": Kind.TOLD}),
    Verb(
        "vote",
        gettext_noop("voted"),
        {
            "before": Kind.VALUES,
            "first": Kind.TOLD,
            "grade": Kind.TOLD,
            "judgements": Kind.VALUES,
            "reason": Kind.REASON,
            "verdict": Kind.TOLD,
        },
    ),
    Verb(
        "withdraw_vote",
        gettext_noop("withdrew the vote of a person who left"),
        {"before": Kind.VALUES, "user": Kind.USER},
    ),
    Verb(
        "reopen",
        gettext_noop("had a report screened again"),
        {"note": Kind.TOLD, "reopening": Kind.REOPENING},
    ),
    Verb(
        "calibrate",
        gettext_noop("began a calibration round"),
        {"records": Kind.RECORD, "round": Kind.ROUND},
    ),
    Verb("end_calibration", gettext_noop("ended a calibration round"), {"round": Kind.ROUND}),
    Verb(
        "deal",
        gettext_noop("assigned records"),
        {"each": Kind.TOLD, "people": Kind.USER, "records_dealt": Kind.TOLD},
    ),
    Verb(
        "lower_votes",
        gettext_noop("lowered the number of votes for reports that nobody could vote on"),
        {"note": Kind.TOLD, "records": Kind.RECORD},
    ),
    Verb(
        "take_back",
        gettext_noop("unassigned records"),
        {"heir": Kind.USER, "note": Kind.TOLD, "records_freed": Kind.TOLD, "user": Kind.USER},
    ),
    Verb("unblind", gettext_noop("unblinded a stage"), {"note": Kind.TOLD}),
    Verb("note", gettext_noop("wrote a note"), {"shared": Kind.TOLD, "text": Kind.TOLD}),
    Verb("comment", gettext_noop("commented on a record"), {"comment": Kind.COMMENT}),
    Verb("clear_vote", gettext_noop("withdrew a vote"), {"before": Kind.VALUES}),
    Verb(
        "settle",
        gettext_noop("resolved a conflict"),
        {"rationale": Kind.TOLD, "reason": Kind.REASON, "verdict": Kind.TOLD},
    ),
    Verb("discuss", gettext_noop("sent a conflict to discussion"), {}),
    Verb("undo_settle", gettext_noop("undid a resolution made by mistake"), {}),
    Verb(
        "withdraw_settlement",
        gettext_noop("re-opened a report: the resolution was withdrawn"),
        {"note": Kind.TOLD, "reopening": Kind.REOPENING},
    ),
    Verb("undo_reopening", gettext_noop("undid a re-opening"), {"reopening": Kind.REOPENING}),
    Verb(
        "ask_reopening",
        gettext_noop("asked for a report to be re-opened"),
        {"note": Kind.TOLD, "request": Kind.REQUEST},
    ),
    Verb(
        "decline_reopening",
        gettext_noop("upheld a decision"),
        {"note": Kind.TOLD, "request": Kind.REQUEST},
    ),
    Verb(
        "remove",
        gettext_noop("removed a record before screening"),
        {"before": Kind.VALUES, "kind": Kind.TOLD, "note": Kind.TOLD},
    ),
    Verb(
        "restore",
        gettext_noop("restored a removed record"),
        {"before": Kind.VALUES, "kind": Kind.TOLD, "note": Kind.TOLD},
    ),
)
