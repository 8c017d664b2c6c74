"""Forms of the PRISMA page: numbers by hand, words of the diagram, numbers to be checked,
a published version.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.flow.labels import SETS
from screening.models import ManualNumber, Review, Search
from screening.queries.protocol.current_protocol import reasons
from screening.stages import on_reports

MOST = 100_000_000
PUBLISH_REFUSALS = {
    "draft": _("Some records are still undecided: a draft cannot be published."),
    "sums": _("The numbers do not add up: see above which."),
    "empty": _("There is nothing to publish yet."),
    "records": _("This version already has records or numbers of its own, so it cannot be undone."),
    "unpublished": _(
        "Publish this version first: an update is counted against what was published."
    ),
}


class NumberForm(forms.Form):
    """A number from before the tool."""

    box = forms.ChoiceField(label=_("What became of them"), choices=ManualNumber.Box.choices)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=MOST)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Where they were found; not for studies."),
    )
    # A study has no source of its own, so nothing may be chosen.
    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=[("", _("Not given")), *Search.Kind.choices],
        required=False,
    )
    reason = forms.ModelChoiceField(
        label=_("Reason"),
        queryset=None,
        required=False,
        empty_label=_("Not given"),
        help_text=_("Only for reports excluded on full text."),
    )
    why = forms.CharField(
        label=_("Reason for manual entry"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: screened on paper before this review was moved here."),
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = reasons(review).filter(
            stage__in=[stage.key for stage in on_reports()]
        )  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """The team's own words of one label set; an empty field takes the set's own."""

    def __init__(self, *args: Any, label_set: str, own: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"label_{key}": key for key in SETS[label_set].labels if key != "spoken_count"}
        for name, key in self.keys.items():
            text = SETS[label_set].labels[key]
            self.fields[name] = forms.CharField(
                label=text,
                required=False,
                max_length=300,
                initial=own.get(key, ""),
                widget=forms.TextInput(attrs={"placeholder": text, "lang": SETS[label_set].lang}),
            )

    def words(self) -> dict[str, str]:
        """Label key to text."""
        return {key: self.cleaned_data.get(name, "") for name, key in self.keys.items()}


class PublishForm(forms.Form):
    """What is said of a published version."""

    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
