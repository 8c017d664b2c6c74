"""What is done with webhooks."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "add_webhook", gettext_noop("added a webhook"), {"events": Kind.TOLD, "webhook": Kind.TOLD}
    ),
    Verb(
        "change_webhook",
        gettext_noop("changed a webhook"),
        {"events": Kind.TOLD, "webhook": Kind.TOLD},
    ),
    Verb(
        "change_webhook_secret",
        gettext_noop("changed the secret of a webhook"),
        {"webhook": Kind.TOLD},
    ),
    Verb("end_webhook", gettext_noop("ended a webhook"), {"webhook": Kind.TOLD}),
)
