"""Values that programs send, through the forms of the pages: one set of rules, and one set of words when they fail."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.forms.models import model_to_dict

from screening.api.problems import Invalid


def sent(data: Mapping[str, Any], form: type[BaseForm]) -> dict[str, Any]:
    """The values as the form takes them: fields of several values that people write one a line become lines."""
    lines = {
        name
        for name, value in data.items()
        if isinstance(value, list | tuple) and _is_text(form, name)
    }
    return {
        name: "\n".join(map(str, value)) if name in lines else value for name, value in data.items()
    }


def _is_text(form: type[BaseForm], name: str) -> bool:
    field = form.base_fields.get(name)
    return field is None or not hasattr(field, "choices")


def cleaned(form: Any) -> dict[str, Any]:
    """The form's values. Raises Invalid with the form's own words."""
    if not form.is_valid():
        raise Invalid(
            {("" if name == "__all__" else name): list(told) for name, told in form.errors.items()}
        )
    found: dict[str, Any] = form.cleaned_data
    return found


def changed(instance: Any, form: type[BaseForm], data: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of the thing would send if just these of its fields were changed."""
    names = getattr(getattr(form, "Meta", None), "fields", None)
    return sent(model_to_dict(instance, fields=names) | dict(data), form)
