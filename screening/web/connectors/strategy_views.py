"""Search strategies: concepts and synonyms, written out for each database, checked, edited."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.connectors.strategies import (
    MOST_TERMS,
    delete_strategy,
    save_lines,
    save_strategy,
)
from screening.models import Strategy
from screening.queries.access.authorization import Access, access_review
from screening.queries.connectors.services import usable
from screening.queries.connectors.strategies import from_text, of_protocol, to_text, written
from screening.web.connectors.forms import LinesForm, StrategyForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def strategies(request: HttpRequest, review_id: int) -> HttpResponse:
    """All strategies of the review, and a new one that begins with the protocol's terms."""
    access = access_review(request.user, review_id, "lead" if request.method == "POST" else "see")
    if request.method == "POST":
        name = access.review.title[:200] or _("Strategy")
        terms = of_protocol(access.review)
        made = save_strategy(by=access.user, review=access.review, name=name, concepts=terms)
        return redirect("strategy", review_id, made.pk)
    rows = Strategy.objects.filter(review=access.review).select_related("by")
    context = {"access": access, "strategies": rows, "leads": access.may("lead")}
    return render(request, "screening/connectors/strategies.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def strategy(request: HttpRequest, review_id: int, strategy_id: int) -> HttpResponse:
    """One strategy: its concepts, and its lines in every syntax."""
    access = access_review(request.user, review_id, "lead" if request.method == "POST" else "see")
    row = _own(access, strategy_id)
    form = StrategyForm(
        request.POST or None, initial={"name": row.name, "concepts": to_text(row.concepts)}
    )
    if request.method == "POST" and form.is_valid():
        concepts = from_text(form.cleaned_data["concepts"])
        if sum(len(concept["terms"]) for concept in concepts) > MOST_TERMS:
            form.add_error(
                "concepts", _("A strategy has at most %(n)d synonyms.") % {"n": MOST_TERMS}
            )
        else:
            name = form.cleaned_data["name"]
            save_strategy(
                by=access.user, review=access.review, name=name, concepts=concepts, strategy=row
            )
            messages.success(request, _("Saved."))
            return redirect("strategy", review_id, strategy_id)
    context = {
        "access": access,
        "strategy": row,
        "form": form,
        "leads": access.may("lead"),
        "written": written(row),
        "searchable": {one.key for one in usable(access.review, "search")},
    }
    return render(request, "screening/connectors/strategy.html", context)


@login_required
@require_POST
def lines(request: HttpRequest, review_id: int, strategy_id: int) -> HttpResponse:
    """The lines of one syntax, as a person has changed them; empty ones are built anew."""
    access = access_review(request.user, review_id, "lead")
    row, form = _own(access, strategy_id), LinesForm(request.POST)
    if form.is_valid():
        syntax = form.cleaned_data["syntax"]
        text = (
            ""
            if "anew" in request.POST
            else form.cleaned_data["text"].replace("\r\n", "\n").strip("\n")
        )
        save_lines(by=access.user, strategy=row, syntax=syntax, text=text)
        messages.success(request, _("Saved."))
        answer = redirect("strategy", review_id, strategy_id)
        answer["Location"] += f"#{syntax}"
        return answer
    messages.error(
        request, _("These lines could not be kept: they are too long, or of no known database.")
    )
    return redirect("strategy", review_id, strategy_id)


@login_required
@require_POST
def delete(request: HttpRequest, review_id: int, strategy_id: int) -> HttpResponse:
    """Takes a strategy away."""
    access = access_review(request.user, review_id, "lead")
    delete_strategy(by=access.user, strategy=_own(access, strategy_id))
    messages.success(request, _("The strategy was deleted."))
    return redirect("strategies", review_id)


def _own(access: Access, strategy_id: int) -> Strategy:
    return get_object_or_404(Strategy, review=access.review, pk=strategy_id)
