"""Filters of the duplicates page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext

from screening.dedupe.evidence import keeps_apart, sorted_out
from screening.dedupe.weights import ASK, MERGE
from screening.models import DuplicatePair, Record
from screening.records.record import TYPES

register = template.Library()


@register.filter
def both(pair: DuplicatePair) -> tuple[Record, Record]:
    """The two records of a pair."""
    return pair.first, pair.second


@register.filter
def why_asked(pair: DuplicatePair) -> str:
    """What the sum of a pair means: enough to merge but for an objection, in between,
    or little but for one sign.
    """
    if pair.score is None:
        return ""
    if pair.score >= MERGE:
        return gettext("would have been merged but for the warning below")
    if pair.score >= ASK:
        return gettext("scores from 6 to 10 need a person's decision")
    return gettext("low score, but one match worth checking")


@register.filter
def is_kept_apart(pair: DuplicatePair) -> bool:
    """Whether the program would never merge the two by itself, whatever their score."""
    return keeps_apart(pair.evidence)


@register.filter
def language_pair(languages: str) -> str:
    """ "Chinese|English" in the reader's language."""
    return " – ".join(gettext(name) for name in languages.split("|"))


@register.filter
def percent(share: float) -> str:
    """A share as per cent with one decimal."""
    return f"{100 * share:.1f}%"


@register.filter
def error_rate(row: Mapping[str, Any]) -> str:
    """The share of a group of a sample that was wrong."""
    return percent(row["wrong"] / row["drawn"])


@register.filter
def beside(first: Record, second: Record) -> tuple[Record, Record]:
    """Two records, the left one first."""
    return first, second


@register.filter
def field_name(field: str) -> str:
    """The name of a record's field in the reader's language."""
    return str(Record._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


@register.filter
def type_name(key: str) -> str:
    """The name of a record type in the reader's language."""
    return gettext(TYPES[key]) if key in TYPES else key


@register.filter
def cited(record: Record) -> str:
    """Year, journal, volume, issue and pages in one line."""
    place = f"{record.volume}({record.issue})" if record.issue else record.volume
    where = ": ".join(part for part in (place, record.pages) if part)
    return ", ".join(part for part in (record.journal, str(record.year or ""), where) if part)


@register.inclusion_tag("screening/duplicates/_evidence.html")
def evidence(stored: Iterable[Mapping[str, Any]] | tuple[list[Any], list[Any]]) -> dict[str, Any]:
    """Why the program holds two records to be one report, and what speaks against it."""
    speaking, objecting = stored if isinstance(stored, tuple) else sorted_out(stored)
    return {"speaking": speaking, "objecting": objecting}
