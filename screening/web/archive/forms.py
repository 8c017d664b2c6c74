"""Bringing an archive."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """One archive."""

    file = forms.FileField(
        label=_("Archive"), help_text=_("The .zip file that Reviewapp created from a review.")
    )

    def clean_file(self) -> Any:
        """A file within the limit of the server."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            text = gettext(
                "The archive is %(size)d MB, more than the %(limit)d MB allowed. Whoever runs the site can load it."
            )
            values = {"size": file.size >> 20, "limit": settings.UPLOAD_LIMIT >> 20}
            raise forms.ValidationError(text % values)
        return file
