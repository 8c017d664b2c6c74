"""Forms of the duplicates page."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from screening.dedupe.policy import CHOICES, RELATIONS, Policy

HINTS = {
    "preprint": gettext_lazy(
        "Both report the same study; usually the published article is assessed."
    ),
    "versions": gettext_lazy("Updates of one review, as the Cochrane Library publishes them."),
    "conference": gettext_lazy(
        "An abstract often reports less, or different outcomes, than the full paper."
    ),
    "thesis": gettext_lazy(
        "Common in Chinese databases: the thesis is longer and often contains unpublished results."
    ),
    "translation": gettext_lazy(
        "An article published again in another language, with its own pages. Chinese and "
        "English records of the same article are always merged."
    ),
    "guideline": gettext_lazy("The same text published by several journals."),
}


class AnswerForm(forms.Form):
    """An answer to a pair, and which record is to stay primary."""

    answer = forms.ChoiceField(choices=[("same", ""), ("different", ""), ("later", "")])
    primary = forms.IntegerField(required=False, min_value=1)


class ThresholdForm(forms.Form):
    """From which score on pairs count as the same."""

    score = forms.FloatField(
        label=_("Merge pairs with a score of at least"),
        widget=forms.NumberInput(attrs={"step": "0.5"}),
    )


class SampleForm(forms.Form):
    """How many pairs of each kind are drawn."""

    size = forms.IntegerField(
        label=_("Pairs of each kind and each two languages"),
        help_text=_(
            "With none wrong among 60, at most 6.0% of all are wrong (95% confidence); among 100, at most 3.6%."
        ),
        min_value=1,
        max_value=500,
        initial=60,
    )


class PolicyForm(forms.Form):
    """One choice for each relation between reports."""

    again = forms.BooleanField(
        label=_("Compare all records again now"),
        help_text=_("Otherwise these choices apply to records imported from now on."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, gettext(label)) for key, label in CHOICES.items()]
        for relation, label in RELATIONS.items():
            self.fields[relation] = forms.ChoiceField(
                label=gettext(label),
                choices=choices,
                help_text=HINTS[relation],
                initial=policy.choice(relation),
            )
        self.order_fields([*RELATIONS, "again"])

    def choices(self) -> dict[str, str]:
        """Relation to choice, once the form is valid."""
        return {relation: self.cleaned_data[relation] for relation in RELATIONS}
