"""What may come in about running a stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Membership, Review


class WhyForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(max_length=2000, required=False, label=_("Why"))


class AgainForm(WhyForm):
    """Which reports to screen again."""

    scope = forms.ChoiceField(
        label=_("Which"),
        choices=[
            ("old", _("Decided under older criteria")),
            ("conflict", _("In conflict")),
            ("all", _("All at this stage")),
        ],
    )


class CalibrationForm(forms.Form):
    """How large the sample is."""

    size = forms.IntegerField(
        min_value=2, max_value=500, initial=20, label=_("Records in the sample")
    )


class DealForm(forms.Form):
    """Who gets records."""

    people = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=_("People"), widget=forms.CheckboxSelectMultiple
    )
    group = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        label=_("One person per record is from this group"),
        widget=forms.CheckboxSelectMultiple,
    )
    each = forms.IntegerField(min_value=1, max_value=9, initial=2, label=_("People per record"))
    language = forms.ChoiceField(
        required=False,
        label=_("Language"),
        choices=[("", _("Any language")), ("zh", _("Chinese")), ("en", _("English"))],
    )
    only_readers = forms.BooleanField(
        required=False, label=_("Only to people who read the record's language")
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = Membership.objects.filter(
            review=review, reviews=True, ended_at=None
        ).select_related("user")
        for name in ("people", "group"):
            self.fields[name].queryset = reviewers.order_by("code")
            self.fields[name].label_from_instance = lambda member: str(member.user)
