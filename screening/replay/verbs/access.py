"""What is done to who is in the review, and what they may do."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb("put_away", gettext_noop("made the review inactive"), {}),
    Verb("bring_back", gettext_noop("reactivated the review"), {}),
    Verb("invite", gettext_noop("invited somebody"), {"invitation": Kind.TOLD, "roles": Kind.TOLD}),
    Verb("revoke_invitation", gettext_noop("revoked an invitation"), {"invitation": Kind.TOLD}),
    Verb(
        "join",
        gettext_noop("joined"),
        {"code": Kind.TOLD, "member": Kind.MEMBER, "name": Kind.TOLD, "roles": Kind.TOLD},
    ),
    Verb(
        "leave",
        gettext_noop("left the review"),
        {"code": Kind.TOLD, "member": Kind.MEMBER, "roles": Kind.TOLD},
    ),
    Verb(
        "remove_member",
        gettext_noop("removed a member"),
        {"code": Kind.TOLD, "member": Kind.MEMBER, "roles": Kind.TOLD},
    ),
    Verb(
        "change_roles",
        gettext_noop("changed a member's roles"),
        {"after": Kind.VALUES, "before": Kind.VALUES, "member": Kind.MEMBER},
    ),
    Verb(
        "hand_over",
        gettext_noop("made somebody a lead (site administrator)"),
        {"code": Kind.TOLD, "member": Kind.MEMBER, "reason": Kind.TOLD},
    ),
    Verb(
        "make_token",
        gettext_noop("made a token for programs"),
        {"name": Kind.TOLD, "scopes": Kind.TOLD, "token": Kind.TOLD},
    ),
    Verb(
        "end_token",
        gettext_noop("ended a token for programs"),
        {"name": Kind.TOLD, "token": Kind.TOLD},
    ),
    Verb(
        "add_service_account",
        gettext_noop("added a service account"),
        {"name": Kind.TOLD, "user": Kind.USER},
    ),
    Verb(
        "end_service_account",
        gettext_noop("ended a service account"),
        {"name": Kind.TOLD, "user": Kind.USER},
    ),
)
