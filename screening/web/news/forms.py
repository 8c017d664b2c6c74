"""The form in which people choose which news are mailed to them."""

from typing import Any

from django import forms

from screening.models import NEWS, Mailing, User


class NewsForm(forms.Form):
    """One choice for each kind of news; what is not sent along stays as it is."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NEWS.values():
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.name,
                choices=Mailing.choices,
                initial=user.news.get(kind.key, kind.mail),
                required=False,
            )

    def chosen(self) -> dict[str, str]:
        """Kind → when it is mailed, of those that were sent along."""
        return {kind: value for kind, value in self.cleaned_data.items() if value}
