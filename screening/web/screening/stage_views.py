"""Running the stages: opened, closed, screened again, calibrated, dealt out, unblinded."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from screening.actions.screening import assignment
from screening.actions.screening import stages as actions
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.stuck_reports import free_dealt, lower_votes
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.stage_status import running, to_screen_again
from screening.queries.screening.stuck_reports import stuck
from screening.web.screening.lead_buttons import lead_button, why_of
from screening.web.screening.stage_forms import AgainForm, CalibrationForm, DealForm
from screening.web.stage_names import stage_label

REFUSALS = {
    "reason": gettext_lazy("Give a reason; it is kept in the history. Nothing was changed."),
    "state": gettext_lazy("This is already the case, or is not possible now. Nothing was changed."),
    "records": gettext_lazy("No record matches. Nothing was changed."),
    "voters": gettext_lazy("There are too few reviewers for that. Nothing was changed."),
}


@login_required
@require_safe
def stages(request: HttpRequest, review_id: int) -> HttpResponse:
    """How each stage runs, with everything a lead can do about it."""
    access = access_review(request.user, review_id, "lead")
    context = {
        "access": access,
        "stages": [(one, stage_label(one.setting.stage)) for one in running(access)],
        "stuck": stuck(access.review),
        "again_form": AgainForm(auto_id="again-%s"),
        "calibration_form": CalibrationForm(auto_id="calibration-%s"),
        "deal_form": DealForm(review=access.review, auto_id=False),
    }
    return render(request, "screening/screening/stages.html", context)


_change = lead_button(
    StageRefused, REFUSALS, lambda review_id, _stage: reverse("stages", args=[review_id])
)


@_change
def open_one(request: HttpRequest, access: Access, stage: str) -> str:
    """Takes votes from now on."""
    actions.open_stage(by=access.user, review=access.review, stage=stage, reason=why_of(request))
    return _("Stage open.")


@_change
def close_one(request: HttpRequest, access: Access, stage: str) -> str:
    """Takes no more votes."""
    actions.close_stage(by=access.user, review=access.review, stage=stage, reason=why_of(request))
    return _("Stage closed; votes kept.")


@_change
def again(request: HttpRequest, access: Access, stage: str) -> str:
    """Starts reports anew."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise StageRefused("records")
    ids = to_screen_again(access.review, stage, form.cleaned_data["scope"])
    if not ids:
        raise StageRefused("records")
    reason = form.cleaned_data["reason"]
    done = actions.screen_again(
        by=access.user, review=access.review, stage=stage, record_ids=ids, reason=reason
    )
    return ngettext(
        "%(n)d report will be re-screened.", "%(n)d reports will be re-screened.", done
    ) % {"n": done}


@_change
def calibrate(request: HttpRequest, access: Access, stage: str) -> str:
    """Starts a round on a random sample."""
    form = CalibrationForm(request.POST)
    if not form.is_valid():
        raise StageRefused("records")
    actions.start_calibration(
        by=access.user, review=access.review, stage=stage, size=form.cleaned_data["size"]
    )
    return _("Calibration round started. Until it ends, everybody screens only its records.")


@_change
def calibrated(request: HttpRequest, access: Access, stage: str) -> str:
    """Ends the round."""
    actions.end_calibration(by=access.user, review=access.review, stage=stage)
    return _("Calibration round ended. Check the agreement before you finalise the criteria.")


@_change
def deal_out(request: HttpRequest, access: Access, stage: str) -> str:
    """Deals records to people."""
    form = DealForm(request.POST, review=access.review)
    if not form.is_valid():
        raise StageRefused("voters")
    data = form.cleaned_data
    done = assignment.deal(
        by=access.user,
        review=access.review,
        stage=stage,
        people=[m.user for m in data["people"]],
        group=[m.user for m in data["group"]],
        each=data["each"],
        language=data["language"],
        only_readers=data["only_readers"],
    )
    return ngettext("%(n)d record was assigned.", "%(n)d records were assigned.", done) % {
        "n": done
    }


@_change
def deal_back(request: HttpRequest, access: Access, stage: str) -> str:
    """Takes back what was dealt."""
    freed = assignment.take_back(by=access.user, review=access.review, stage=stage)
    return ngettext("%(n)d record was unassigned.", "%(n)d records were unassigned.", freed) % {
        "n": freed
    }


@_change
def unblind_one(request: HttpRequest, access: Access, stage: str) -> str:
    """Ends the blinding of a stage, and tells everybody."""
    actions.unblind(by=access.user, review=access.review, stage=stage, reason=why_of(request))
    return _("The votes of this stage are visible to the team, and everybody has been notified.")


@_change
def lower(request: HttpRequest, access: Access, stage: str) -> str:
    """Wants fewer votes for the reports that nobody left can vote on."""
    done = lower_votes(by=access.user, review=access.review, stage=stage, reason=why_of(request))
    return ngettext(
        "%(n)d report now needs fewer votes.", "%(n)d reports now need fewer votes.", done
    ) % {"n": done}


@_change
def free(request: HttpRequest, access: Access, stage: str) -> str:
    """Lets everybody vote on reports that are dealt to people who cannot."""
    done = free_dealt(by=access.user, review=access.review, stage=stage, reason=why_of(request))
    return ngettext("%(n)d record was unassigned.", "%(n)d records were unassigned.", done) % {
        "n": done
    }
