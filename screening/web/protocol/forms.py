"""Forms of the protocol page."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from screening.actions.protocol.reason_merge import same_name
from screening.models import Criterion, HighlightList, Reason, Review, StageSetting
from screening.queries.protocol.current_protocol import reasons
from screening.stages import STAGES
from screening.web.bilingual_fields import first_of, one_language
from screening.web.name_fields import PlainNames
from screening.web.stage_names import stage_choices


class ReviewForm(PlainNames, forms.ModelForm):
    """Titles, question and how the team works."""

    NAMED = ("title_en", "title_zh")

    class Meta:
        model = Review
        fields = (
            "languages",
            "title_en",
            "title_zh",
            "question_en",
            "question_zh",
            "background",
            "counts_studies",
            "show_names",
            "conflict_votes",
            "adjudicator_may_have_voted",
            "other_skips_screening",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("question_en", "question_zh", "background")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].required = False
        one_language(self, self.instance)

    def clean_languages(self) -> str:
        """What is not sent along stays as it is."""
        return self.cleaned_data["languages"] or str(self.instance.languages)

    def clean(self) -> dict[str, Any]:
        """A review needs a title in at least one language."""
        data = super().clean() or self.cleaned_data
        if not (data.get("title_en") or data.get("title_zh")):
            self.add_error(first_of(self, "title"), _("Enter a title in English or in Chinese."))
        return data


class StageForm(forms.ModelForm):
    """How one stage runs."""

    class Meta:
        model = StageSetting
        fields = (
            "votes_needed",
            "double_share",
            "by_language",
            "maybe_conflicts",
            "reason_required",
            "judged",
            "cutoff",
            "cutoff_reason",
            "hides_authors",
            "instructions_en",
            "instructions_zh",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("instructions_en", "instructions_zh")
        }
        help_texts = {
            "double_share": _(
                "100: every record is screened by the full number of reviewers. 20: a random fifth is; "
                "the others are decided by one reviewer."
            ),
            "cutoff": _(
                "The score is the average of a person's judgements on the criteria: met 100, unclear "
                "50, not met 0. If reviewers agree to include a report but its score is below the "
                "minimum, it is excluded. Leave empty to ignore scores."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["votes_needed"].widget.attrs.update(min=1, max=9)
        for name in ("double_share", "cutoff"):
            self.fields[name].validators.append(MaxValueValidator(100))
            self.fields[name].widget.attrs.update(min=0, max=100)
        self.fields["cutoff_reason"].queryset = reasons(self.instance.review, self.instance.stage)
        self.fields["cutoff_reason"].empty_label = _("No reason")
        stage = STAGES[self.instance.stage]
        # Where the method asks for a reason anyway, there is nothing to choose.
        if stage.reason_required:
            del self.fields["reason_required"]
        if "maybe" not in stage.verdicts:
            del self.fields["maybe_conflicts"]
        one_language(self, self.instance.review)

    def clean_votes_needed(self) -> int:
        """At least one vote, at most nine."""
        votes = int(self.cleaned_data["votes_needed"])
        if not 1 <= votes <= 9:
            raise forms.ValidationError(_("Choose between 1 and 9 votes."))
        return votes


class CriterionForm(forms.ModelForm):
    """One criterion, in one language or both."""

    stage = forms.ChoiceField(label=_("Stage"), choices=stage_choices)
    inclusion = forms.TypedChoiceField(
        label=_("Type"),
        choices=[(True, _("Inclusion criterion")), (False, _("Exclusion criterion"))],
        coerce=lambda value: str(value) == "True",
    )

    class Meta:
        model = Criterion
        fields = ("stage", "inclusion", "kind", "text_en", "text_zh")
        labels = {"kind": _("Aspect")}
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("text_en", "text_zh")}

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_language(self, review)

    def clean(self) -> dict[str, Any]:
        """A criterion needs words in at least one language."""
        data = super().clean() or self.cleaned_data
        if not (data.get("text_en") or data.get("text_zh")):
            self.add_error(
                first_of(self, "text"), _("Enter the criterion in English or in Chinese.")
            )
        return data


class ReasonForm(PlainNames, forms.ModelForm):
    """One reason for exclusion, in one language or both."""

    NAMED = ("label_en", "label_zh")

    stage = forms.ChoiceField(label=_("Stage"), choices=stage_choices)

    class Meta:
        model = Reason
        fields = ("stage", "label_en", "label_zh")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        one_language(self, review)

    def clean(self) -> dict[str, Any]:
        """A reason needs a label in at least one language."""
        data = super().clean() or self.cleaned_data
        if not (data.get("label_en") or data.get("label_zh")):
            self.add_error(first_of(self, "label"), _("Enter the reason in English or in Chinese."))
        elif other := self._namesake(data):
            told = _(
                "There is already a reason with this name: “%(name)s”. Merge the two on the protocol page."
            )
            self.add_error(None, told % {"name": other.label})
        return data

    def _namesake(self, data: dict[str, Any]) -> Reason | None:
        labels = (data.get("label_en") or "", data.get("label_zh") or "")
        return same_name(self.review, data.get("stage") or "", labels, self.instance.pk)


class HighlightForm(PlainNames, forms.ModelForm):
    """A highlight list; terms one a line."""

    NAMED = ("name_en", "name_zh")

    terms = forms.CharField(
        label=_("Terms, one per line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Chinese terms match anywhere in the text. Western-script terms match whole words; use "
            "* for any ending (osteo*)."
        ),
    )

    class Meta:
        model = HighlightList
        fields = ("name_en", "name_zh", "colour", "terms")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_language(self, review)
        if self.instance.pk:
            self.initial["terms"] = "\n".join(self.instance.terms)

    def clean_terms(self) -> list[str]:
        """The lines that hold something."""
        return [line.strip() for line in self.cleaned_data["terms"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """A list needs a name in at least one language."""
        data = super().clean() or self.cleaned_data
        if not (data.get("name_en") or data.get("name_zh")):
            self.add_error(first_of(self, "name"), _("Enter a name in English or in Chinese."))
        return data
