"""Webhooks of a review: added, looked at with their deliveries, their secrets changed, ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.webhooks import webhooks as actions
from screening.actions.webhooks.webhooks import WebhookRefused
from screening.models import Webhook
from screening.queries.access.authorization import Access, access_review
from screening.queries.keyset import page
from screening.queries.webhooks.webhooks import deliveries_of, webhooks_of
from screening.web.webhooks.forms import WebhookForm

REFUSALS = {
    "scheme": gettext_lazy(
        "The address has to begin with https://, without a name or password in it."
    ),
    "host": gettext_lazy("This is no address of another server."),
    "unknown": gettext_lazy("Nobody knows this server name."),
    "private": gettext_lazy(
        "This address leads into the network of this server. Whoever runs the site can allow that."
    ),
    "events": gettext_lazy("Choose at least one event."),
    "many": gettext_lazy("A review can have twenty webhooks. End one first."),
    "off": gettext_lazy("This webhook is switched off."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, review_id: int) -> HttpResponse:
    """The webhooks, and a new one; its secret is shown in this one answer."""
    access = access_review(request.user, review_id, "lead")
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = actions.add_webhook(
                by=access.user, review=access.review, **form.cleaned_data
            )
        except WebhookRefused as refused:
            form.add_error(
                "events" if refused.code == "events" else "url", str(REFUSALS[refused.code])
            )
        else:
            form = WebhookForm()
    context = {
        "access": access,
        "form": form,
        "secret": secret,
        "webhooks": webhooks_of(access.review),
    }
    return render(request, "screening/webhooks/webhooks.html", context)


@login_required
@require_safe
def webhook(request: HttpRequest, review_id: int, webhook_id: int) -> HttpResponse:
    """One webhook with its deliveries, newest first."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, webhook_id)
    shown = page(deliveries_of(one), order="-pk", cursor=request.GET.get("page", ""), size=25)
    return render(
        request,
        "screening/webhooks/webhook.html",
        {"access": access, "webhook": one, "page": shown},
    )


@login_required
@require_POST
def webhook_secret(request: HttpRequest, review_id: int, webhook_id: int) -> HttpResponse:
    """A new secret, shown in this one answer."""
    access = access_review(request.user, review_id, "lead")
    secret = actions.change_secret(by=access.user, webhook=_own(access, webhook_id))
    context = {
        "access": access,
        "form": WebhookForm(),
        "secret": secret,
        "webhooks": webhooks_of(access.review),
    }
    return render(request, "screening/webhooks/webhooks.html", context)


@login_required
@require_POST
def webhook_end(request: HttpRequest, review_id: int, webhook_id: int) -> HttpResponse:
    """Nothing is sent there any more."""
    access = access_review(request.user, review_id, "lead")
    actions.end_webhook(by=access.user, webhook=_own(access, webhook_id))
    messages.success(request, _("The webhook has ended."))
    return redirect("webhooks", review_id=review_id)


@login_required
@require_POST
def delivery_again(
    request: HttpRequest, review_id: int, webhook_id: int, delivery_id: int
) -> HttpResponse:
    """Sends a message again, under its id."""
    access = access_review(request.user, review_id, "lead")
    rows = deliveries_of(_own(access, webhook_id)).select_related("webhook")
    try:
        actions.send_again(by=access.user, delivery=get_object_or_404(rows, pk=delivery_id))
    except WebhookRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    else:
        messages.success(request, _("The message is sent again within seconds."))
    return redirect("webhook", review_id=review_id, webhook_id=webhook_id)


def _own(access: Access, webhook_id: int) -> Webhook:
    return get_object_or_404(webhooks_of(access.review).select_related("review"), pk=webhook_id)
