"""Forms of the services: switches, the library, a query, a schedule, citations, strategies."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.actions.connectors.citation_searches import DEEPEST
from screening.connectors import CONNECTORS
from screening.models import Review, ReviewServices, SearchSchedule
from screening.queries.connectors.services import services, usable
from screening.strategies import SYNTAXES

WAYS = (
    ("backward", _("backward: what the reports cite")),
    ("forward", _("forward: what cites the reports")),
)


class SwitchForm(forms.Form):
    """Which of the services that the site offers are on."""

    services = forms.MultipleChoiceField(required=False)
    notices_weekly = forms.BooleanField(required=False)

    def __init__(self, review: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one.connector for one in services(review) if one.offered]
        self.fields["services"].choices = [(one.key, one.label) for one in offered]  # type: ignore[attr-defined]


class LibraryForm(forms.ModelForm):
    """The library through which the team reads."""

    class Meta:
        model = ReviewServices
        fields = ("openurl", "libkey", "ezproxy")
        field_classes = {"openurl": forms.CharField, "ezproxy": forms.CharField}
        help_texts = {
            "openurl": _(
                "The address of the resolver, such as https://library.example.org/openurl."
            ),
            "libkey": _(
                "The number in the library's LibKey links: https://libkey.io/libraries/NUMBER/…"
            ),
            "ezproxy": _(
                "What stands before an address, such as https://proxy.example.org/login?url="
            ),
        }

    def clean_openurl(self) -> str:
        """An address by https, or nothing."""
        return self._https("openurl")

    def clean_ezproxy(self) -> str:
        """An address by https, or nothing."""
        return self._https("ezproxy")

    def clean_libkey(self) -> str:
        """Digits alone: it becomes a part of an address."""
        found = str(self.cleaned_data["libkey"]).strip()
        if found and not (found.isascii() and found.isdecimal()):
            raise forms.ValidationError(_("The number of a library at LibKey has digits only."))
        return found

    def _https(self, name: str) -> str:
        found = str(self.cleaned_data[name])
        if found and (urlsplit(found).scheme != "https" or not urlsplit(found).hostname):
            raise forms.ValidationError(_("The address has to begin with https://"))
        return found


class QueryForm(forms.Form):
    """A service and a query in its own syntax."""

    service = forms.ChoiceField(label=_("Service"))
    query = forms.CharField(
        label=_("Search strategy in the service's own syntax"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, review: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = usable(review, "search")
        self.fields["service"].choices = [(one.key, one.label) for one in found]  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """How often a search is run again by itself; "" for not at all."""

    days = forms.TypedChoiceField(
        label=_("Run it again by itself"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("not at all")), *SearchSchedule.Every.choices],
    )


class ChaseForm(forms.Form):
    """Which services follow citations, which way, how far."""

    services = forms.MultipleChoiceField(label=_("Services"), widget=forms.CheckboxSelectMultiple)
    ways = forms.MultipleChoiceField(
        label=_("Direction"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        initial=["backward", "forward"],
    )
    depth = forms.TypedChoiceField(
        label=_("Rounds"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, DEEPEST + 1)],
        initial=1,
    )

    def __init__(self, review: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(one.key, one.label) for one in usable(review, "citations")]
        self.fields["services"].choices = found  # type: ignore[attr-defined]
        self.fields["services"].initial = [key for key, _label in found]


class StrategyForm(forms.Form):
    """A name, and concepts with one synonym a line; an empty line begins the next concept."""

    name = forms.CharField(label=_("Name"), max_length=200)
    concepts = forms.CharField(
        label=_("Concepts and their synonyms"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "One synonym a line, in both languages; an empty line begins the next concept. A line that begins with #"
            " names the concept. Subject headings as “MeSH: Robotics” or “主题词：机器人”; * cuts a word off."
        ),
    )


class LinesForm(forms.Form):
    """The lines of one syntax as a person has changed them."""

    syntax = forms.ChoiceField(choices=[(key, syntax.label) for key, syntax in SYNTAXES.items()])
    text = forms.CharField(max_length=50_000, required=False)


def labels(keys: list[str]) -> str:
    """The names of services in one text."""
    return ", ".join(CONNECTORS[key].label if key in CONNECTORS else key for key in keys)
