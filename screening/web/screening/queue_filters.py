"""Filters of the list over what waits for a person. Every field is declared;
nothing else of the address counts.
"""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from screening.models import Label, Record, Search, StageSetting
from screening.queries.access.authorization import Access
from screening.queries.records.search import in_columns
from screening.queries.screening.queue import waiting_records
from screening.queries.screening.votes import visible_labels
from screening.web.records.filters import TextFilter

LANGUAGES = [("zh", _("Chinese")), ("en", _("English")), ("other", _("Other"))]


class QueueFilter(TextFilter):
    """Text in both languages, years, source, language, one's own label, journal."""

    q = django_filters.CharFilter(label=_("Text"), method="by_text")
    year_from = django_filters.NumberFilter(
        label=_("Year from"), method="by_year", min_value=0, max_value=9999
    )
    year_to = django_filters.NumberFilter(
        label=_("Year to"), method="by_year", min_value=0, max_value=9999
    )
    source = django_filters.ModelMultipleChoiceFilter(
        label=_("Source"),
        queryset=Search.objects.none(),
        method="by_source",
        widget=forms.CheckboxSelectMultiple,
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"),
        choices=LANGUAGES,
        method="by_language",
        widget=forms.CheckboxSelectMultiple,
    )
    label = django_filters.ModelMultipleChoiceFilter(
        label=_("My label"),
        queryset=Label.objects.none(),
        method="by_label",
        widget=forms.CheckboxSelectMultiple,
    )
    journal = django_filters.CharFilter(label=_("Journal"), method="by_journal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["source"].field.queryset = Search.objects.filter(review=self.access.review)
        self.filters["label"].field.queryset = visible_labels(self.access)

    @classmethod
    def of(cls, access: Access, setting: StageSetting, data: Any) -> "QueueFilter":
        """What waits for this person; no filter by journal where the stage hides journals."""
        made = cls(data, waiting_records(access, setting), access=access)
        if setting.hides_authors:
            del made.filters["journal"]
        return made

    def by_year(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        """Records of that year and later, or of that year and earlier."""
        return rows.filter(**{"year__gte" if name == "year_from" else "year__lte": value})

    def by_source(self, rows: QuerySet, name: str, value: list[Search]) -> QuerySet:
        """Reports that one of these searches found, be it by a duplicate."""
        if not value:
            return rows
        again = Record.objects.filter(
            review=self.access.review, primary__isnull=False, search__in=value
        )
        return rows.filter(Q(search__in=value) | Q(pk__in=again.values("primary")))

    def by_language(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Chinese, English, or neither."""
        if not value:
            return rows
        named = Q(language__in=[one for one in value if one != "other"])
        return rows.filter(named | ~Q(language__in=["zh", "en"]) if "other" in value else named)

    def by_label(self, rows: QuerySet, name: str, value: list[Label]) -> QuerySet:
        """Records on which I put one of these labels;
        those of others are theirs until both decided.
        """
        mine = Record.objects.filter(labellings__label__in=value, labellings__user=self.access.user)
        return rows.filter(pk__in=mine.values("pk")) if value else rows

    def by_journal(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Records whose journal holds these words, in either language."""
        return rows.filter(in_columns(value, ("journal", "journal_translated")))
