"""The form of a search: what PRISMA-S asks to report of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Search
from screening.web.name_fields import PlainNames

HELP = {
    "name": _(
        "As it will be named in the paper: PubMed, CNKI 中国知网, ClinicalTrials.gov, reference lists …"
    ),
    "platform": _("The interface used, such as Ovid, EBSCOhost or the database's own website."),
    "date_run": _("The date the search was last run."),
    "coverage": _("For example: from inception to 2024-11 (建库至 2024-11)."),
    "strategy": _("One line per search line, exactly as run."),
    "limits": _("Limits by language, date or publication type, with reasons; or “none”."),
    "filters": _("Published search filters, with their source."),
    "peer_review": _("Whether and how the strategy was peer reviewed, for example with PRESS."),
    "hits": _("The number of results the database reported; the import is compared with it."),
    "ran_by": _("Who ran the search."),
}
AREAS = {"strategy": 8, "limits": 2, "filters": 2, "peer_review": 2}


class SearchForm(PlainNames, forms.ModelForm):
    """A search of a database or register, or another method."""

    NAMED = ("name", "platform")

    class Meta:
        model = Search
        fields = (
            "kind",
            "name",
            "platform",
            "date_run",
            "coverage",
            "hits",
            "ran_by",
            "strategy",
            "limits",
            "filters",
            "peer_review",
        )
        help_texts = HELP
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in AREAS.items()} | {
            "date_run": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategy"].strip = False

    def clean_strategy(self) -> str:
        """The lines as they are, without blank ones at the end."""
        return str(self.cleaned_data["strategy"]).replace("\r\n", "\n").rstrip()
