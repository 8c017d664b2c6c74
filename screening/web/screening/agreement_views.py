"""The agreement page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening.models import StageSetting, Verdict
from screening.queries.access.authorization import access_review
from screening.queries.screening import agreement as queries
from screening.web.screening.agreement_chart import draw, start_of
from screening.web.stage_names import stage_label

LANGUAGES = {"zh": _("Chinese"), "en": _("English")}


@login_required
@require_safe
def agreement(request: HttpRequest, review_id: int) -> HttpResponse:
    """Tables and coefficients per stage and pair."""
    access = access_review(request.user, review_id)
    stages = []
    for setting in StageSetting.objects.filter(review=access.review).order_by("pk"):
        whole = queries.may_see(access, setting)
        ended = [] if whole else queries.ended_rounds(access, setting.stage)
        shown = queries.shown_rounds(access, setting.stage) if ended else []
        visible = whole or bool(shown)
        found = queries.pairs(access, setting.stage) if visible else []
        stages.append(
            {
                "key": setting.stage,
                "label": stage_label(setting.stage),
                "visible": visible,
                "rounds_only": bool(shown),
                "round_waits": len(shown) < len(ended),
                "pairs": [_shown(pair, setting.stage) for pair in found],
                "together": queries.together(access, setting.stage) if visible else None,
            }
        )
    return render(
        request, "screening/screening/agreement.html", {"access": access, "stages": stages}
    )


def _shown(pair: queries.Pair, stage: str) -> dict[str, Any]:
    labels = [Verdict(v).label for v in pair.verdicts]
    figures = [
        (_("All records"), pair.figures),
        *((LANGUAGES[key], it) for key, it in pair.languages.items()),
    ]
    start = start_of([it for _name, it in figures])
    return {
        "pair": pair,
        "labels": labels,
        "rows": [
            {"label": label, "cells": _cells(pair, stage, verdict, row), "sum": sum(row)}
            for label, verdict, row in zip(labels, pair.verdicts, pair.table, strict=True)
        ],
        "sums": [sum(column) for column in zip(*pair.table, strict=True)],
        "figures": [{"name": name, "it": it, "plot": draw(it, start)} for name, it in figures],
    }


def _cells(pair: queries.Pair, stage: str, verdict: str, row: list[int]) -> list[dict[str, Any]]:
    """Each number with the name under which the records page finds its records."""
    return [
        {"n": n, "name": queries.cell(stage, pair.people, (verdict, other))}
        for n, other in zip(row, pair.verdicts, strict=True)
    ]
