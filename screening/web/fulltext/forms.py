"""What may come in about full texts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Retrieval
from screening.web.picked_records import PickedRecordsForm


class StatusForm(PickedRecordsForm):
    """One status for the ticked reports."""

    status = forms.ChoiceField(choices=[("to_find", _("Not yet found")), *Retrieval.Status.choices])
    note = forms.CharField(required=False, max_length=300)


class MarkForm(forms.Form):
    """A person's own mark on a page of a full text."""

    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=100_000)
    quote = forms.CharField(label=_("Marked text"), required=False, max_length=5_000)
    note = forms.CharField(label=_("Note"), required=False, max_length=20_000)


class FileForm(forms.Form):
    """One file of a report."""

    file = forms.FileField(label=_("File"))
