"""The services from outside, one file each: searching, completing, citations,
notices and copies of full texts.

Nothing here opens a connection by itself: a `Session` does, and it is made by `actions.connectors`
for services that both the site and the review have switched on.
"""

from screening.connectors._connector import (
    Chasing,
    Cited,
    Connector,
    Copy,
    Counted,
    Found,
    NoticeFound,
    Page,
    Query,
    Searching,
    State,
    Wanted,
)
from screening.connectors._errors import Missing, Parked, Refused, ServiceError, Unavailable
from screening.connectors._keepers import Entry, Site
from screening.connectors._registry import CONNECTORS
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session

__all__ = [
    "CONNECTORS",
    "Answer",
    "Ask",
    "Chasing",
    "Cited",
    "Connector",
    "Copy",
    "Counted",
    "Entry",
    "Found",
    "Missing",
    "NoticeFound",
    "Pace",
    "Page",
    "Parked",
    "Query",
    "Refused",
    "Searching",
    "ServiceError",
    "Session",
    "Site",
    "State",
    "Unavailable",
    "Wanted",
]
