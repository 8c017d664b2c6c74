"""Forms of the team."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

DAYS = (1, 3, 7)


class RolesForm(forms.Form):
    """What a member may do; nothing ticked observes."""

    leads = forms.BooleanField(
        label=_("Lead"), required=False, help_text=_("Changes protocol, team, searches and duplicates.")
    )
    reviews = forms.BooleanField(label=_("Reviewer"), required=False, help_text=_("Votes on records, blinded."))
    adjudicates = forms.BooleanField(label=_("Adjudicator"), required=False, help_text=_("Settles conflicts."))


class InvitationForm(RolesForm):
    """Whom to invite, as what, and for how long the link holds."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("The link goes there, and only this address can use it. Empty: you get a link to pass on."),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("Link holds for"), coerce=int, initial=7,
        choices=lambda: [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS],
    )  # fmt: skip
    field_order = ["email", "leads", "reviews", "adjudicates", "days"]

    def clean_email(self) -> str:
        """The address as it is stored."""
        return self.cleaned_data["email"].strip().lower()

    def valid(self) -> timedelta:
        """For how long the link holds."""
        return timedelta(days=self.cleaned_data["days"])

    def roles(self) -> dict[str, bool]:
        """The ticked roles, ready for `actions.members.invite`."""
        return {role: self.cleaned_data[role] for role in ("leads", "reviews", "adjudicates")}
