"""The numbers of any diagram, typed in to be checked."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.prisma.labels import SETS

COLUMNS: dict[str, tuple[str, ...]] = {
    "header_previous": ("previous_studies", "previous_reports"),
    "header_dbr": (
        "database_results", "register_results", "sources", "duplicates", "excluded_automatic", "excluded_other",
        "records_screened", "records_excluded", "dbr_sought_reports", "dbr_notretrieved_reports", "dbr_assessed",
        "dbr_excluded",
    ),
    "header_other": (
        "website_results", "organisation_results", "citations_results", "other_sought_reports",
        "other_notretrieved_reports", "other_assessed", "other_excluded",
    ),
    "side_included": ("new_studies", "new_reports", "total_studies", "total_reports"),
}  # fmt: skip
"""The boxes under the headings of the diagram, from its top to its bottom."""
LISTS = {
    "sources": _("Records of each database and register"),
    "dbr_excluded": _("Reports excluded: each reason"),
    "other_excluded": _("Reports excluded: each reason"),
}
_LINE = re.compile(r"^(.*?)[\s,，:：;；(（=nN]*?(\d[\d,]*)\s*[)）]?\s*$")


def box_name(key: str, labels: Any) -> str:
    """What a box is called in its column of the diagram."""
    bare = _bare(key, labels)
    text = labels.labels.get(bare) or {"sources": labels["identified"]}.get(key, key)
    return str(text.rstrip("*:："))


def box_label(key: str, labels: Any) -> str:
    """The same for a sentence: boxes of the second column are told as such."""
    second = key.startswith("other_") and _bare(key, labels) != key
    return box_name(key, labels) + (f" [{labels['header_other']}]" if second else "")


def _bare(key: str, labels: Any) -> str:
    return key if key in labels.labels else key.removeprefix("dbr_").removeprefix("other_")


class CheckForm(forms.Form):
    """Each box as it stands in the figure; empty boxes are not checked."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = SETS[language]
        for key in (key for keys in COLUMNS.values() for key in keys):
            if key in LISTS:
                self.fields[key] = forms.CharField(
                    label=LISTS[key], required=False, widget=forms.Textarea(attrs={"rows": 3}),
                    help_text=_("One a line, the number last."),
                )  # fmt: skip
            else:
                label = box_name(key, labels)
                self.fields[key] = forms.IntegerField(label=label, required=False, min_value=0, max_value=10**12)
        self.columns = [(labels[head], [self[key] for key in keys]) for head, keys in COLUMNS.items()]

    def clean(self) -> dict[str, Any]:
        """Lists become label and number."""
        cleaned = super().clean() or {}
        for key in LISTS:
            try:
                cleaned[key] = _entries(cleaned.get(key) or "")
            except ValueError as line:
                self.add_error(key, _("No number at the end of “%(line)s”.") % {"line": line})
        return cleaned

    def numbers(self) -> dict[str, Any]:
        """Data key to number, for those that were given."""
        return {key: value for key, value in self.cleaned_data.items() if value is not None and value != {}}


def _entries(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in filter(str.strip, text.splitlines()):
        told = _LINE.match(line.strip())
        if told is None:
            raise ValueError(line.strip())
        name = told[1].strip() or str(len(found) + 1)
        found[name] = found.get(name, 0) + int(told[2].replace(",", ""))
    return found


class CsvForm(forms.Form):
    """A file of the PRISMA2020 package."""

    file = forms.FileField(label=_("PRISMA2020 file (CSV)"))
