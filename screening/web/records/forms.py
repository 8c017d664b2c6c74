"""Forms of a record: its fields to edit, or a new one by hand."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Record
from screening.records import dates, identifiers
from screening.records.columns import BETWEEN
from screening.records.record import Record as Entry
from screening.records.text import collapse
from screening.web.stage_names import type_choices

#: Fields that hold several values, one a line.
LINES = {
    "authors": _("Authors"),
    "authors_translated": _("Authors in original script"),
    "editors": _("Editors"),
    "translators": _("Translators"),
    "keywords": _("Keywords"),
    "keywords_translated": _("Keywords in the other language"),
    "issn": _("ISSN"),
    "notices": _("Notices of retraction or correction"),
}
TEXTS = (
    "title",
    "title_translated",
    "abstract",
    "abstract_translated",
    "journal",
    "journal_translated",
    "date",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "isbn",
    "language",
    "edition",
    "publisher",
    "published_at_place",
    "url",
    "accessed",
    "source_database",
    "notes",
)
GROUPS = (
    (_("Title and abstract"), ("title", "title_translated", "abstract", "abstract_translated")),
    (
        _("Authors and keywords"),
        (
            "authors",
            "authors_incomplete",
            "authors_translated",
            "editors",
            "translators",
            "keywords",
            "keywords_translated",
        ),
    ),
    (
        _("Publication details"),
        (
            "type",
            "journal",
            "journal_translated",
            "year",
            "date",
            "volume",
            "issue",
            "pages",
            "edition",
            "publisher",
            "published_at_place",
        ),
    ),
    (
        _("Identifiers"),
        ("doi", "pmid", "issn", "isbn", "url", "accessed", "language", "source_database"),
    ),
    (_("Notices and notes"), ("notices", "notes")),
)
#: What is asked of a new record before all else.
FIRST = ("title", "authors", "year", "journal", "doi", "pmid", "abstract")
LONG = {"abstract", "abstract_translated"}
ONE_LINE = {"doi": 300, "pmid": 10, "language": 10}


class LinesField(forms.CharField):
    """Several values, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines as a list, blank ones left out."""
        return [line for line in (collapse(line) for line in str(value or "").splitlines()) if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines say something else."""
        return list(initial or []) != self.to_python(data)


class RecordForm(forms.Form):
    """The fields of a record as people change them."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=1000, max_value=2999)
    authors_incomplete = forms.BooleanField(
        label=_("More authors than are listed (et al.)"), required=False
    )
    type = forms.ChoiceField(label=_("Type"), choices=type_choices, initial="article")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            label = str(Record._meta.get_field(name).verbose_name)
            area = forms.Textarea(attrs={"rows": 6}) if name in LONG else None
            if name in {"title", "title_translated", "notes"}:
                area = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(
                label=label[:1].upper() + label[1:],
                required=False,
                widget=area,
                max_length=ONE_LINE.get(name),
            )
        for name, label in LINES.items():
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = LinesField(
                label=label, required=False, widget=area, help_text=_("One per line.")
            )

    @property
    def first(self) -> list[Any]:
        """The few fields of a new record that usually are enough."""
        return [self[name] for name in FIRST]

    @property
    def others(self) -> list[tuple[Any, list[Any]]]:
        """All other fields in their groups."""
        rest = (
            (heading, [self[name] for name in names if name not in FIRST])
            for heading, names in GROUPS
        )
        return [(heading, fields) for heading, fields in rest if fields]

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in groups with a heading."""
        return [(heading, [self[name] for name in names]) for heading, names in GROUPS]

    def clean_doi(self) -> str:
        """A DOI with or without its address."""
        given = self.cleaned_data["doi"].strip()
        found = identifiers.doi(given)
        if given and not found:
            raise forms.ValidationError(_("This is not a DOI. A DOI begins with 10. and a number."))
        return found

    def clean_pmid(self) -> str:
        """A PubMed number."""
        given = self.cleaned_data["pmid"].strip()
        found = identifiers.pmid(given)
        if given and not found:
            raise forms.ValidationError(_("This is not a PMID. A PMID consists of digits only."))
        return found

    def clean(self) -> dict[str, Any]:
        """A record needs a title; a date without a year gives the year."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (data.get("title") or data.get("title_translated")):
            self.add_error("title", _("A record needs a title."))
        if not data.get("year") and data.get("date") and "year" not in self.errors:
            data["year"] = dates.year(data["date"])
        return data

    def columns(self) -> dict[str, Any]:
        """The values by column."""
        return {name: self.cleaned_data[name] for name in self.fields}


def values_of(record: Record) -> Mapping[str, Any]:
    """What the form shows at first for a record."""
    return {name: getattr(record, name) for names in (g[1] for g in GROUPS) for name in names}


def entry_of(columns: Mapping[str, Any]) -> Entry:
    """A record made of the values of the form."""
    values = dict(columns)
    values["isbn"] = tuple(part for part in values["isbn"].split(BETWEEN) if part)
    values["place"] = values.pop("published_at_place")
    for name in LINES:
        values[name] = tuple(values[name])
    return Entry(**values)
