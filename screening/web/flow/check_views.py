"""Check my diagram: any numbers, typed in or from a PRISMA2020 file; what adds up, what does not,
what nobody knows.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from screening.flow.csv_table import read
from screening.flow.figure import judge
from screening.flow.judgement import EXPLAIN, OFF, OPEN, Judgement, Sum
from screening.flow.labels import SETS
from screening.formats import decode
from screening.records.messages import Message
from screening.web.flow.check_forms import LISTS, CheckForm, CsvForm, box_label

MOST_BYTES = 1_000_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_diagram(request: HttpRequest) -> HttpResponse:
    """The form, and after sending it what became of each sum: how many could be checked,
    and which are off.
    """
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    problems: Sequence[Message] = ()
    if request.method == "POST" and "file" in request.FILES:
        numbers, problems = _from_file(request)
        form = CheckForm(_as_typed(numbers), language=language)
        checked = bool(numbers) and form.is_valid()
    else:
        form = CheckForm(request.POST if request.method == "POST" else None, language=language)
        checked = form.is_valid() and bool(form.numbers())
        numbers = form.numbers() if checked else {}
    context = {
        "form": form,
        "csv": CsvForm(),
        "checked": checked,
        "empty": request.method == "POST" and not numbers and not problems and form.is_valid(),
        "problems": problems,
        **(_told(judge(numbers), language) if checked else {"breaches": []}),
    }
    return render(request, "screening/flow/check.html", context)


def _from_file(request: HttpRequest) -> tuple[dict[str, Any], Sequence[Message]]:
    text, _encoding, _mended = decode(request.FILES["file"].read(MOST_BYTES))
    reading = read(text)
    return {**reading.numbers, **reading.beside}, reading.problems


def _as_typed(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a file as they would be typed into the form."""
    typed = dict(numbers)
    for key in LISTS:
        typed[key] = "\n".join(f"{name}, {number}" for name, number in numbers.get(key, {}).items())
    return typed


def _told(judgement: Judgement, language: str) -> dict[str, Any]:
    """The judgement with boxes named as in the diagram instead of by key."""
    by = judgement.by_outcome
    return {
        "judgement": judgement,
        "breaches": [_sum(one, language) for one in by[OFF]],
        "unexplained": [_sum(one, language) for one in by[EXPLAIN]],
        "unchecked": [_sum(one, language) for one in by[OPEN]],
        "readings": judgement.readings,
        "whole": len(judgement.sums),
    }


#: Data keys in a formula.
_KEYS = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b(?:sources|duplicates|identified)\b")


def _sum(one: Sum, language: str) -> dict[str, Any]:
    labels = SETS[language]
    message = one.message or Message("")
    values = {
        name: _KEYS.sub(lambda key: f"“{box_label(key[0], labels)}”", value)
        if name in ("left", "right", "box", "boxes") and isinstance(value, str)
        else value
        for name, value in message.values.items()
    }
    text = gettext(message.text) % values if values else gettext(message.text)
    boxes = [box_label(key, labels) for key in one.boxes]
    return {"identity": one.identity, "text": text, "amount": one.amount, "boxes": boxes}
