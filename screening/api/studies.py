"""Studies: reports of one investigation."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from screening.actions.fulltext.studies import group_reports, rename_study, ungroup_reports
from screening.api.fields import Id, Ids
from screening.api.operation import Call, one_of, operation
from screening.api.problems import Invalid
from screening.models import Scope, Study
from screening.queries.fulltext import studies as queries

BASE = "reviews/<int:review_id>/studies/"
ONE = BASE + "<int:study_id>/"
JUDGE: dict[str, Any] = {"needs": "judge", "scope": Scope.SCREEN}


class StudyAnswer(serializers.Serializer):
    """A study with its reports that are included."""

    id = Id()
    name = serializers.CharField()
    reports = serializers.SerializerMethodField()

    def get_reports(self, one: Study) -> list[int]:
        """Record ids."""
        found = getattr(one, "included", None)
        return sorted(report.pk for report in (one.reports.all() if found is None else found))


class StudiesAnswer(serializers.Serializer):
    """All studies; a report in none is a study of its own."""

    studies = StudyAnswer(many=True)
    single = serializers.ListField(child=Id(), help_text="Included reports that are in no study.")


class StudyInput(serializers.Serializer):
    """Reports that belong together, and what the study is called."""

    records = Ids()
    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class StudyNameInput(serializers.Serializer):
    """What the study is called."""

    name = serializers.CharField(max_length=300)


class ReportsInput(serializers.Serializer):
    """Reports."""

    records = Ids()


@operation("GET", BASE, answers=StudiesAnswer)
def list_studies(call: Call) -> dict[str, Any]:
    """Studies with their included reports, and the reports that stand alone."""
    single = queries.single_reports(call.review).values_list("pk", flat=True)
    return {"studies": queries.studies(call.review), "single": sorted(single)}


@operation("POST", BASE, takes=StudyInput, answers=StudyAnswer, **JUDGE)
def add_study(call: Call) -> Study:
    """Puts reports into a new study."""
    return _grouped(call, None)


@operation("GET", ONE, answers=StudyAnswer)
def get_study(call: Call) -> Study:
    """A study with all its reports."""
    found: Study = one_of(_all(call), pk=call.parts["study_id"])
    return found


@operation(
    "PATCH", ONE, match=True, takes=StudyNameInput, answers=StudyAnswer, conflicts=False, **JUDGE
)
def name_study(call: Call) -> Study:
    """Gives the study another name."""
    return rename_study(
        by=call.user, review=call.review, study=get_study(call), name=call.data["name"]
    )


@operation("POST", ONE + "reports/", takes=ReportsInput, answers=StudyAnswer, status=200, **JUDGE)
def add_to_study(call: Call) -> Study:
    """Puts reports into the study."""
    _grouped(call, get_study(call))
    return get_study(call)


@operation("POST", ONE + "reports/remove/", takes=ReportsInput, conflicts=False, **JUDGE)
def take_from_study(call: Call) -> None:
    """Takes reports out; a study without reports ends."""
    ungroup_reports(
        by=call.user, review=call.review, study=get_study(call), record_ids=call.data["records"]
    )


def _all(call: Call) -> QuerySet[Study]:
    return Study.objects.filter(review=call.review).prefetch_related("reports")


def _grouped(call: Call, study: Study | None) -> Study:
    made = group_reports(
        by=call.user,
        review=call.review,
        record_ids=call.data["records"],
        study=study,
        name=call.data.get("name", ""),
    )
    if made is None:
        raise Invalid({"records": ["None of these is a report of this review."]})
    return made
