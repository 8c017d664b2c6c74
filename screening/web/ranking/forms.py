"""What may come in about the learned order, audits and stopping."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LearnedOrderForm(forms.Form):
    """On or off, and whether people are told why."""

    learned = forms.BooleanField(
        label=_("Offer each person an order learned from their votes"),
        required=False,
        help_text=_("Likely relevant records come first. This is the default order."),
    )
    terms = forms.BooleanField(
        label=_("After the vote, show which terms ranked the record highly"),
        required=False,
        help_text=_("Never before the vote, so that the order does not suggest a verdict."),
    )


class RuleForm(forms.Form):
    """When the team will stop."""

    rule = forms.CharField(
        label=_("Stopping rule"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SampleForm(forms.Form):
    """How large the sample is, and whether it will be the only one."""

    size = forms.IntegerField(label=_("Records in the sample"), min_value=1)
    repeatable = forms.ChoiceField(
        label=_("How often will you look?"),
        choices=[
            ("once", _("This is the only audit: all of the confidence (95%) goes into it")),
            ("more", _("There may be more: the first at 97.5%, the second at 98.75%, and so on")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, most: int, fixed: bool = False, **kwargs: Any) -> None:
        """`fixed`: an earlier audit has said how often the team looks, so nobody is asked again."""
        super().__init__(*args, **kwargs)
        self.fields["size"].max_value = most
        self.fields["size"].widget.attrs.update(min=1, max=most)
        self.fields["repeatable"].required = not fixed

    def clean_repeatable(self) -> bool:
        """Whether there may be more audits."""
        return bool(self.cleaned_data["repeatable"] == "more")
