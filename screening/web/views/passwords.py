"""A forgotten password: Django's own views, which keep the token out of the address, in our templates."""

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from screening.web.forms.accounts import ForgottenPasswordForm, NewPasswordForm

_read_or_write = require_http_methods(["GET", "HEAD", "POST"])

ask = _read_or_write(
    views.PasswordResetView.as_view(
        template_name="screening/password_reset.html",
        form_class=ForgottenPasswordForm,
        email_template_name="screening/mail/reset.txt",
        subject_template_name="screening/mail/reset_subject.txt",
    )
)
"""Sends a link to the address if it has an account; says the same if not."""


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says where the link is: in the mail, or with whoever runs the site when there is no mail server."""
    context = {"printed": settings.EMAIL_BACKEND == settings.PRINTED_MAIL}
    return render(request, "screening/password_reset_sent.html", context)


new = _read_or_write(
    views.PasswordResetConfirmView.as_view(
        template_name="screening/password_reset_new.html", form_class=NewPasswordForm
    )
)
changed = require_safe(views.PasswordResetCompleteView.as_view(template_name="screening/password_reset_changed.html"))
