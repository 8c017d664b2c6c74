"""A filter as one bar: its text field, and the other fields in groups that open as sheets."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

YEARS = _("Year")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields behind one button of the bar, with how many values are set in them."""

    name: str
    label: str
    fields: list[BoundField]
    active: int


def group(found: FilterSet, *names: str, label: Any = "") -> Group | None:
    """These fields as one button, without those the filter does not have or that offer nothing;
    None for no field.
    """
    fields = [
        found.form[name]
        for name in names
        if name in found.form.fields and _offers(found.form.fields[name])
    ]
    if not fields:
        return None
    named = label or (YEARS if names[0] == "year_from" else fields[0].label)
    active = sum(_set(found.form.data, field) for field in fields)
    return Group(names[0], str(named), fields, active)


def _offers(field: forms.Field) -> bool:
    if isinstance(field, forms.ModelChoiceField):
        return bool(field.queryset) if field.queryset is not None else False
    return True


def _set(data: Any, field: BoundField) -> int:
    values = (
        data.getlist(field.html_name) if hasattr(data, "getlist") else [data.get(field.html_name)]
    )
    return sum(1 for value in values if value)
