"""What may come in about full texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Retrieval


class StatusForm(forms.Form):
    """One status for the ticked reports."""

    status = forms.ChoiceField(choices=[("to_find", _("Not yet found")), *Retrieval.Status.choices])
    note = forms.CharField(required=False, max_length=300)
    records = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked = self.data.getlist("records") if hasattr(self.data, "getlist") else []
        self.fields["records"].choices = [
            (pk, pk) for pk in picked if pk.isdecimal() and len(pk) < 19
        ]


class MarkForm(forms.Form):
    """A person's own mark on a page of a full text."""

    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=100_000)
    quote = forms.CharField(label=_("Marked text"), required=False, max_length=5_000)
    note = forms.CharField(label=_("Note"), required=False, max_length=20_000)


class FileForm(forms.Form):
    """One file of a report."""

    file = forms.FileField(label=_("File"))
