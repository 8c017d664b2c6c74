"""What is done with services from outside, and with search strategies."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "switch_services",
        gettext_noop("switched services on or off"),
        {"after": Kind.TOLD, "before": Kind.TOLD, "notices_weekly": Kind.TOLD},
    ),
    Verb(
        "set_library",
        gettext_noop("named the team's library"),
        {"after": Kind.VALUES, "before": Kind.VALUES},
    ),
    Verb(
        "ask_services",
        gettext_noop("asked services"),
        {
            "purpose": Kind.TOLD,
            "query": Kind.TOLD,
            "run_id": Kind.TOLD,
            "search": Kind.SEARCH,
            "services": Kind.TOLD,
        },
    ),
    Verb(
        "services_answered",
        gettext_noop("got an answer from services"),
        {
            "fetched": Kind.TOLD,
            "new": Kind.TOLD,
            "purpose": Kind.TOLD,
            "reported": Kind.TOLD,
            "run_id": Kind.TOLD,
            "search": Kind.SEARCH,
            "services": Kind.TOLD,
        },
    ),
    Verb(
        "take_update",
        gettext_noop("let in what a service found"),
        {"new": Kind.TOLD, "run_id": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "leave_update",
        gettext_noop("left out what a service found"),
        {"new": Kind.TOLD, "run_id": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "set_schedule",
        gettext_noop("had a search run again regularly"),
        {"days": Kind.TOLD, "name": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "end_schedule",
        gettext_noop("ended the regular running of a search"),
        {"name": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "undo_completion",
        gettext_noop("took back what services had filled in"),
        {"fields": Kind.TOLD, "run_id": Kind.TOLD},
    ),
    Verb(
        "found_notice",
        gettext_noop("found a notice of a report by a service"),
        {"notices": Kind.TOLD, "run_id": Kind.TOLD},
    ),
    Verb(
        "lost_notice",
        gettext_noop("no longer found a notice by a service"),
        {"notices": Kind.TOLD, "run_id": Kind.TOLD},
    ),
    Verb(
        "save_strategy",
        gettext_noop("wrote a search strategy"),
        {"name": Kind.TOLD, "strategy_id": Kind.TOLD, "syntax": Kind.TOLD, "terms": Kind.TOLD},
    ),
    Verb(
        "delete_strategy",
        gettext_noop("deleted a search strategy"),
        {"name": Kind.TOLD, "strategy_id": Kind.TOLD},
    ),
)
