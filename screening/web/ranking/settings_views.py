"""The learned order of a stage: the switch, and how it is doing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.actions.ranking.ranking_settings import set_learned_order
from screening.queries.access.authorization import access_review
from screening.queries.ranking.ranking_status import order_state
from screening.ranking import order_figures
from screening.stages import STAGES
from screening.tasks import ask_for_orders
from screening.web.ranking.forms import LearnedOrderForm
from screening.web.stage_names import stage_label


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def learned_order(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """Switches it on or off, and shows when it was learned, from how many votes, and what failed."""
    access = access_review(request.user, review_id, "lead")
    if stage not in STAGES:
        raise Http404
    form = LearnedOrderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_learned_order(by=access.user, review=access.review, stage=stage, **form.cleaned_data)
        ask_for_orders()
        messages.success(request, _("Saved."))
        return redirect("learned-order", review_id=review_id, stage=stage)
    state = order_state(access, stage)
    form = LearnedOrderForm(
        initial={"learned": state.setting.learned_order, "terms": state.setting.shows_terms}
    )
    context = {
        "access": access,
        "stage": stage,
        "stage_label": stage_label(stage),
        "state": state,
        "form": form,
    }
    context["stopping"] = reverse("stopping", kwargs={"review_id": review_id, "stage": stage})
    return render(request, "screening/ranking/order.html", context)


@login_required
@require_safe
def model_card(request: HttpRequest) -> HttpResponse:
    """Data, method, figures and limits of the learned order, for whoever uses or reports it."""
    order = {
        "sets": order_figures.SETS,
        "seeds": order_figures.SEEDS,
        "measures": order_figures.MEASURES,
        "ours": order_figures.OURS,
        "theirs": order_figures.ASREVIEW,
    }
    return render(request, "screening/ranking/model_card.html", {"order": order})
