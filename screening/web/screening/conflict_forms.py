"""What may come in with a settlement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Review
from screening.queries.protocol.current_protocol import reasons
from screening.web.picked_records import PickedRecordsForm


class SettleForm(forms.Form):
    """Verdict, reason and rationale of an adjudicator."""

    verdict = forms.ChoiceField(choices=[("include", _("Include")), ("exclude", _("Exclude"))])
    reason = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Reason for exclusion"), empty_label=_("No reason")
    )
    rationale = forms.CharField(
        required=False,
        max_length=10_000,
        label=_("Rationale"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any = None, *args: Any, review: Review, stage: str, **kwargs: Any
    ) -> None:
        if data is not None and data.get("exclude_for"):
            # The button of a reason says both.
            data = data.copy()
            data["verdict"], data["reason"] = "exclude", data["exclude_for"]
        super().__init__(data, *args, **kwargs)
        self.fields["reason"].queryset = reasons(review, stage)

    def values(self) -> dict[str, Any]:
        """The fields as the action takes them."""
        data = self.cleaned_data
        reason = data["reason"].pk if data["reason"] and data["verdict"] == "exclude" else None
        return {"verdict": data["verdict"], "reason_id": reason, "rationale": data["rationale"]}


class PlainConflictsForm(PickedRecordsForm, SettleForm):
    """One settlement for several conflicts."""
