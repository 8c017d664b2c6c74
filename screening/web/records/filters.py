"""Filters of the list pages. Every field is declared; nothing else of the address reaches a query."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from screening.flow.boxes import BOXES
from screening.models import Event, Label, Membership, Reason, Record, Search, User, Verdict, Vote
from screening.models.expressions import Aside
from screening.queries.access.authorization import Access
from screening.queries.flow import flow_counts
from screening.queries.protocol.current_protocol import reasons
from screening.queries.records.report_notices import with_notice
from screening.queries.records.search import matching
from screening.queries.screening.agreement import cell_records
from screening.queries.screening.conflicts import names_of
from screening.queries.screening.votes import visible_labellings, visible_labels
from screening.queries.translation import PLACE_LABELS
from screening.web.stage_names import stage_choices, type_choices


class TextFilter(django_filters.FilterSet):
    """What every list of records is narrowed by: its text."""

    class Meta:
        model = Record
        fields: list[str] = []

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        self.access = access
        super().__init__(*args, **kwargs)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Records in which every word is found, in Chinese inside running text;
        `osteo*` finds all endings.
        """
        return rows.filter(matching(value))


class RecordFilter(TextFilter):
    """The records of a review: text, status, source, year, language, type, label, reason, my vote,
    duplicates, gaps.
    """

    q = django_filters.CharFilter(label=_("Text"), method="by_text")
    place = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=list(PLACE_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    search = django_filters.ModelMultipleChoiceFilter(
        label=_("Source"), queryset=Search.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    year_from = django_filters.NumberFilter(
        label=_("Year from"), method="by_year", min_value=0, max_value=9999
    )
    year_to = django_filters.NumberFilter(
        label=_("to"), method="by_year", min_value=0, max_value=9999
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=[("zh", _("Chinese")), ("en", _("English")), ("other", _("Other"))],
        method="by_language",
    )
    type = django_filters.ChoiceFilter(label=_("Type"), choices=type_choices)
    reason = django_filters.ModelChoiceFilter(
        label=_("Reason for exclusion"), queryset=Reason.objects.none()
    )
    label = django_filters.ModelChoiceFilter(
        label=_("My label"), queryset=Label.objects.none(), method="by_label"
    )
    team_label = django_filters.ModelChoiceFilter(
        label=_("Label of anybody, on decided reports"),
        queryset=Label.objects.none(),
        method="by_team_label",
    )
    stage = django_filters.ChoiceFilter(
        label=_("Stage of my vote"), choices=stage_choices, method="ignored"
    )
    my_vote = django_filters.ChoiceFilter(
        label=_("My vote"),
        choices=[*Verdict.choices, ("none", _("Not voted yet"))],
        method="by_my_vote",
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[
            ("abstract", _("Abstract")),
            ("title", _("Title")),
            ("year", _("Year")),
            ("doi", _("DOI")),
        ],
        method="by_gap",
    )
    notices = django_filters.BooleanFilter(
        label=_("Retraction or correction notice"), method="by_notice", widget=forms.CheckboxInput
    )
    box = django_filters.ChoiceFilter(
        choices=[(key, key) for key in (*BOXES, *flow_counts.STUDY_BOXES)],
        method="by_box",
        widget=forms.HiddenInput,
    )
    duplicates = django_filters.ChoiceFilter(
        label=_("Duplicates"),
        choices=[
            ("with", _("Reports with duplicates")),
            ("only", _("Duplicates only")),
            ("without", _("None")),
        ],
        method="by_duplicates",
    )
    pair = django_filters.CharFilter(method="by_pair", widget=forms.HiddenInput)
    detail = django_filters.CharFilter(method="ignored", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["search"].field.queryset = Search.objects.filter(review=self.access.review)
        self.filters["reason"].field.queryset = reasons(self.access.review)
        # Made once: what is visible is a query of many parts, and both fields offer the same.
        labels = visible_labels(self.access)
        for name in ("label", "team_label"):
            self.filters[name].field.queryset = labels

    def by_year(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        """Records of that year and later, or of that year and earlier."""
        return rows.alias(its_year=Aside("year")).filter(
            **{"its_year__gte" if name == "year_from" else "its_year__lte": value}
        )

    def by_language(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Chinese, English, or neither."""
        return (
            rows.exclude(language__in=["zh", "en"])
            if value == "other"
            else rows.filter(language=value)
        )

    def by_label(self, rows: QuerySet, name: str, value: Label) -> QuerySet:
        """Records on which I put the label; those of others are theirs until both decided."""
        return rows.filter(labellings__label=value, labellings__user=self.access.user)

    def by_team_label(self, rows: QuerySet, name: str, value: Label) -> QuerySet:
        """Records on which anybody put the label, as far as this member may see that."""
        return rows.filter(
            pk__in=visible_labellings(self.access).filter(label=value).values("record")
        )

    def by_my_vote(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What I said at the chosen stage, or at any."""
        mine = Vote.objects.filter(review=self.access.review, user=self.access.user)
        if stage := self.form.cleaned_data.get("stage"):
            mine = mine.filter(stage=stage)
        if value == "none":
            return rows.filter(~Exists(mine.filter(record=OuterRef("pk"))))
        return rows.filter(pk__in=mine.filter(verdict=value).values("record"))

    def by_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Records that lack something."""
        wanted = {"year": {"year": None}, "doi": {"doi": ""}}
        return rows.filter(**wanted.get(value, {f"{value}__empty": True}))

    def by_notice(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Records whose report has a retraction, correction or the like,
        whichever of its records says so.
        """
        return with_notice(self.access.review, rows) if value else rows

    def by_duplicates(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Reports found more than once, their other records, or reports found once."""
        if value == "only":
            return rows.filter(primary__isnull=False)
        others = Record.objects.filter(review=self.access.review, primary__isnull=False)
        if value == "with":
            return rows.filter(pk__in=others.values("primary"))
        return rows.filter(~Exists(Record.objects.filter(primary=OuterRef("pk"))), primary=None)

    def by_pair(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """A cell of the agreement table: what two people said at a stage,
        as far as this member may see it.
        """
        return rows.filter(cell_records(self.access, value))

    def by_box(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The records behind a number of the flow."""
        return rows.filter(
            flow_counts.condition(
                self.access.review, value, self.form.cleaned_data.get("detail", "")
            )
        )

    def ignored(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """A field that narrows another one."""
        return rows


class EventFilter(django_filters.FilterSet):
    """The history: who, what, and one record."""

    actor = django_filters.ModelChoiceFilter(label=_("Person"), queryset=User.objects.none())
    verb = django_filters.ChoiceFilter(label=_("What"), choices=[])
    record = django_filters.NumberFilter(
        label=_("Record no."), field_name="record_id", max_value=2**63 - 1
    )
    day_from = django_filters.DateFilter(
        label=_("From"),
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    day_to = django_filters.DateFilter(
        label=_("to"),
        field_name="at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, access: Access, verbs: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(review=access.review).values("user")
        people, names = self.filters["actor"].field, names_of(access)
        people.queryset = User.objects.filter(pk__in=members).order_by("pk")
        people.label_from_instance = lambda user: names.get(user.pk, str(user))
        self.filters["verb"].field.choices = list(verbs.items())
