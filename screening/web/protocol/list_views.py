"""A protocol in minutes: lists pasted, taken from a template or another review,
copied between stages, put in order.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.protocol import protocol_lists as actions
from screening.actions.protocol.reviews import change_review
from screening.methods.frameworks import FRAMEWORKS
from screening.methods.protocol_templates import TEMPLATES
from screening.models import Criterion, Reason
from screening.queries.access.authorization import Access, access_review, reviews_of
from screening.stages import STAGES
from screening.web.protocol.list_forms import ElementsForm, PasteForm, added_words

ORDERED = {"criteria": Criterion, "reasons": Reason}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, review_id: int) -> HttpResponse:
    """Criteria and reasons of all stages on one page, one a line."""
    access = access_review(request.user, review_id, "lead")
    form = PasteForm(request.POST or None, review=access.review)
    if request.method == "POST" and form.is_valid():
        added = actions.add_lines(
            by=access.user, review=access.review, lines=form.cleaned_data["lines"]
        )
        return _added(request, access, added)
    return render(request, "screening/protocol/paste.html", {"access": access, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, review_id: int) -> HttpResponse:
    """Templates of common reviews, and the protocols of one's other reviews, to begin with."""
    access = access_review(request.user, review_id, "lead")
    others = [one.review for one in reviews_of(request.user) if one.review_id != access.review.pk]
    if request.method == "POST":
        kind, _colon, key = request.POST.get("source", "").partition(":")
        if kind == "template" and key in TEMPLATES:
            used = {"template": TEMPLATES[key], "stages": list(STAGES)}
            return _added(
                request, access, actions.use_template(by=access.user, review=access.review, **used)
            )
        if kind == "review" and key.isdecimal() and len(key) < 19:
            # The door of the other review: whoever copies must be a member there.
            source = access_review(request.user, int(key)).review
            there = {"source": source, "stages": list(STAGES)}
            return _added(
                request,
                access,
                actions.copy_protocol(by=access.user, review=access.review, **there),
            )
        messages.warning(request, _("Choose what to begin with."))
    context = {"access": access, "templates": TEMPLATES.values(), "others": others}
    return render(request, "screening/protocol/begin.html", context)


@login_required
@require_POST
def criteria_copy(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The criteria of this stage at the next one as well."""
    access = access_review(request.user, review_id, "lead")
    to = next((one.key for one in STAGES.values() if one.after == stage), None)
    if to is None or stage not in STAGES:
        raise Http404
    added = actions.copy_criteria(by=access.user, review=access.review, stage=stage, to=to)
    return _added(request, access, added, to)


@login_required
@require_POST
def order(request: HttpRequest, review_id: int, stage: str, what: str) -> HttpResponse:
    """The criteria or reasons of a stage in the order of the ids sent along;
    for the script that moves them.
    """
    access = access_review(request.user, review_id, "lead")
    if stage not in STAGES or what not in ORDERED:
        raise Http404
    ids = [int(text) for text in request.POST.getlist("id") if text.isdecimal() and len(text) < 19]
    changed = actions.put_in_order(
        by=access.user, review=access.review, model=ORDERED[what], stage=stage, ids=ids
    )
    if request.htmx or "json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204 if changed else 409)
    return redirect(reverse("protocol", args=[review_id]) + f"#stage-{stage}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def elements(request: HttpRequest, review_id: int) -> HttpResponse:
    """The review question in the elements of a framework."""
    access = access_review(request.user, review_id, "lead")
    chosen = request.POST.get("framework", request.GET.get("framework", access.review.framework))
    framework = chosen if chosen in FRAMEWORKS else ""
    form = ElementsForm(request.POST or None, review=access.review, framework=framework)
    if request.method == "POST" and form.is_valid():
        kept = form.elements(access.review.elements)
        change_review(by=access.user, review=access.review, framework=framework, elements=kept)
        messages.success(request, _("Saved."))
        return redirect("protocol", review_id=review_id)
    context = {
        "access": access,
        "form": form,
        "frameworks": FRAMEWORKS.values(),
        "framework": framework,
    }
    return render(request, "screening/protocol/elements.html", context)


def _added(
    request: HttpRequest, access: Access, added: actions.Added, stage: str = ""
) -> HttpResponse:
    messages.success(request, added_words(added.criteria, added.reasons, added.known))
    return redirect(
        reverse("protocol", args=[access.review.pk]) + (f"#stage-{stage}" if stage else "")
    )
