"""Forms of people's accounts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from screening.models import User
from screening.queries.keys import ACTIONS, PRESET_LABELS, PRESETS, clashes, key_cap

PASSWORD_HELP = _("At least 10 characters; a few words are easiest to keep.")
THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
READABLE = [
    ("zh", "中文"), ("en", "English"), ("ja", "日本語"), ("ko", "한국어"), ("de", "Deutsch"), ("fr", "Français"),
    ("es", "Español"), ("pt", "Português"), ("it", "Italiano"), ("ru", "Русский"),
]  # fmt: skip
LANGUAGE_CHOICES = [("", _("As the browser")), ("en", "English"), ("zh-hans", "简体中文")]


class SignInForm(AuthenticationForm):
    """Address and password. The address is evened out first, so that the lock-out counts all its spellings as one."""

    username = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This address and password do not match."),
        "inactive": _("This address and password do not match."),
    }

    def clean_username(self) -> str:
        """The address as it is stored."""
        return self.cleaned_data["username"].strip().lower()


class SignUpForm(forms.Form):
    """A new account; the address is given where the invitation names one."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As your team knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), strip=False, help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if address:
            self.fields["email"].disabled = True
            self.fields["email"].initial = address

    def clean_email(self) -> str:
        """The address as it is stored."""
        return self.cleaned_data["email"].strip().lower()

    def clean(self) -> dict[str, Any]:
        """Holds the password to the rules, which know name and address."""
        data = super().clean() or {}
        if data.get("password"):
            try:
                validate_password(data["password"], User(name=data.get("name", ""), email=data.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class NewPasswordForm(SetPasswordForm):
    """A new password twice, after a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].help_text = ""


class ChangePasswordForm(NewPasswordForm, PasswordChangeForm):
    """The old password, and a new one twice."""


class ForgottenPasswordForm(PasswordResetForm):
    """The address that a link is sent to."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class AccountForm(forms.ModelForm):
    """Name, language, theme and languages read."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES, required=False)
    reads = forms.MultipleChoiceField(
        label=_("Languages I read"), choices=READABLE, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Records in other languages can be left to others."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["name", "language", "theme", "reads"]
        labels = {"name": _("Name")}


class EmailForm(forms.Form):
    """A new address, and the password once more."""

    email = forms.EmailField(label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuses a password that is not the person's."""
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class KeysForm(forms.Form):
    """A preset, and keys of one's own where it does not fit the hand."""

    keys = forms.ChoiceField(label=_("Keyboard map"), choices=list(PRESET_LABELS.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"keys": user.keys}, **kwargs)
        for actions in ACTIONS.values():
            for action, label in actions.items():
                own = user.own_keys.get(action, "")
                self.fields[action] = forms.RegexField(
                    r"^[A-Za-z]$", label=label, required=False, strip=True, max_length=1, initial=key_cap(own),
                    error_messages={"invalid": _("One letter from A to Z.")},
                    widget=forms.TextInput(attrs={"size": 1, "autocapitalize": "characters", "autocomplete": "off"}),
                )  # fmt: skip

    def own_fields(self) -> list[forms.BoundField]:
        """The fields of single actions."""
        return [field for field in self if field.name != "keys"]

    def clean(self) -> dict[str, Any]:
        """Gives `own_keys` (action → code) and refuses two meanings for one key."""
        data = super().clean() or {}
        own = {a: f"Key{data[a].upper()}" for actions in ACTIONS.values() for a in actions if data.get(a)}
        preset = PRESETS.get(data.get("keys", ""), {})
        for first, second in clashes(preset | own) if preset else []:
            key = key_cap((preset | own)[second])
            message = _("%(key)s would mean two things: “%(first)s” and “%(second)s”.")
            labels = {a: label for actions in ACTIONS.values() for a, label in actions.items()}
            self.add_error(
                None,
                forms.ValidationError(message, params={"key": key, "first": labels[first], "second": labels[second]}),
            )
        return data | {"own_keys": own}
