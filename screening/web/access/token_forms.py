"""Forms of tokens and service accounts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.models import Review, Scope, User
from screening.queries.access.authorization import reviews_of
from screening.web.name_fields import PlainNames

DAYS = (30, 90, 365)


class TokenForm(PlainNames, forms.Form):
    """A new token: what for, and for how long."""

    NAMED = ("name",)

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Which program uses it, and where.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whatever you choose, it never does more than you may do yourself."),
    )
    review = forms.ModelChoiceField(
        label=_("Review"),
        queryset=Review.objects.none(),
        required=False,
        empty_label=_("All my reviews"),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=90,
        choices=lambda: [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS],
    )

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user is None:
            del self.fields["review"]
        else:
            known = reviews_of(user).order_by().values("review")
            self.fields["review"].queryset = Review.objects.filter(pk__in=known).order_by("-pk")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as the action takes them."""
        data = self.cleaned_data
        told = {
            "name": data["name"],
            "scopes": data["scopes"],
            "valid": timedelta(days=data["days"]),
        }
        return told | ({"review": data["review"]} if "review" in data else {})


class ServiceForm(PlainNames, forms.Form):
    """A new service account."""

    NAMED = ("service_name",)

    service_name = forms.CharField(label=_("Name"), max_length=150)
    leads = forms.BooleanField(
        label=_("Brings files and manages"),
        required=False,
        help_text=_("Without it the account only reads. It never votes, settles or ends a review."),
    )
