"""What a list is narrowed by, in words, and the address of the list without each."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django_filters import FilterSet


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """`label` of the field, `value` in words ("" for a plain yes),
    `without` the query string that leaves it out.
    """

    label: str
    value: str
    without: str


def active_filters(found: FilterSet, query: QueryDict) -> list[ActiveFilter]:
    """The visible fields of the filter that are set, in the order of the form."""
    if not found.form.is_valid():
        return []
    told = []
    for name, value in found.form.cleaned_data.items():
        field = found.form.fields[name]
        values = (
            [value]
            if not isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            else value
        )
        words = [_word(field, one) for one in values if one not in (None, "", False)]
        if words and not field.widget.is_hidden:
            rest = query.copy()
            for gone in (name, "page"):
                rest.pop(gone, None)
            told.append(
                ActiveFilter(str(field.label), " / ".join(filter(None, words)), rest.urlencode())
            )
    return told


def _word(field: forms.Field, value: object) -> str:
    if value is True:
        return ""
    plain = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    return str(dict(field.choices).get(value, value)) if plain else str(value)  # type: ignore[attr-defined]
