"""One merge seen closely and taken back, in whole or in part; whole runs;
what the review does with related reports.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening import tasks
from screening.actions.duplicates import duplicate_answers
from screening.actions.duplicates.dedupe_policy import compare_again, set_policy
from screening.actions.duplicates.merge import MergeRefused, built_upon
from screening.dedupe.policy import Policy
from screening.models import DedupeRun, Merge
from screening.queries.access.authorization import access_review
from screening.queries.duplicates import duplicate_pairs as queries
from screening.web.duplicates.forms import PolicyForm
from screening.web.duplicates.views import back
from screening.web.refusals import merge_refusal

UNDONE_PERSON = gettext_lazy(
    "Merge undone: each record is as it was before. If the merge answered a question, the question is open again."
)
UNDONE_PROGRAM = gettext_lazy(
    "Merge undone: each record is as it was before. Its pairs are listed under “Not "
    "duplicates” and can be checked again."
)


@login_required
@require_safe
def merge(request: HttpRequest, review_id: int, merge_id: int) -> HttpResponse:
    """Every record of a merge beside its primary record, why it is there,
    and what undoing would do.
    """
    access = access_review(request.user, review_id)
    found = get_object_or_404(queries.all_merges(access.review), pk=merge_id)
    members = queries.members(found)
    context = {
        "access": access,
        "merge": found,
        "members": [
            (member, queries.comparison(found.primary, member.record)) for member in members
        ],
        "filled": queries.filled(found.primary, [member.record for member in members]),
        "later": queries.all_merges(access.review).filter(pk__in=built_upon(found))
        if not found.undone_at
        else [],
    }
    return render(request, "screening/duplicates/merge.html", context)


@login_required
@require_POST
def merge_undo(request: HttpRequest, review_id: int, merge_id: int) -> HttpResponse:
    """Splits what was merged: an answer of people is open again,
    what the program merged is kept apart.
    """
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(Merge, review=access.review, pk=merge_id)
    try:
        done = duplicate_answers.split(
            by=access.user,
            review=access.review,
            merge_id=merge_id,
            later=bool(request.POST.get("later")),
        )
        messages.success(request, str(UNDONE_PERSON if done.by else UNDONE_PROGRAM))
    except MergeRefused as refused:
        messages.warning(request, merge_refusal(refused.code))
        if refused.code == "built_upon":
            return redirect("merge", review_id=review_id, merge_id=merge_id)
    return back(access, "merged")


@login_required
@require_POST
def merge_take_out(request: HttpRequest, review_id: int, merge_id: int) -> HttpResponse:
    """Takes one of several records out; the others stay merged."""
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(Merge, review=access.review, pk=merge_id)
    record = request.POST.get("record", "")
    number = int(record) if record.isascii() and record.isdigit() and len(record) < 12 else 0
    try:
        duplicate_answers.take_out(
            by=access.user, review=access.review, merge_id=merge_id, record_id=number
        )
        messages.success(request, _("The record is separate again; the others remain merged."))
    except MergeRefused as refused:
        messages.warning(request, merge_refusal(refused.code))
        return redirect("merge", review_id=review_id, merge_id=merge_id)
    return back(access, "merged")


@login_required
@require_POST
def run_undo(request: HttpRequest, review_id: int, run_id: int) -> HttpResponse:
    """Undoes a whole run."""
    access = access_review(request.user, review_id, "lead")
    get_object_or_404(DedupeRun, review=access.review, pk=run_id)
    undone, stayed = duplicate_answers.undo_run(by=access.user, review=access.review, run_id=run_id)
    text = ngettext("%(n)d merge is undone.", "%(n)d merges are undone.", undone)
    messages.success(request, text % {"n": undone})
    if stayed:
        text = ngettext(
            "%(n)d merge stays: people have built on it or confirmed it.",
            "%(n)d merges stay: people have built on them or confirmed them.",
            stayed,
        )
        messages.warning(request, text % {"n": stayed})
    return back(access, "merged")


@login_required
@require_POST
def run_redo(request: HttpRequest, review_id: int, run_id: int) -> HttpResponse:
    """Takes the undoing of a whole run back."""
    access = access_review(request.user, review_id, "lead")
    get_object_or_404(DedupeRun, review=access.review, pk=run_id)
    again, refused = duplicate_answers.redo_run(by=access.user, review=access.review, run_id=run_id)
    text = ngettext("%(n)d merge stands again.", "%(n)d merges stand again.", again)
    messages.success(request, text % {"n": again})
    if refused:
        text = ngettext(
            "%(n)d merge does not: people keep its records apart now, or one of them is gone.",
            "%(n)d merges do not: people keep their records apart now, or one of them is gone.",
            refused,
        )
        messages.warning(request, text % {"n": refused})
    return back(access, "merged")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, review_id: int) -> HttpResponse:
    """What the review does with preprints, versions, abstracts, theses,
    translations and guidelines.
    """
    access = access_review(request.user, review_id, "lead")
    form = PolicyForm(request.POST or None, policy=Policy(access.review.dedupe_policy))
    if request.method == "POST" and form.is_valid():
        set_policy(by=access.user, review=access.review, choices=form.choices())
        if form.cleaned_data["again"]:
            tasks.send(compare_again(by=access.user, review=access.review))
        messages.success(request, _("Saved."))
        return back(access, "linked")
    return render(request, "screening/duplicates/policy.html", {"access": access, "form": form})
