"""The records that were ticked in a list."""

from typing import Any

from django import forms


class PickedRecordsForm(forms.Form):
    """Takes any number of records; whether they are of the review, the action finds out."""

    records = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked = self.data.getlist("records") if hasattr(self.data, "getlist") else []
        # What was sent is all there is to choose from; a longer number fits no column.
        self.fields["records"].choices = [
            (pk, pk) for pk in picked if pk.isdecimal() and len(pk) < 19
        ]
