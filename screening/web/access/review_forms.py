"""The form of a new review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Languages, Review
from screening.web.bilingual_fields import reader_language_first
from screening.web.name_fields import PlainNames


class NewReviewForm(PlainNames, forms.ModelForm):
    """A title in at least one of the two languages, and the question where it is known."""

    NAMED = ("title_en", "title_zh")

    class Meta:
        model = Review
        fields = ["languages", "title_en", "title_zh", "question_en", "question_zh"]
        labels = {
            "title_en": _("Title in English"),
            "title_zh": _("Title in Chinese"),
            "question_en": _("Review question in English"),
            "question_zh": _("Review question in Chinese"),
        }
        widgets = {
            "languages": forms.RadioSelect,
            "question_en": forms.Textarea(attrs={"rows": 3}),
            "question_zh": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = reader_language_first(self)
        self.fields["languages"].required = False
        self.fields["languages"].help_text = _("With one language, forms ask for no translation.")
        self.initial.setdefault(
            "languages", Languages.ZH if first.endswith("_zh") else Languages.EN
        )
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Asks for one title at least."""
        data = super().clean() or self.cleaned_data
        data["languages"] = data.get("languages") or Languages.BOTH
        for name in [n for n in data if n.endswith(("_en", "_zh"))]:
            if data["languages"] not in (Languages.BOTH, name[-2:]):
                data[name] = ""
        if not (data.get("title_en") or data.get("title_zh")):
            raise forms.ValidationError(_("Give a title in one of the two languages."))
        return data
