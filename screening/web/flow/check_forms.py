"""The numbers of any diagram, typed in to be checked."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.flow.csv_table import UNFINISHED
from screening.flow.labels import SETS

#: The boxes under the headings of the diagram, from its top to its bottom.
COLUMNS: dict[str, tuple[str, ...]] = {
    "header_previous": ("previous_studies", "previous_reports"),
    "header_dbr": (
        "database_results",
        "register_results",
        "sources",
        "duplicates",
        "excluded_automatic",
        "excluded_other",
        "records_screened",
        "records_excluded",
        "dbr_sought_reports",
        "dbr_notretrieved_reports",
        "dbr_assessed",
        "dbr_excluded_total",
        "dbr_excluded",
    ),
    "header_other": (
        "website_results",
        "organisation_results",
        "citations_results",
        "other_results",
        "other_sought_reports",
        "other_notretrieved_reports",
        "other_assessed",
        "other_excluded_total",
        "other_excluded",
    ),
    "side_included": ("new_studies", "new_reports", "total_studies", "total_reports"),
}
#: Numbers of updates and of unfinished reviews: the template has no boxes for them.
BEYOND = (
    "previous_removed_studies",
    "previous_removed_reports",
    "previous_joined_studies",
    "previous_joined_reports",
    "previous_awaiting_studies",
    "previous_awaiting_reports",
    "new_reports_of_previous_studies",
    *UNFINISHED,
)
#: Boxes that the label sets do not name.
NAMES = {
    "previous_removed_studies": _("Studies of the previous version now removed"),
    "previous_removed_reports": _("Reports of the previous version now removed"),
    "previous_joined_studies": _("Studies of the previous version merged since (how many fewer)"),
    "previous_joined_reports": _("Reports of the previous version merged since (how many fewer)"),
    "previous_awaiting_studies": _("Studies of the previous version being re-assessed"),
    "previous_awaiting_reports": _("Reports of the previous version being re-assessed"),
    "other_reassessed": _("Previous version of this review, re-assessed"),
    "dbr_excluded_total": _("Reports excluded: total"),
    "other_excluded_total": _("Reports excluded: total"),
}
LISTS = {
    "sources": _("Records of each database and register"),
    "dbr_excluded": _("Reports excluded: each reason"),
    "other_excluded": _("Reports excluded: each reason"),
}
#: What people write between thousands.
_MARKS = (
    " ,.'\N{RIGHT SINGLE QUOTATION MARK}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}"
)
_COUNT = rf"\d{{1,3}}(?:[{_MARKS}]\d{{3}})+|\d+"
_NUMBER = re.compile(rf"^[\s(（]*(?:[nN]\s*[=＝]\s*)?(-?(?:{_COUNT}))\s*[)）]?\s*$")
_LINE = re.compile(rf"^(.*?)[\s,，:：;；(（=＝nN]*?({_COUNT})\s*[)）]?\s*$")


def box_name(key: str, labels: Any) -> str:
    """What a box is called in its column of the diagram."""
    text = (
        labels.labels.get(_bare(key, labels))
        or {"sources": labels["identified"]}.get(key)
        or str(NAMES.get(key, key))
    )
    return str(text.rstrip("*:："))


def box_label(key: str, labels: Any) -> str:
    """The same for a sentence: boxes of the second column are told as such."""
    second = key.startswith("other_") and _bare(key, labels) != key
    return box_name(key, labels) + (f" [{labels['header_other']}]" if second else "")


def _bare(key: str, labels: Any) -> str:
    return key if key in labels.labels else key.removeprefix("dbr_").removeprefix("other_")


class NumberField(forms.CharField):
    """A number as figures print it: 1697, 1,697, 1 697 or (n = 1,697)."""

    default_error_messages = {"invalid": _("Enter a number such as 1,697.")}

    def __init__(self, *, below_zero: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.below_zero = below_zero
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """The number, or None for an empty box."""
        text = unicodedata.normalize("NFKC", super().clean(str(value) if value is not None else ""))
        if not text.strip():
            return None
        told = _NUMBER.match(text)
        number = _count(told[1]) if told else -1
        if told is None or number > 10**12 or (number < 0 and not self.below_zero):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def _count(text: str) -> int:
    return int(re.sub(r"[^\d-]", "", text))


class CheckForm(forms.Form):
    """Each box as it stands in the figure; empty boxes are not checked."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = SETS[language]
        for key in (*(key for keys in COLUMNS.values() for key in keys), *BEYOND):
            if key in LISTS:
                self.fields[key] = forms.CharField(
                    label=LISTS[key],
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                    help_text=_("One per line, with the number last."),
                )
            else:
                below = key.startswith("previous_joined")
                name = box_label(key, labels) if key in BEYOND else box_name(key, labels)
                self.fields[key] = NumberField(label=name, below_zero=below)
        self.columns = [
            (labels[head], [self[key] for key in keys]) for head, keys in COLUMNS.items()
        ]
        self.beyond = [self[key] for key in BEYOND]

    def goes_beyond(self) -> bool:
        """Whether a number of an update or of an unfinished review is given."""
        return any(self[key].value() or self[key].errors for key in BEYOND)

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
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if value is not None and value != {}
        }


def _entries(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in filter(str.strip, unicodedata.normalize("NFKC", text).splitlines()):
        told = _LINE.match(line.strip())
        if told is None:
            raise ValueError(line.strip())
        name = told[1].strip() or str(len(found) + 1)
        found[name] = found.get(name, 0) + _count(told[2])
    return found


class CsvForm(forms.Form):
    """A file of the PRISMA2020 package."""

    file = forms.FileField(label=_("PRISMA2020 file (CSV)"))
