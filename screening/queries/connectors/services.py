"""Which services a site offers and a review has switched on. Both have to,
or no connection is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Min, Sum

from screening.connectors import CONNECTORS, Connector
from screening.models import Review, ReviewServices, ServiceRequest, ServiceRun


@dataclass(frozen=True, slots=True)
class Service:
    """A service as a review sees it: what it can do, whether it is on, and what stands in the way.

    `lacks` is "" where it can be switched on; site (the site does not offer it), contact,
    key (not set by the site).
    """

    connector: Connector
    on: bool
    lacks: str

    @property
    def offered(self) -> bool:
        """Whether the review may switch it on."""
        return not self.lacks


def lacks(connector: Connector) -> str:
    """What the site would have to set before reviews may use the service; "" for nothing."""
    if connector.key not in settings.CONNECTORS:
        return "site"
    if "contact" in connector.needs and not settings.CONNECTORS_CONTACT:
        return "contact"
    return (
        "key"
        if "key" in connector.needs and not settings.CONNECTORS_KEYS.get(connector.key)
        else ""
    )


def row_of(review: Review) -> ReviewServices | None:
    """What the review has switched on and set; None: nothing."""
    return ReviewServices.objects.filter(review=review).first()


def services(review: Review) -> list[Service]:
    """All services, in the order of their names."""
    row = row_of(review)
    chosen = set(row.services) if row else set()
    found = [(connector, lacks(connector)) for connector in CONNECTORS.values()]
    made = [
        Service(connector, not lack and connector.key in chosen, lack) for connector, lack in found
    ]
    return sorted(made, key=lambda one: one.connector.label.lower())


def usable(review: Review, ability: str) -> list[Connector]:
    """The services that are on and can do that: search, complete, citations, notices or full_texts."""
    return [
        one.connector for one in services(review) if one.on and ability in one.connector.abilities
    ]


def is_on(review: Review, key: str) -> bool:
    """Whether the site and the review have the service on."""
    return any(one.on for one in services(review) if one.connector.key == key)


@dataclass(frozen=True, slots=True)
class Use:
    """How much a review asked of a service, for what, and when."""

    label: str
    what: str
    requests: int
    size: int
    first: datetime
    last: datetime

    @property
    def purpose(self) -> str:
        """What for, in words."""
        return str(dict(ServiceRun.Purpose.choices).get(self.what, self.what))


def uses(review: Review) -> list[Use]:
    """The requests of a review by service and purpose, for the page and the methods text."""
    rows = ServiceRequest.objects.filter(review=review).order_by().values("service", "what")
    counted = rows.annotate(
        n=Count("pk"), bytes=Sum("size"), first=Min("at"), last=Max("at")
    ).order_by("service", "what")
    labels: Mapping[str, str] = {key: connector.label for key, connector in CONNECTORS.items()}
    return [
        Use(
            labels.get(row["service"], row["service"]),
            row["what"],
            row["n"],
            row["bytes"] or 0,
            row["first"],
            row["last"],
        )
        for row in counted
    ]
