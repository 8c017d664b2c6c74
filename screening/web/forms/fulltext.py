"""What may come in about full texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Retrieval


class StatusForm(forms.Form):
    """One status for the ticked reports."""

    status = forms.ChoiceField(choices=[("to_find", _("Still to find")), *Retrieval.Status.choices])
    note = forms.CharField(required=False, max_length=300)
    records = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked = self.data.getlist("records") if hasattr(self.data, "getlist") else []
        self.fields["records"].choices = [(pk, pk) for pk in picked if pk.isdecimal() and len(pk) < 19]


class FileForm(forms.Form):
    """One file of a report."""

    file = forms.FileField(label=_("File"))
