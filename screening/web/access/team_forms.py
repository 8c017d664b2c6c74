"""Forms of the team."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.actions.screening.offboarding import HAND_OVER, KEEP, WITHDRAW
from screening.models import Membership, User
from screening.web.name_fields import PlainNames

DAYS = (1, 3, 7)
MOST_AT_ONCE = 30


class RolesForm(forms.Form):
    """What a member may do; nothing ticked observes."""

    leads = forms.BooleanField(
        label=_("Lead"),
        required=False,
        help_text=_("Manages protocol, team, searches and duplicates."),
    )
    reviews = forms.BooleanField(
        label=_("Reviewer"), required=False, help_text=_("Screens records, blinded to other votes.")
    )
    adjudicates = forms.BooleanField(
        label=_("Adjudicator"), required=False, help_text=_("Resolves conflicts.")
    )


class RemovalForm(forms.Form):
    """What becomes of a removed member's votes on undecided records, and of what was dealt to them."""

    open_votes = forms.ChoiceField(
        label=_("Votes on undecided records"),
        initial=KEEP,
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("Keep: they count, and another person votes where a second vote is missing")),
            (WITHDRAW, _("Withdraw: other people vote instead")),
            (HAND_OVER, _("Withdraw, and reassign this person's records to somebody else")),
        ],
    )
    successor = forms.ModelChoiceField(
        label=_("Hand over to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Only for reassigning. Otherwise everybody may screen this person's records."),
    )

    def __init__(self, *args: Any, person: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.filter(
            review=person.review, ended_at=None, reviews=True
        ).exclude(pk=person.pk)
        self.fields["successor"].queryset = User.objects.filter(
            pk__in=others.values("user")
        ).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """A hand-over names somebody."""
        data = super().clean() or self.cleaned_data
        if data.get("open_votes") == HAND_OVER and not data.get("successor"):
            self.add_error("successor", _("Choose who takes over."))
        return data


class InvitationForm(RolesForm):
    """Whom to invite, as what, and for how long the link holds."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "The invitation is sent to this address and only works for it. Leave empty to create a "
            "link."
        ),
    )
    days = forms.TypedChoiceField(
        label=_("Link valid for"),
        coerce=int,
        initial=7,
        choices=lambda: [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS],
    )
    field_order = ["email", "days", "leads", "reviews", "adjudicates"]

    def clean_email(self) -> str:
        """The address as it is stored."""
        return str(self.cleaned_data["email"]).strip().lower()

    def valid(self) -> timedelta:
        """For how long the link holds."""
        return timedelta(days=self.cleaned_data["days"])

    def roles(self) -> dict[str, bool]:
        """The ticked roles, ready for `actions.members.invite`."""
        return {role: self.cleaned_data[role] for role in ("leads", "reviews", "adjudicates")}


class InvitationsForm(PlainNames, InvitationForm):
    """Several people at once, or a link with the name of whoever gets it."""

    NAMED = ("name",)

    email = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        help_text=_(
            "Several at once, one per line; each invitation only works for its address. Leave empty to create "
            "a link."
        ),
    )
    name = forms.CharField(
        label=_("Who the link is for"),
        required=False,
        max_length=100,
        help_text=_("Only for a link: so that you know later whom you gave it to."),
    )
    field_order = ["email", "name", "days", "leads", "reviews", "adjudicates"]

    def clean_email(self) -> list[str]:  # type: ignore[override]
        """The addresses as they are stored, each once; names before them,
        as mail programs copy them, are left out.
        """
        found = []
        for piece in re.split(r"[\n;,，；、]+", self.cleaned_data["email"]):
            named = re.search(r"<([^<>]*)>\s*$", piece)
            address = (named.group(1) if named else piece).strip().lower()
            if address:
                found.append(address)
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            raise forms.ValidationError(
                _("No e-mail address: %(wrong)s") % {"wrong": ", ".join(wrong)}
            )
        if len(set(found)) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Invite at most %(n)d people at once.") % {"n": MOST_AT_ONCE}
            )
        return list(dict.fromkeys(found))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True
