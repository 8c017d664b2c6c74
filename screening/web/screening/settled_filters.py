"""Filters of what was settled."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from screening.models import Settlement, Verdict
from screening.queries.access.authorization import Access
from screening.queries.records.search import in_titles
from screening.queries.screening.conflicts import names_of
from screening.queries.screening.reopening import settled_decisions


class SettledFilter(django_filters.FilterSet):
    """Settlements by who settled, verdict, day, and words of title, reason or rationale."""

    words = django_filters.CharFilter(
        label=_("Words in title, reason or rationale"), method="with_words"
    )
    by = django_filters.ChoiceFilter(
        label=_("Resolved by"), field_name="settled_by", empty_label=_("Anybody")
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Verdict"),
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.MAYBE],
        empty_label=_("Any verdict"),
    )
    since = django_filters.DateFilter(
        label=_("From"),
        field_name="settled_at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("To"),
        field_name="settled_at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Settlement
        fields = ("verdict",)

    @classmethod
    def of(cls, access: Access, stage: str, data: Any) -> "SettledFilter":
        """The filter over what was settled at a stage."""
        found = settled_decisions(access, stage)
        made, names = cls(data, queryset=found), names_of(access)
        people = found.order_by().values_list("settled_by", flat=True).distinct()
        made.filters["by"].extra["choices"] = [(pk, names.get(pk, "?")) for pk in people]
        return made

    def with_words(self, rows: QuerySet[Settlement], name: str, value: str) -> QuerySet[Settlement]:
        """Those with these words in either title, the rationale or the reason."""
        reason = Q(reason__label_en__icontains=value) | Q(reason__label_zh__icontains=value)
        return rows.filter(in_titles(value) | reason | Q(rationale__icontains=value))
