"""What a person wishes of an export."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.prisma.labels import SETS
from screening.prisma.templates import TEMPLATES
from screening.references import STYLES


def _styles() -> list[tuple[str, str]]:
    return [(key, gettext(style.label)) for key, style in STYLES.items()]


def _sets() -> list[tuple[str, str]]:
    return [("", gettext("Language of the page")), *((key, gettext(labels.name)) for key, labels in SETS.items())]


def _templates() -> list[tuple[str, str]]:
    return [("", gettext("The one that fits")), *((key, gettext(t.name)) for key, t in TEMPLATES.items())]


class WishesForm(forms.Form):
    """Reference style and the words of the diagram."""

    style = forms.ChoiceField(label=_("Reference style"), required=False, choices=_styles)
    label_set = forms.ChoiceField(label=_("Words of the diagram"), required=False, choices=_sets)
    template = forms.ChoiceField(label=_("Template of the diagram"), required=False, choices=_templates)
    bw = forms.BooleanField(label=_("Diagram in black and white"), required=False)
