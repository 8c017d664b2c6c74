"""Check my diagram: any numbers, typed in or from a PRISMA2020 file, and which boxes do not add up."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from screening.prisma.csv_table import read
from screening.prisma.identities import Breach, check
from screening.prisma.labels import SETS
from screening.records.messages import Message
from screening.web.forms.check import LISTS, CheckForm, CsvForm, box_label

MOST_BYTES = 1_000_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_diagram(request: HttpRequest) -> HttpResponse:
    """The form, and after sending it each broken identity with its boxes and by how much it is off."""
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
        "breaches": [_told(breach, language) for breach in check(numbers)] if checked else [],
    }
    return render(request, "screening/flow/check.html", context)


def _from_file(request: HttpRequest) -> tuple[dict[str, Any], Sequence[Message]]:
    raw = request.FILES["file"].read(MOST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    reading = read(text)
    return reading.numbers, reading.problems


def _as_typed(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a file as they would be typed into the form."""
    typed = dict(numbers)
    for key in LISTS:
        typed[key] = "\n".join(f"{name}, {number}" for name, number in numbers.get(key, {}).items())
    return typed


def _told(breach: Breach, language: str) -> dict[str, Any]:
    """A breach with boxes named as in the diagram instead of by key."""
    labels = SETS[language]
    values = dict(breach.message.values)
    names = {key: box_label(key, labels) for key in breach.boxes}
    for part in ("left", "right", "box"):
        if part in values:
            words = str(values[part]).split(" ")
            values[part] = " ".join(f"“{box_label(w, labels)}”" if "_" in w or w in names else w for w in words)
    text = gettext(breach.message.text) % values if values else gettext(breach.message.text)
    return {"identity": breach.identity, "text": text, "amount": breach.amount, "boxes": list(names.values())}
