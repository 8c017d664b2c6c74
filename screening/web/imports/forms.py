"""Forms of the import: files to upload, how to read one, an entry to mend."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import (
    escape,
)  # help texts are shown as they are, and these come out of files
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.actions.imports.imported_decisions import LABELS
from screening.formats import ENCODINGS, FORMATS, TABLE_FIELDS
from screening.models import ImportFile, Membership, Verdict
from screening.web.records.record_fields import NAMES


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each checked like one."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, in the order given."""
        single = super().clean
        files = data if isinstance(data, list | tuple) else [data]
        return [single(file, initial) for file in files] if files else [single(None, initial)]


class UploadForm(forms.Form):
    """Exports of a search."""

    files = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "RIS, PubMed (.nbib), BibTeX, CNKI, Wanfang, NoteExpress, EndNote, CSV, Excel … or a zip of them."
        ),
    )
    run_again_on = forms.DateField(
        label=_("Was this search run again? If so, on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_files(self) -> list[UploadedFile]:
        """Files within the limit of the server."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        for file in files:
            if (file.size or 0) > settings.UPLOAD_LIMIT:
                text = gettext(
                    "%(name)s is %(size)d MB, more than the %(limit)d MB allowed. Split it or zip it."
                )
                values = {
                    "name": file.name,
                    "size": (file.size or 0) >> 20,
                    "limit": settings.UPLOAD_LIMIT >> 20,
                }
                raise forms.ValidationError(text % values)
        return files


def format_choices() -> list[tuple[str, str]]:
    """Every format that can be read, in the order of its name, after "find it out"."""
    known = sorted((gettext(f.label), key) for key, f in FORMATS.items())
    return [("", gettext("Detect automatically")), *((key, label) for label, key in known)]


def encoding_choices() -> list[tuple[str, str]]:
    """The encodings offered, after "find it out"."""
    return [("", gettext("Detect automatically")), *((name, name) for name in ENCODINGS)]


COLUMN_LABELS = {
    **NAMES,
    "start_page": _("First page"),
    "end_page": _("Last page"),
    "article_number": _("Article number"),
    "pmcid": _("PMC number"),
    "trial": _("Trial registration number"),
    "wos": _("Web of Science number"),
    "eid": _("Scopus number"),
}


def column_choices() -> list[tuple[str, str]]:
    """The fields a column of a table may be given to."""
    return [(key, str(COLUMN_LABELS.get(key, key))) for key in TABLE_FIELDS]


class ReadAgainForm(forms.Form):
    """How a person wants a file read: format, encoding and, for a table, which column is what."""

    format = forms.ChoiceField(label=_("Format"), required=False, choices=format_choices)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=encoding_choices)

    def __init__(self, file: ImportFile, data: Any = None) -> None:
        chosen = file.options.get("chosen", {})
        super().__init__(
            data, initial={name: chosen.get(name, "") for name in ("format", "encoding")}
        )
        table: Mapping[str, Any] = file.options.get("table") or {}
        self.columns = list(table.get("header", []))
        fields = [("", gettext("– not used –")), *column_choices()]
        for number, column in enumerate(self.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column or f"({number + 1})",
                required=False,
                choices=fields,
                initial=table.get("mapping", {}).get(column, ""),
                help_text=_sample(table.get("rows", []), number),
            )

    def mapping(self) -> dict[str, str]:
        """Column to field, for the columns that are used; empty when the form shows no table."""
        data = self.cleaned_data
        named = {column: data.get(f"column_{n}", "") for n, column in enumerate(self.columns)}
        return {column: field for column, field in named.items() if field}


def _sample(rows: list[list[str]], number: int) -> str:
    """The first text of a column, which tells what is in it;
    "" when the rows that were looked at have none.
    """
    return escape(
        next((row[number].strip() for row in rows if number < len(row) and row[number].strip()), "")
    )


class DecisionsForm(forms.Form):
    """What the decisions of another tool in a file become, for each name the tool gives."""

    def __init__(self, file: ImportFile, data: Any = None) -> None:
        super().__init__(data)
        told: dict[tuple[str, str], list[str]] = {}
        for tool, by, verdict, times in file.options.get("decisions", []):
            said = (
                Verdict(verdict).label
                if verdict in Verdict.values
                else verdict or gettext("labels")
            )
            told.setdefault((tool, by), []).append(f"{said} {times}")
        members = Membership.objects.filter(
            review=file.review_id, reviews=True, ended_at=None
        ).select_related("user")
        people = [
            (str(member.user_id), _("as votes of %(name)s") % {"name": member.user})
            for member in members
        ]
        choices = [("", _("are not imported")), (LABELS, _("become labels of mine")), *people]
        self.names = list(told)
        for number, (tool, by) in enumerate(self.names):
            self.fields[f"name_{number}"] = forms.ChoiceField(
                label=" · ".join(part for part in (tool, by) if part),
                required=False,
                choices=choices,
                help_text=escape(", ".join(told[tool, by])),
            )

    def choices(self) -> dict[str, str]:
        """ "tool|name" to "labels" or the id of a member, for what is taken over."""
        chosen = {
            f"{tool}|{by}": self.cleaned_data[f"name_{n}"]
            for n, (tool, by) in enumerate(self.names)
        }
        return {who: what for who, what in chosen.items() if what}


class EntryForm(forms.Form):
    """The text of a rejected entry, to be mended."""

    raw = forms.CharField(
        label=_("Text of the entry"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )

    def clean_raw(self) -> str:
        """Line ends as files have them."""
        return str(self.cleaned_data["raw"]).replace("\r\n", "\n")
