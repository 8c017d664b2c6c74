"""Unpaywall: where an open copy of an article is. Source: https://unpaywall.org/products/api."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from screening.connectors._connector import Connector, Copy, Wanted
from screening.connectors._errors import Missing
from screening.connectors._request import Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://api.unpaywall.org/v2/"


def copies(session: Session, wanted: Wanted) -> Iterator[Copy]:
    """PDFs, the best place first. DOIs of other agencies than Crossref are not known there."""
    if not wanted.doi:
        return
    try:
        ask = Ask(BASE + quote(wanted.doi, safe="/"), {"email": session.site.contact}, keeps=86_400)
        found = session.ask(ask).json()
    except Missing:
        return
    if not isinstance(found, dict):
        return
    best: Any = found.get("best_oa_location")
    places = [best, *(found.get("oa_locations") or ())]
    seen = set()
    for place in places:
        url = place.get("url_for_pdf") if isinstance(place, dict) else None
        if url and url not in seen:
            seen.add(url)
            yield Copy(
                url,
                str(place.get("license") or ""),
                str(place.get("version") or ""),
                str(place.get("host_type") or ""),
            )


CONNECTOR = Connector(
    key="unpaywall",
    label="Unpaywall",
    hosts=("api.unpaywall.org",),
    address="https://unpaywall.org/",
    pace=Pace(5, 1),
    sends=gettext_noop("DOIs, and the site's contact address."),
    terms=gettext_noop("Each copy has a licence of its own, which is kept with the file."),
    copies=copies,
)
