"""Forms that take a whole protocol at once: lists pasted line by line,
and the question in its elements.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from screening.actions.protocol.protocol_lists import Lines, Pair
from screening.methods.frameworks import FRAMEWORKS
from screening.models import Languages, Review
from screening.stages import STAGES
from screening.web.bilingual_fields import LANGUAGES, reader_language_first

MOST_LINES = 100
LONGEST = {"inclusion": 2000, "exclusion": 2000, "reasons": 200}
#: What stands before an entry of a list, in either script: "- ", "1. ", "（1）", "①".
BULLET = re.compile(
    r"^(?:[-*•·▪◦–—]\s*|[(（]?[0-9０-９]{1,2}[)）.．、]\s*|[(（][一二三四五六七八九十]{1,3}[)）]\s*|[①-⑳]\s*)"
)
NAMES = {
    "inclusion": _("Inclusion criteria"),
    "exclusion": _("Exclusion criteria"),
    "reasons": _("Exclusion reasons, in priority order"),
}
IN_LANGUAGE = {"en": _("%(list)s, in English"), "zh": _("%(list)s, in Chinese")}


def entries(text: str) -> list[str]:
    """The lines that hold something, without what marks them as entries of a list."""
    return [line for raw in text.splitlines() if (line := BULLET.sub("", raw.strip()).strip())]


class PasteForm(forms.Form):
    """Criteria and reasons of every stage, one a line; in two languages line by line."""

    also = forms.BooleanField(
        label=_("Use the title and abstract criteria at full text as well"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        both = review.languages == Languages.BOTH
        self.languages = tuple(LANGUAGES) if both else (str(review.languages),)
        for stage in STAGES:
            for name, label in NAMES.items():
                for language in self.languages:
                    shown = IN_LANGUAGE[language] % {"list": label} if both else label
                    self.fields[f"{stage}-{name}_{language}"] = forms.CharField(
                        label=shown,
                        required=False,
                        max_length=200_000,
                        widget=forms.Textarea(attrs={"rows": 4 if name != "reasons" else 5}),
                    )
        reader_language_first(self)

    def parts(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Stage, its name, and its fields in the reader's order."""
        for stage, one in STAGES.items():
            yield (
                stage,
                gettext(one.label),
                [field for field in self if field.name.startswith(f"{stage}-")],
            )

    def clean(self) -> dict[str, Any]:
        """Gives `lines`: stage → what is to be added there. Every line that does not fit is named."""
        data = super().clean() or self.cleaned_data
        found = {}
        for stage in STAGES:
            lists = {name: self._pairs(data, f"{stage}-{name}", LONGEST[name]) for name in NAMES}
            found[stage] = Lines(**lists)
        first, *later = STAGES
        if data.get("also"):
            for stage in later:
                for name in ("inclusion", "exclusion"):
                    mine = list(getattr(found[stage], name))
                    setattr(found[stage], name, [*getattr(found[first], name), *mine])
        data["lines"] = {stage: lines for stage, lines in found.items() if lines}
        if not self.errors and not data["lines"]:
            raise forms.ValidationError(_("Nothing was entered. Paste at least one line."))
        return data

    def _pairs(self, data: dict[str, Any], name: str, longest: int) -> list[Pair]:
        lists = {language: entries(data.get(f"{name}_{language}") or "") for language in LANGUAGES}
        for language, lines in lists.items():
            self._check(f"{name}_{language}", lines, longest)
        english, chinese = lists["en"], lists["zh"]
        if english and chinese and len(english) != len(chinese):
            told = _(
                "English has %(en)s lines, Chinese %(zh)s. Give both the same number, or leave one empty."
            )
            self.add_error(f"{name}_en", told % {"en": len(english), "zh": len(chinese)})
            return []
        rows = max(len(english), len(chinese))
        return list(zip(english or [""] * rows, chinese or [""] * rows, strict=True))

    def _check(self, field: str, lines: list[str], longest: int) -> None:
        if len(lines) > MOST_LINES:
            told = _("At most %(most)s lines at once; these are %(n)s.")
            self.add_error(field, told % {"most": MOST_LINES, "n": len(lines)})
        for number, line in enumerate(lines, 1):
            if len(line) > longest:
                told = _("Line %(line)s is longer than %(most)s characters.")
                self.add_error(field, told % {"line": number, "most": longest})


class ElementsForm(forms.Form):
    """The question taken apart by one framework."""

    def __init__(self, *args: Any, review: Review, framework: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework = framework
        both = review.languages == Languages.BOTH
        for key, label in FRAMEWORKS[framework].elements.items() if framework else ():
            for language in LANGUAGES if both else [str(review.languages)]:
                shown = IN_LANGUAGE[language] % {"list": gettext(label)} if both else gettext(label)
                self.fields[f"{key}_{language}"] = forms.CharField(
                    label=shown,
                    required=False,
                    max_length=2000,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    initial=review.elements.get(key, {}).get(language, ""),
                )
        reader_language_first(self)

    def elements(self, before: dict[str, Any]) -> dict[str, Any]:
        """The elements as they are kept; what this form does not show stays."""
        kept = {key: dict(texts) for key, texts in before.items()}
        for name, text in self.cleaned_data.items():
            key, _bar, language = name.rpartition("_")
            kept.setdefault(key, {})[language] = text
        return kept


def added_words(criteria: int, reasons: int, known: int) -> str:
    """What came in, in one line."""
    told = [
        ngettext("%(n)s criterion added", "%(n)s criteria added", criteria) % {"n": criteria},
        ngettext("%(n)s reason added", "%(n)s reasons added", reasons) % {"n": reasons},
    ]
    if known:
        told.append(
            ngettext("%(n)s was already there", "%(n)s were already there", known) % {"n": known}
        )
    return gettext("; ").join(told) + gettext(".")
