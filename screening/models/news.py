"""The kinds of news, one declaration each: what it is called, what it says, where it leads,
and how it is mailed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mailing(models.TextChoices):
    """When a kind of news goes out by e-mail."""

    NOW = "now", _("At once")
    DAILY = "daily", _("In a daily summary")
    OFF = "off", _("Not by e-mail")


@dataclass(frozen=True, slots=True)
class News:
    """One kind. `words`: variant → sentence; a notice has the first variant that its data knows,
    "" if none.

    Sentences may use what the data holds, and `stage` and `review` by name. `place` is the address
    it leads to, unless the data name a `record`; one that ends in "/" takes the stage.
    """

    key: str
    name: Any
    words: Mapping[str, Any]
    mail: Mailing = Mailing.DAILY
    place: str = "notices"

    def variant(self, data: Mapping[str, Any]) -> str:
        """Which of the sentences fits."""
        return next((name for name in self.words if name and data.get(name)), "")


def _listed(*kinds: News) -> Mapping[str, News]:
    return MappingProxyType({kind.key: kind for kind in kinds})


#: Key → kind, in the order of the settings page.
NEWS = _listed(
    News("joined", _("Somebody joined the team or left it"), {
        "left": _("%(by)s has left the review"),
        "": _("%(by)s has joined the review"),
    }, place="team"),
    News("conflict", _("Conflicts are waiting for you"), {
        "": _("Conflicts at “%(stage)s” are waiting for you to resolve"),
    }, place="conflicts/"),
    News("discuss", _("A record was sent for discussion"), {
        "": _("A record at “%(stage)s” has been sent for discussion; you can change your vote"),
    }, mail=Mailing.NOW),
    News("comment", _("Somebody wrote in a discussion"), {
        "": _("%(by)s wrote in the discussion of a record"),
    }),
    News("mention", _("Somebody mentioned you"), {
        "": _("%(by)s mentioned you in the discussion of a record"),
    }, mail=Mailing.NOW),
    News("stage", _("A stage was opened or closed"), {
        # Written before calibration and audits were kinds of their own.
        "audit": _("An audit of %(audit)s records has begun at “%(stage)s”; they are mixed into the queue"),
        "calibration": _("A calibration round of %(calibration)s records has begun at “%(stage)s”"),
        "open": _("“%(stage)s” was opened"),
        "": _("“%(stage)s” was closed"),
    }, place="overview"),
    News("calibration", _("A calibration round began or ended"), {
        "calibration": _("A calibration round of %(calibration)s records has begun at “%(stage)s”"),
        "": _("The calibration round at “%(stage)s” has ended; screening continues"),
    }, mail=Mailing.NOW, place="screen/"),
    News("audit", _("An audit began or was evaluated"), {
        "audit": _("An audit of %(audit)s records has begun at “%(stage)s”; they are mixed into the queue"),
        "": _("The audit at “%(stage)s” was evaluated"),
    }, place="stopping/"),
    News("dealt", _("Records were assigned to you"), {
        "": _("Records assigned to you at “%(stage)s”: %(records)s"),
    }, place="screen/"),
    News("report_notice", _("A report was retracted or corrected"), {
        "": _("New notices of retraction, correction or concern about reports: %(notices)s"),
    }, mail=Mailing.NOW, place="report-notices"),
    News("import", _("An import finished or failed"), {
        "failed": _("“%(file)s” could not be imported"),
        "": _("“%(file)s” was imported: %(records)s records"),
    }, mail=Mailing.OFF, place="searches"),
    News("update", _("An update of the review began"), {
        "back": _("The start of the update was undone; version %(version)s is current again"),
        "": _("An update of the review has begun: version %(version)s"),
    }, place="overview"),
    News("unblinded", _("Votes are no longer blinded"), {
        "archive": _("%(by)s created an archive that includes votes, notes and marks not yet shown to anybody"),
        "decided": _("%(by)s changed the rules of “%(stage)s”: %(decided)s reports were decided by the votes they had"),
        "": _("%(by)s ended the blinding of “%(stage)s”"),
    }, mail=Mailing.NOW),
    News("reopened", _("A report was re-opened"), {
        "undone": _("The re-opening of a report at “%(stage)s” was undone"),
        "again": _("A report was re-opened at “%(stage)s”: everybody votes on it again"),
        "": _("A report was re-opened at “%(stage)s”: the resolution was withdrawn"),
    }),
    News("asked", _("Somebody asked for a report to be re-opened"), {
        "": _("Somebody asked for a report to be re-opened at “%(stage)s”"),
    }),
    News("declined", _("A decision was upheld"), {
        "": _("The decision on a report at “%(stage)s” was upheld"),
    }),
    News("no_text", _("Votes withdrawn: the full text is not available"), {
        "": _("The full text is not available after all, so your open votes were withdrawn: %(records)s"),
    }),
    News("deleted", _("A review was deleted"), {
        "": _("%(by)s has deleted the review “%(review)s” with all records, votes and files"),
    }, mail=Mailing.NOW, place="reviews"),
    News("weekly", _("Weekly summary for leads"), {
        "": _("Weekly summary: %(votes)s votes in the last seven days"),
    }, mail=Mailing.NOW, place="overview"),
)  # fmt: skip
