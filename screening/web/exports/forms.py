"""What a person wishes of an export."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.citations import STYLES, StyleError, style_of
from screening.flow.labels import SETS
from screening.flow.templates import TEMPLATES
from screening.records.registry import RegistryError
from screening.records.snapshot import Wishes


def _languages() -> list[tuple[str, str]]:
    return [("", gettext("Language of the page")), *settings.LANGUAGES]


def _sets() -> list[tuple[str, str]]:
    return [
        ("", gettext("Language of the file")),
        *((key, gettext(labels.name)) for key, labels in SETS.items()),
    ]


def _templates() -> list[tuple[str, str]]:
    return [("", gettext("Automatic")), *((key, gettext(t.name)) for key, t in TEMPLATES.items())]


def _dois() -> list[tuple[str, str]]:
    return [
        ("", gettext("As the style requires")),
        ("always", gettext("Always")),
        ("never", gettext("Never")),
    ]


class WishesForm(forms.Form):
    """Reference style and the words of the diagram.
    A style that is not ours stands in the list once it was chosen.
    """

    language = forms.ChoiceField(
        label=_("Language of the file"), required=False, choices=_languages
    )
    style = forms.ChoiceField(label=_("Reference style"), required=False)
    doi = forms.ChoiceField(label=_("DOI of journal articles"), required=False, choices=_dois)
    label_set = forms.ChoiceField(label=_("Labels of the diagram"), required=False, choices=_sets)
    template = forms.ChoiceField(
        label=_("Template of the diagram"), required=False, choices=_templates
    )
    bw = forms.BooleanField(label=_("Diagram in black and white"), required=False)

    def __init__(self, *args: Any, usual: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = ""
        # The one that is used where none is asked for comes first, so that the field shows it.
        keys = sorted(STYLES, key=lambda key: key != (usual or Wishes().style))
        own = [(key, gettext(STYLES[key].label)) for key in keys]
        self.fields["style"].choices = [*own, *self._other(self.data.get("style", ""))]  # type: ignore[attr-defined]

    def _other(self, key: str) -> list[tuple[str, str]]:
        """The chosen style if it is not one of ours; nothing for one that cannot be used."""
        if not key or key in STYLES:
            return []
        try:
            return [(key, gettext("%(style)s (best effort)") % {"style": style_of(key).label})]
        except RegistryError:
            return []
        except StyleError:
            self.refused = key
            return [(key, key)]

    def clean_style(self) -> str:
        """Refuses a style whose file the processor cannot use, in words."""
        if self.refused:
            raise ValidationError(
                _(
                    "The file of this style cannot be used. Choose another style; nothing was exported."
                )
            )
        return str(self.cleaned_data["style"])
