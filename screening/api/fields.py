"""Kinds of values that operations take and answer; how forms and filters of the pages become part of the document."""

from datetime import UTC
from typing import Any

import django_filters
from django import forms
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

LARGEST = 2**63 - 1
#: Things that one request may name.
MOST = 1000


class Id(serializers.IntegerField):
    """The number of a thing; within what a database numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST, **options)


class Moment(serializers.DateTimeField):
    """A moment, always in UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class Ids(serializers.ListField):
    """Several things, at most MOST."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Id(), allow_empty=False, max_length=MOST, **options)


def choice(values: Any, **options: Any) -> serializers.ChoiceField:
    """One of these keys; what they are called in words is for the pages."""
    keys = [value[0] if isinstance(value, list | tuple) else value for value in values]
    return serializers.ChoiceField(choices=[key for key in keys if key != ""], **options)


SIMPLE: list[tuple[type[forms.Field], type[serializers.Field]]] = [
    (forms.NullBooleanField, serializers.BooleanField),
    (forms.BooleanField, serializers.BooleanField),
    (forms.FloatField, serializers.FloatField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.DecimalField, serializers.IntegerField),
    (forms.DateField, serializers.DateField),
    (forms.UUIDField, serializers.UUIDField),
    (forms.EmailField, serializers.EmailField),
    (forms.JSONField, serializers.JSONField),
]


def field_of(name: str, field: forms.Field, *, partial: bool) -> serializers.Field:
    """The value that a field of a form takes, as the document tells it."""
    # Without the words of the page: they are for people who see the form, and change more often than what it takes.
    told = {"required": field.required and not partial}
    if isinstance(field, forms.ModelMultipleChoiceField | forms.TypedMultipleChoiceField):
        return serializers.ListField(child=Id(), max_length=MOST, **told)
    if isinstance(field, forms.ModelChoiceField):
        return Id(allow_null=not field.required, **told)
    if isinstance(field, forms.TypedChoiceField) and {key for key, _label in field.choices} == {
        True,
        False,
    }:
        return serializers.BooleanField(**told)
    if isinstance(field, forms.ChoiceField):
        keys = [key for key, _label in field.choices if key != ""]
        return serializers.ChoiceField(choices=keys, allow_blank=not field.required, **told)
    if type(field).__name__ == "LinesField" or name == "terms":
        child = serializers.CharField(max_length=2000)
        return serializers.ListField(child=child, max_length=MOST, **told)
    for kind, made in SIMPLE:
        if isinstance(field, kind):
            return made(allow_null=not field.required, **told, **_bounds(field, made))
    most = getattr(field, "max_length", None) or 200_000
    # Whether an empty text will do is for the form: the reason of one field may be another.
    return serializers.CharField(
        allow_blank=not field.required, max_length=most, trim_whitespace=False, **told
    )


def _bounds(field: forms.Field, made: type[serializers.Field]) -> dict[str, Any]:
    if made is not serializers.IntegerField:
        return {}
    low, high = getattr(field, "min_value", None), getattr(field, "max_value", None)
    return {
        "min_value": -LARGEST if low is None else low,
        "max_value": LARGEST if high is None else high,
    }


def input_of(
    name: str, form: type[forms.BaseForm], *, partial: bool = False, **more: serializers.Field
) -> Any:
    """What an operation takes, as the form of the page has it; `more` replaces or adds fields."""
    fields = {key: field_of(key, field, partial=partial) for key, field in form.base_fields.items()}
    return type(name, (serializers.Serializer,), fields | more)


def filter_parameters(of: type[django_filters.FilterSet]) -> list[OpenApiParameter]:
    """The parameters of a filter of the pages, as the document tells them."""
    return [_parameter(name, one.field) for name, one in of.base_filters.items()]


def _parameter(name: str, field: forms.Field) -> OpenApiParameter:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return OpenApiParameter(name, int, many=True)
    if isinstance(field, forms.ModelChoiceField):
        return OpenApiParameter(name, int)
    if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
        keys = [str(key) for key, _label in field.choices if key not in ("", None)]
        many = isinstance(field, forms.MultipleChoiceField)
        return OpenApiParameter(name, str, enum=keys or None, many=many)
    kinds = {
        forms.NullBooleanField: bool,
        forms.DecimalField: int,
        forms.IntegerField: int,
        forms.FloatField: float,
    }
    found = next((made for kind, made in kinds.items() if isinstance(field, kind)), str)
    return OpenApiParameter(name, found)


class ChangedAnswer(serializers.Serializer):
    """How many were changed."""

    changed = serializers.IntegerField()


class PageQuery(serializers.Serializer):
    """Where a list goes on, and how much of it to give at once."""

    cursor = serializers.CharField(
        required=False, default="", max_length=2000, help_text="`next` of the page before."
    )
    limit = serializers.IntegerField(required=False, default=50, min_value=1, max_value=200)


def paged(name: str, row: type[serializers.Serializer]) -> Any:
    """One page of a list: its rows, and the addresses of the pages beside it."""
    return inline_serializer(
        f"{name}Page",
        {
            "results": row(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )


class ProblemError(serializers.Serializer):
    """A field, and what is wrong with it."""

    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ProblemAnswer(serializers.Serializer):
    """RFC 9457: what happened and what to do, in the reader's language; programs go by `code`."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    errors = inline_serializer(
        "ProblemError",
        {"field": serializers.CharField(), "message": serializers.CharField()},
        many=True,
        required=False,
    )
