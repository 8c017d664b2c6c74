"""The first account of a site, made in the browser under an address that only whoever started it
has seen.
"""

from django import forms
from django.contrib import auth
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from screening.actions.access.accounts import AlreadyPeople, make_first_account
from screening.models import User
from screening.queries.access.people import anybody, is_first_token
from screening.web.access.account_forms import PASSWORD_HELP
from screening.web.access.sign_in_views import read_or_write


class FirstAccountForm(forms.Form):
    """Who runs the site."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Holds the password to the rules, which know name and address."""
        data = super().clean() or {}
        if data.get("password"):
            try:
                validate_password(
                    data["password"], User(name=data.get("name", ""), email=data.get("email", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


@sensitive_post_parameters("password")
@read_or_write
def first_account(request: HttpRequest, token: str) -> HttpResponse:
    """Makes it; afterwards, or with another token, the address is worth nothing."""
    if not is_first_token(token) or anybody():
        return render(request, "screening/access/first_ended.html", status=410)
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = make_first_account(**form.cleaned_data, language=get_language() or "")
        except AlreadyPeople:
            return render(request, "screening/access/first_ended.html", status=410)
        auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("reviews")
    return render(request, "screening/access/first.html", {"form": form})
