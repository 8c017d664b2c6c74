"""Tags for reading records: marked terms, addresses of identifiers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from screening.models import HighlightList, Record, Standing
from screening.queries.access.display_settings import CHOICES
from screening.queries.screening.conflicts import ballots
from screening.queries.screening.discussion import discussion, mentionable
from screening.queries.screening.votes import visible_settlements
from screening.records.highlighting import Terms
from screening.records.record import TYPES
from screening.stages import STAGES

register = template.Library()
ANSWERS = {
    "met": pgettext_lazy("criterion", "met"),
    "unclear": gettext_lazy("unclear"),
    "not_met": gettext_lazy("not met"),
}


@register.simple_tag
def marked(text: str, lists: list[HighlightList] | None, terms: Terms | None) -> SafeString:
    """The text, escaped, with every term of the highlight lists in a `<mark>` of its list's colour."""
    if not lists or terms is None:
        return conditional_escape(text)
    pieces: list[SafeString] = []
    place = 0
    for mark in terms.find(text):
        found = lists[mark.list]
        pieces.append(conditional_escape(text[place : mark.start]))
        pieces.append(
            format_html(
                '<mark class="{}" data-list="{}">{}</mark>',
                found.colour,
                found.pk,
                text[mark.start : mark.end],
            )
        )
        place = mark.end
    pieces.append(conditional_escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308  every piece is escaped above


@register.simple_tag
def joined_marks(
    texts: list[str], lists: list[HighlightList] | None, terms: Terms | None
) -> SafeString:
    """Several texts as list items, each with its terms marked."""
    return format_html_join("", "<li>{}</li>", ((marked(text, lists, terms),) for text in texts))


@register.filter
def stage_name(key: str) -> str:
    """The stage's name in the reader's language."""
    return gettext(STAGES[key].label) if key in STAGES else key


@register.filter
def record_type(key: str) -> str:
    """The record type's name in the reader's language."""
    return gettext(TYPES[key]) if key in TYPES else key


@register.filter
def doi_address(doi: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


@register.filter
def pmid_address(pmid: str) -> str:
    """Where a PMID leads."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid, safe='')}/"


@register.filter
def judgement(judgements: Mapping[str, str], criterion_id: int) -> str:
    """What a person answered on a criterion, in the reader's language; "–" for nothing."""
    return str(ANSWERS.get(judgements.get(str(criterion_id), ""), "–"))


@register.filter
def web_address(url: str) -> bool:
    """Whether a record's address may be a link: only http and https lead anywhere."""
    return url.startswith(("http://", "https://"))


@register.inclusion_tag("screening/screening/_team_votes.html", takes_context=True)
def team_votes(context: template.Context, record: Record) -> dict[str, Any]:
    """What the team said of a report at each stage, as far as this member may see it,
    with its comments.
    """
    access = context["access"]
    stages = []
    for key in STAGES:
        standing = Standing.objects.filter(record=record, stage=key).first()
        decided = standing is not None and standing.outcome in {"include", "exclude"}
        discussed = standing is not None and not decided and standing.discussed_at is not None
        said = ballots(access, key, record.pk)
        settled = visible_settlements(access).filter(record=record, stage=key).first()
        if said or settled:
            comments = discussion(access, key, record.pk)
            told = {
                "key": key,
                "ballots": said,
                "settlement": settled,
                "comments": comments,
                "decided": decided,
            }
            own = any(ballot.vote.user_id == access.user.pk for ballot in said)
            if decided or discussed:
                told["people"] = mentionable(access, key, record.pk)
            stages.append(told | {"discussed": discussed, "own": own})
    return {"access": access, "record": record, "stages": stages, "request": context["request"]}


@register.simple_tag
def wish_choices(name: str) -> list[tuple[str, Any]]:
    """What a wish of how records are shown can be, with words for each."""
    return list(CHOICES[name].items())


@register.filter
def wish(wishes: Mapping[str, str], name: str) -> str:
    """What the person wishes there."""
    return wishes[name]


@register.simple_tag
def with_mentions(text: str, people: list[str]) -> SafeString:
    """A comment, escaped, its lines kept, the names it calls set off."""
    safe = conditional_escape(text)
    for name in sorted(people or [], key=len, reverse=True):
        called = conditional_escape(f"@{name}")
        safe = safe.replace(called, f'<strong class="mention">{called}</strong>')
    return linebreaksbr(mark_safe(safe))  # noqa: S308  text and names are escaped above
