"""The status of a record as a chip: colour, icon and word."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screening.flow.boxes import READ_OUT, SCREENED_OUT
from screening.models import Record
from screening.queries.translation import PLACE_LABELS
from screening.templatetags.screening import icon

register = template.Library()

#: Place to the chip's class and icon; the others wait.
LOOKS = {
    "included": ("include", "include"),
    **dict.fromkeys([*SCREENED_OUT, *READ_OUT], ("exclude", "exclude")),
    "not_retrieved": ("bad", "bad"),
    "duplicate": ("", "duplicates"),
    "previous": ("", "duplicates"),
    "auto": ("exclude", "exclude"),
    "other": ("exclude", "exclude"),
}


@register.simple_tag
def place_chip(record: Record) -> SafeString:
    """Where the record stands, and for an exclusion the reason."""
    look, sign = LOOKS.get(record.place, ("info", "clock"))
    label = PLACE_LABELS.get(record.place, record.place)
    chip = format_html('<span class="chip {}">{}{}</span>', look, icon(sign), label)
    if not record.reason_id or record.reason is None:
        return chip
    return format_html('{}<br><span class="small muted">{}</span>', chip, record.reason.label)


@register.simple_tag
def place_word(place: str) -> str:
    """The name of a place of the flow."""
    return str(PLACE_LABELS.get(place, place))
