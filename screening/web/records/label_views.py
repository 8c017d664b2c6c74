"""The team's labels, for leads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.records.team_labels import (
    LabelRefused,
    delete_label,
    merge_labels,
    move_label,
    save_label,
)
from screening.models import Label
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.votes import visible_labels
from screening.web.address_numbers import number_in

REFUSALS = {
    "empty": gettext_lazy("A label needs a name. Nothing was changed."),
    "name": gettext_lazy(
        "The team has a label of this name already. Merge the two instead. Nothing was changed."
    ),
    "same": gettext_lazy("Choose another label to merge it into. Nothing was changed."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_labels(request: HttpRequest, review_id: int) -> HttpResponse:
    """All labels that the lead may know of, and a new one."""
    access = access_review(request.user, review_id, "lead")
    if request.method == "POST":
        return _tried(request, access, lambda: _saved(request, access, None))
    context = {"access": access, "labels": visible_labels(access), "colours": Label.Colour.choices}
    return render(request, "screening/records/labels.html", context)


@login_required
@require_POST
def team_label(request: HttpRequest, review_id: int, label_id: int) -> HttpResponse:
    """Renames, colours, moves, merges or deletes one label."""
    access = access_review(request.user, review_id, "lead")
    label = get_object_or_404(visible_labels(access), pk=label_id)
    acts: dict[str, Any] = {
        "up": lambda: move_label(by=access.user, review=access.review, label=label, up=True),
        "down": lambda: move_label(by=access.user, review=access.review, label=label, up=False),
        "merge": lambda: _merged(request, access, label),
        "delete": lambda: _deleted(request, access, label),
    }
    return _tried(
        request,
        access,
        acts.get(request.POST.get("act", ""), lambda: _saved(request, access, label)),
    )


def _tried(request: HttpRequest, access: Access, act: Any) -> HttpResponse:
    try:
        act()
    except LabelRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return redirect("team-labels", review_id=access.review.pk)


def _saved(request: HttpRequest, access: Access, label: Label | None) -> None:
    colour = request.POST.get("colour", "")
    colour = colour if colour in Label.Colour.values else ""
    save_label(
        by=access.user,
        review=access.review,
        name=request.POST.get("name", ""),
        colour=colour,
        label=label,
    )
    messages.success(request, _("Saved."))


def _merged(request: HttpRequest, access: Access, label: Label) -> None:
    into = visible_labels(access).filter(pk=number_in(request.POST.get("into", "")) or 0).first()
    if into is None:
        raise LabelRefused("same")
    told = {"name": label.name, "into": into.name}
    merge_labels(by=access.user, review=access.review, label=label, into=into)
    messages.success(request, _("“%(name)s” was merged into “%(into)s”.") % told)


def _deleted(request: HttpRequest, access: Access, label: Label) -> None:
    name = label.name
    delete_label(by=access.user, review=access.review, label=label)
    messages.success(request, _("The label “%(name)s” was deleted.") % {"name": name})
