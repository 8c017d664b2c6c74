"""The stopping page of a stage: signals, the curve, audits with their price,
and the team's decision.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from screening.actions.jobs.job_queue import enqueue_once
from screening.actions.ranking import audit_samples
from screening.actions.ranking import stop_screening as actions
from screening.actions.ranking.audit_samples import AuditRefused
from screening.actions.ranking.stop_screening import StopRefused
from screening.models import StageSetting
from screening.queries.access.authorization import Access, access_review
from screening.queries.ranking import stopping_signals as queries
from screening.queries.ranking.audits import open_audit
from screening.stages import STAGES
from screening.tasks import send
from screening.web.ranking.forms import RuleForm, SampleForm
from screening.web.ranking.recall_chart import draw_curve
from screening.web.ranking.rule_lines import rule_lines
from screening.web.screening.lead_buttons import lead_button, why_of
from screening.web.stage_names import stage_label

REFUSALS = {
    "state": gettext_lazy("This is already the case, or is not possible now. Nothing was changed."),
    "reason": gettext_lazy("Give a reason; it is kept in the history. Nothing was changed."),
    "rule": gettext_lazy("Save the stopping rule first. Nothing was changed."),
    "size": gettext_lazy(
        "The sample must be smaller than the number of records without a vote. Nothing was changed."
    ),
    "voters": gettext_lazy("An audit needs at least two reviewers. Nothing was changed."),
    "looks": gettext_lazy(
        "The first audit was planned as the only one, so a second would prove nothing. Nothing was changed."
    ),
    "waiting": gettext_lazy("Some records of the sample are still undecided. Nothing was changed."),
}
SAMPLE = 100


@login_required
@require_safe
def stopping(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """What is known of the end of a stage, and for the lead what can be done about it."""
    access = access_review(request.user, review_id)
    if stage not in STAGES:
        raise Http404
    seen, review = queries.outlook(access, stage), access.review
    look, repeatable = queries.next_look(review, stage)
    stopped = queries.standing_stop(review, stage)
    context = {
        "access": access,
        "stage": stage,
        "stages": [(key, stage_label(key)) for key in STAGES],
        "stage_label": stage_label(stage),
        "first": not STAGES[stage].after,
        "setting": StageSetting.objects.get(review=review, stage=stage),
        "seen": seen,
        "curve": draw_curve(queries.curve(seen.labels), seen.total),
        "delayed": access.blinded,
        "check": queries.last_check(review, stage),
        "audits": queries.audits(access, stage),
        "open_audit": open_audit(review, stage),
        "may_audit": queries.may_audit(review, stage) and not stopped,
        "stopped": stopped,
        "at_work": queries.unfinished_stop(review, stage),
        "rule_form": RuleForm(),
    }
    if context["first"]:
        context["rules"] = rule_lines(seen, context["check"], context["audits"])
        context["evidence"] = queries.evidence(seen)
    if context["first"] and seen.untouched:
        context |= _prices(request, seen, look, repeatable)
    return render(request, "screening/ranking/stopping.html", context)


def _prices(
    request: HttpRequest, seen: queries.Outlook, look: int, repeatable: bool | None
) -> dict[str, Any]:
    """What an audit costs now: for the usual claims,
    and what a sample of the asked size would support.
    """
    asked, more = request.GET.get("size", ""), request.GET.get("repeatable", "")
    usual = min(SAMPLE, max(seen.untouched // 2, 1))
    size = min(int(asked), seen.untouched) if asked.isdecimal() and 0 < len(asked) < 10 else usual
    many = more == "more" if repeatable is None else repeatable
    sure = queries.confidence_of(look, repeatable=many)
    claims = [
        queries.claim(seen.found, seen.untouched, max(size, 1), n, sure)
        for n in range(min(4, size + 1))
    ]
    form = SampleForm(
        most=seen.untouched,
        initial={"size": max(size, 1), "repeatable": "more" if many else "once"},
    )
    return {
        "prices": queries.prices(seen.found, seen.untouched, sure),
        "claims": claims,
        "confidence": sure,
        "size": max(size, 1),
        "look": look,
        "fixed": repeatable is not None,
        "sample_form": form,
        "repeatable": many,
    }


_change = lead_button(
    (StopRefused, AuditRefused),
    REFUSALS,
    lambda review_id, stage: reverse("stopping", args=[review_id, stage]),
)


@_change
def rule(request: HttpRequest, access: Access, stage: str) -> str:
    """Writes the stopping rule down."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        raise StopRefused("rule")
    actions.set_rule(
        by=access.user, review=access.review, stage=stage, rule=form.cleaned_data["rule"]
    )
    return _("The rule has been saved with today's date.")


@_change
def check(request: HttpRequest, access: Access, stage: str) -> str:
    """Has the p of Callaghan and Müller-Hansen computed."""
    job, new = enqueue_once(kind="stopping_p", review=access.review, by=access.user, stage=stage)
    if new:
        send(job)
    return _("It is being computed; check again in a moment.")


@_change
def begin(request: HttpRequest, access: Access, stage: str) -> str:
    """Draws an audit sample."""
    form = SampleForm(request.POST, most=10**9, fixed=True)
    if not form.is_valid():
        raise AuditRefused("size")
    audit = audit_samples.begin_audit(
        by=access.user, review=access.review, stage=stage, **form.cleaned_data
    )
    told = ngettext(
        "%(n)d record was drawn and added to everybody's queue.",
        "%(n)d records were drawn and added to everybody's queue.",
        audit.size,
    )
    return told % {"n": audit.size}


@_change
def evaluate(request: HttpRequest, access: Access, stage: str) -> str:
    """Tells what the audit found."""
    audit_samples.evaluate_audit(by=access.user, review=access.review, stage=stage)
    return _("Audit evaluated. Relevant records proceed like any other included record.")


@_change
def give_up(request: HttpRequest, access: Access, stage: str) -> str:
    """Ends an audit without a result."""
    audit_samples.give_up_audit(
        by=access.user, review=access.review, stage=stage, reason=why_of(request)
    )
    return _("Audit abandoned; its votes are kept.")


@_change
def stop(request: HttpRequest, access: Access, stage: str) -> str:
    """Decides to screen no further."""
    send(actions.stop(access=access, stage=stage, reason=why_of(request)))
    return _("Decision recorded in the history. Records without a vote are removed from the queue.")


@_change
def resume(request: HttpRequest, access: Access, stage: str) -> str:
    """Takes the decision back."""
    send(actions.resume(by=access.user, review=access.review, stage=stage, reason=why_of(request)))
    return _("Decision undone. The records return to the queue.")
