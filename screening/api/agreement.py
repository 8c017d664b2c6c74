"""How far reviewers agree, where that may be seen."""

from typing import Any

from rest_framework import serializers

from screening.api.fields import choice
from screening.api.operation import Call, operation
from screening.models import StageSetting
from screening.queries.screening import agreement as queries
from screening.queries.screening.conflicts import names_of
from screening.stages import STAGES


class FiguresAnswer(serializers.Serializer):
    """Coefficients of two reviewers; null where they cannot be computed."""

    n = serializers.IntegerField()
    agreed = serializers.IntegerField()
    raw = serializers.FloatField(allow_null=True)
    kappa = serializers.FloatField(allow_null=True)
    kappa_low = serializers.FloatField(allow_null=True)
    kappa_high = serializers.FloatField(allow_null=True)
    pabak = serializers.FloatField(allow_null=True)
    ac1 = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)


class AgreementPairAnswer(serializers.Serializer):
    """Two reviewers: a table of their verdicts, rows of the first, and what follows from it."""

    first = serializers.CharField()
    second = serializers.CharField()
    verdicts = serializers.ListField(child=serializers.CharField())
    table = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    figures = FiguresAnswer()


class AgreementAnswer(serializers.Serializer):
    """One stage. While it is open nobody who votes at it is shown anything."""

    stage = choice(STAGES)
    visible = serializers.BooleanField()
    pairs = AgreementPairAnswer(many=True)


@operation("GET", "reviews/<int:review_id>/agreement/", answers=AgreementAnswer, many=True)
def get_agreement(call: Call) -> list[dict[str, Any]]:
    """Tables and coefficients for each stage and pair."""
    settings = StageSetting.objects.filter(review=call.review).order_by("pk")
    return [_stage(call, setting) for setting in settings]


def _stage(call: Call, setting: StageSetting) -> dict[str, Any]:
    visible = queries.may_see(call.access, setting) or bool(
        queries.shown_rounds(call.access, setting.stage)
    )
    found = queries.pairs(call.access, setting.stage) if visible else []
    names = names_of(call.access)
    return {
        "stage": setting.stage,
        "visible": visible,
        "pairs": [_pair(pair, names) for pair in found],
    }


def _pair(pair: queries.Pair, names: dict[int, str]) -> dict[str, Any]:
    it = pair.figures
    figures = {name: getattr(it, name) for name in ("n", "agreed", "raw", "pabak", "ac1", "alpha")}
    figures |= {
        "kappa": it.kappa and it.kappa.value,
        "kappa_low": it.kappa and it.kappa.low,
        "kappa_high": it.kappa and it.kappa.high,
    }
    first, second = (names.get(person, "") for person in pair.people)
    return {
        "first": first,
        "second": second,
        "verdicts": pair.verdicts,
        "table": pair.table,
        "figures": figures,
    }
