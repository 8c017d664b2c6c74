"""Forms of people's accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AccountChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordKeyForm, SignupForm
from allauth.core import context
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from screening.models import User
from screening.queries.access.key_bindings import ACTIONS, PRESET_LABELS, PRESETS, clashes, key_cap
from screening.web.access.allauth_adapters import invitation_at_hand
from screening.web.name_fields import PlainNames

PASSWORD_HELP = _("At least 10 characters. A few words are easiest to remember.")
THEMES = [("", _("Same as system")), ("light", _("Light")), ("dark", _("Dark"))]
READABLE = [
    ("zh", "中文"),
    ("en", "English"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("ru", "Русский"),
]
LANGUAGE_CHOICES = [("", _("Same as browser")), ("en", "English"), ("zh-hans", "简体中文")]


class SignInForm(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail address"),
            widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])
        _bare(self)

    def clean_login(self) -> str:
        """The address as it is stored."""
        return str(self.cleaned_data["login"]).strip().lower()


class NamedForm(PlainNames, forms.Form):
    """The name that a new account has beside its address; who was invited by address has that one."""

    NAMED = ("name",)

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("The name your team knows you by."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def name_the_fields(self) -> None:
        """Our words; the address of an invitation cannot be changed."""
        self.fields["email"].label = _("E-mail address")
        invitation = invitation_at_hand(context.request)
        if invitation and invitation.email:
            self.fields["email"].disabled = True
            self.initial["email"] = self.fields["email"].initial = invitation.email
        self.order_fields(["name", "email"])
        _bare(self)


class SignUpForm(NamedForm, SignupForm):
    """A new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        self.name_the_fields()

    def clean(self) -> dict[str, Any]:
        """Holds the password to the rules, which know name and address."""
        data = super().clean() or {}
        if data.get("password1") and "password1" not in self.errors:
            try:
                validate_password(
                    data["password1"], User(name=data.get("name", ""), email=data.get("email", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class ForeignSignUpForm(NamedForm, SocialSignupForm):
    """A new account for somebody who signs in elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user_data = self.sociallogin.account.get_provider_account().get_user_data() or {}
        full = " ".join(filter(None, [user_data.get("given_name"), user_data.get("family_name")]))
        self.initial.setdefault("name", user_data.get("name") or full)
        self.name_the_fields()


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password twice, after a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        _bare(self)


class ChangePasswordForm(AccountChangePasswordForm):
    """The old password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text, self.fields["oldpassword"].help_text = PASSWORD_HELP, ""
        _bare(self)

    def clean_oldpassword(self) -> str:
        """Refuses a password that is not the person's, and counts the try like one at the door."""
        password = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, password):
            raise forms.ValidationError(_("Incorrect password."))
        return password


def _bare(form: forms.Form) -> None:
    """Takes the placeholders away, which say what the labels say."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class AccountForm(PlainNames, forms.ModelForm):
    """Name, language, theme and languages read."""

    NAMED = ("name",)

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES, required=False)
    reads = forms.MultipleChoiceField(
        label=_("Languages I read"),
        choices=READABLE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Records in other languages can be assigned to others."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "theme", "reads"]
        labels = {"name": _("Name")}


class KeysForm(forms.Form):
    """A preset, and keys of one's own where it does not fit the hand."""

    keys = forms.ChoiceField(
        label=_("Shortcut preset"), choices=list(PRESET_LABELS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"keys": user.keys}, **kwargs)
        for actions in ACTIONS.values():
            for action, label in actions.items():
                own = user.own_keys.get(action, "")
                self.fields[action] = forms.RegexField(
                    r"^[A-Za-z]$",
                    label=label,
                    required=False,
                    strip=True,
                    max_length=1,
                    initial=key_cap(own),
                    error_messages={"invalid": _("One letter from A to Z.")},
                    widget=forms.TextInput(
                        attrs={"size": 1, "autocapitalize": "characters", "autocomplete": "off"}
                    ),
                )

    def own_fields(self) -> list[forms.BoundField]:
        """The fields of single actions."""
        return [field for field in self if field.name != "keys"]

    def clean(self) -> dict[str, Any]:
        """Gives `own_keys` (action → code) and refuses two meanings for one key."""
        data = super().clean() or {}
        own = {
            a: f"Key{data[a].upper()}"
            for actions in ACTIONS.values()
            for a in actions
            if data.get(a)
        }
        preset = PRESETS.get(data.get("keys", ""), {})
        for first, second in clashes(preset | own) if preset else []:
            key = key_cap((preset | own)[second])
            message = _("%(key)s is assigned twice: “%(first)s” and “%(second)s”.")
            labels = {a: label for actions in ACTIONS.values() for a, label in actions.items()}
            self.add_error(
                None,
                forms.ValidationError(
                    message, params={"key": key, "first": labels[first], "second": labels[second]}
                ),
            )
        return data | {"own_keys": own}
