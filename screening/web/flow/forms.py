"""What a reader chooses of the diagram."""

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.flow.labels import SETS
from screening.flow.templates import TEMPLATES


def _choices(things: object, first: str) -> list[tuple[str, str]]:
    return [("", first), *((key, _(thing.name)) for key, thing in dict(things).items())]  # type: ignore[call-overload]


class DiagramForm(forms.Form):
    """Words, template and colours; anything unknown falls back to what fits."""

    label_set = forms.ChoiceField(
        label=_("Labels"), required=False, choices=_choices(SETS, _("Language of the page"))
    )
    template = forms.ChoiceField(
        label=_("Template"), required=False, choices=_choices(TEMPLATES, _("Automatic"))
    )
    bw = forms.BooleanField(label=_("Black and white"), required=False)

    def choice(self, name: str) -> str:
        """The valid choice of that field, or ""."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "") if self.is_bound else ""
