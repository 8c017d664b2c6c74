"""What pages of other rooms show of services: running a search again, what is on,
links of the library.
"""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from screening.connectors import CONNECTORS
from screening.connectors._links import cnki, libkey, openurl, through_proxy, wanfang
from screening.models import Record, ReviewServices, Search, SearchSchedule
from screening.queries.access.authorization import Access
from screening.queries.connectors.runs import inbox, service_of
from screening.queries.connectors.services import is_on, row_of, usable
from screening.queries.records.stored_records import from_row

register = template.Library()


@register.inclusion_tag("screening/connectors/_run_again.html", takes_context=True)
def run_again(context: template.Context, search: Search) -> dict[str, Any]:
    """Running a search again, now or by itself, where a service can; and what waits in its inbox."""
    access: Access = context["access"]
    key = service_of(search) if settings.CONNECTORS else ""
    on = bool(key) and access.may("lead") and is_on(access.review, key)
    schedule = SearchSchedule.objects.filter(search=search).first() if on else None
    return {
        "access": access,
        "search": search,
        "service": CONNECTORS[key].label if on else "",
        "intervals": SearchSchedule.Every.choices,
        "schedule": schedule,
        "waiting": [run for run in inbox(access.review) if run.search_id == search.pk]
        if on
        else (),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("screening/connectors/_notices_looked.html", takes_context=True)
def notices_looked(context: template.Context) -> dict[str, Any]:
    """When notices of all reports were last looked for, beside the diagram that rests on them,
    and a way to do it now.

    Opening a page changes nothing, so it is a button and no look by itself.
    """
    access: Access = context["access"]
    on = service_can(access, "notices")
    row = row_of(access.review) if on else None
    return {
        "access": access,
        "on": on,
        "at": row.notices_at if row else None,
        "works": access.may("judge"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def service_can(access: Access, ability: str) -> bool:
    """Whether a service that is on in the review can do that."""
    return bool(settings.CONNECTORS) and bool(usable(access.review, ability))


@register.simple_tag
def library_of(access: Access) -> ReviewServices | None:
    """The library of the review's team, for `library_links`."""
    return row_of(access.review)


@register.simple_tag
def library_links(row: ReviewServices | None, record: Record) -> list[tuple[Any, str]]:
    """(words, address) of every way to the full text of a record that the library or a Chinese
    database may have.
    """
    entry = from_row(record)
    found = [(_("CNKI"), cnki(entry)), (_("Wanfang"), wanfang(entry))]
    if row is not None:
        found = [
            (
                _("Library"),
                openurl(row.openurl, entry, site=settings.SITE_URL.removeprefix("https://")),
            ),
            (_("LibKey"), libkey(row.libkey, entry)),
            (_("Library's proxy"), through_proxy(row.ezproxy, entry)),
            *found,
        ]
    return [(words, address) for words, address in found if address]


@register.filter
def origin_of(kept: dict[str, Any]) -> str:
    """A fetched copy's service, version and licence; "" for one that a person brought."""
    if not kept.get("service"):
        return ""
    label = CONNECTORS[kept["service"]].label if kept["service"] in CONNECTORS else kept["service"]
    return " · ".join(filter(None, (label, kept.get("version"), kept.get("licence"))))
