"""The form of a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import WebhookEvent


class WebhookForm(forms.Form):
    """Where to, and what."""

    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("It begins with https://.")
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=WebhookEvent.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never a vote; reports only once every member may see what became of them."),
    )
