"""Filters of "my decisions"."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from screening.models import Reason, Verdict, Vote
from screening.queries.access.authorization import Access
from screening.queries.protocol.current_protocol import reasons
from screening.queries.records.search import in_titles
from screening.queries.screening.my_decisions import decisions_of
from screening.stages import STAGES


class DecisionFilter(django_filters.FilterSet):
    """My votes by verdict, reason, words of the title, and whether they can still be changed."""

    words = django_filters.CharFilter(label=_("Words in the title"), method="with_words")
    verdict = django_filters.ChoiceFilter(
        label=_("Vote"), choices=Verdict.choices, empty_label=_("Any vote")
    )
    reason = django_filters.ModelChoiceFilter(
        label=_("Reason"), queryset=Reason.objects.none(), empty_label=_("Any reason")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Can be changed")), ("fixed", _("Final"))],
        empty_label=_("Any state"),
        method="in_state",
    )

    class Meta:
        model = Vote
        fields = ("verdict", "reason")

    @classmethod
    def of(cls, access: Access, stage: str, data: Any) -> "DecisionFilter":
        """The filter over one person's votes at a stage."""
        made = cls(data, queryset=decisions_of(access, stage))
        made.filters["reason"].extra["queryset"] = reasons(access.review, stage)
        allowed = STAGES[stage].verdicts
        made.filters["verdict"].extra["choices"] = [
            choice for choice in Verdict.choices if choice[0] in allowed
        ]
        return made

    def with_words(self, votes: QuerySet[Vote], name: str, value: str) -> QuerySet[Vote]:
        """Votes on records with these words in either title."""
        return votes.filter(in_titles(value))

    def in_state(self, votes: QuerySet[Vote], name: str, value: str) -> QuerySet[Vote]:
        """Votes that can, or cannot, be changed any more."""
        return votes.filter(fixed=value == "fixed")
