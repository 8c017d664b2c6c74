"""What may come in with a vote, from a form or from the page's script."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms

from screening.actions.screening.voting import NONE_SEEN
from screening.decisions.judgement import ANSWERS
from screening.models import Verdict
from screening.web.address_numbers import LARGEST, number_in
from screening.web.name_fields import PlainNames

JUDGEMENT = "judgement-"
LARGEST_ID = LARGEST
#: Criteria that one vote can judge.
MOST_JUDGED = 200


class KeyPressForm(forms.Form):
    """One key press: the record it is about, and the key that makes it happen once."""

    record = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    key = forms.UUIDField()


class VoteForm(KeyPressForm):
    """A vote. `exclude_for` is the id of a reason, and means exclude; `seen` the vote last seen,
    "none" for none.
    """

    verdict = forms.ChoiceField(choices=Verdict.choices, required=False)
    exclude_for = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    reason = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    seen = forms.CharField(required=False)
    judgements = forms.JSONField(required=False)

    def clean_seen(self) -> UUID | None:
        """The key of the vote last seen, NONE_SEEN for none, None where nobody asks."""
        seen = self.cleaned_data["seen"]
        if not seen:
            return None
        try:
            return NONE_SEEN if seen == "none" else UUID(seen)
        except ValueError as error:
            raise forms.ValidationError("not a key") from error

    def clean_judgements(self) -> dict[str, str]:
        """Criterion id → answer, from JSON or from the fields of the plain form."""
        given = self.cleaned_data["judgements"] or {}
        if not isinstance(given, dict):
            raise forms.ValidationError("not an object")
        plain = {
            name.removeprefix(JUDGEMENT): self.data[name]
            for name in self.data
            if name.startswith(JUDGEMENT)
        }
        answers = {str(key): value for key, value in (given | plain).items() if value}
        if len(answers) > MOST_JUDGED:
            raise forms.ValidationError("more than any protocol asks")
        if not all(
            number_in(key) and isinstance(value, str) and value in ANSWERS
            for key, value in answers.items()
        ):
            raise forms.ValidationError("unknown answer")
        return answers

    def clean(self) -> dict[str, Any]:
        """Verdict and reason agree: a reason named by its own button is an exclusion."""
        data = super().clean() or self.cleaned_data
        if data.get("exclude_for"):
            data["verdict"], data["reason"] = Verdict.EXCLUDE, data["exclude_for"]
        if not data.get("verdict"):
            raise forms.ValidationError("no verdict")
        if data["verdict"] != Verdict.EXCLUDE:
            data["reason"] = None
        return data


class NoteForm(KeyPressForm):
    """A note on a record."""

    text = forms.CharField(required=False, strip=True, max_length=20_000)
    shared = forms.BooleanField(required=False)


class LabelsForm(PlainNames, KeyPressForm):
    """The labels one puts on a record, and perhaps a new one."""

    NAMED = ("new",)

    labels = forms.TypedMultipleChoiceField(coerce=int, required=False)
    new = forms.CharField(required=False, max_length=80)
    shared = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = (
            self.data.getlist("labels")
            if hasattr(self.data, "getlist")
            else self.data.get("labels") or []
        )
        known = (
            [str(pk) for pk in named if str(pk).isdecimal() and len(str(pk)) < 19]
            if isinstance(named, list)
            else []
        )
        self.fields["labels"].choices = [(pk, pk) for pk in known]


class ManyVotesForm(forms.Form):
    """One verdict for several records of the list: those ticked, or `all` that match,
    which were `matching` so many.
    """

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    all = forms.BooleanField(required=False)
    matching = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_ID)
    act = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """A reason belongs to an exclusion."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") != Verdict.EXCLUDE:
            data["reason"] = None
        return data

    def picked(self) -> list[int]:
        """The records that were ticked."""
        return [record for text in self.data.getlist("records") if (record := number_in(text))]

    def key(self, records: list[int]) -> UUID:
        """The same for the same act on the same records, however often it is sent."""
        told = (self.cleaned_data["verdict"], self.cleaned_data["reason"], sorted(records))
        return uuid5(self.cleaned_data["act"] or uuid4(), str(told))
