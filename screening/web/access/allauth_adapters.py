"""Where django-allauth asks how this site wants it."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from screening.actions.access.sign_in import TooManyTries, begin_attempt, end_attempt
from screening.models import Invitation, SignInAttempt, User
from screening.queries.access.members import invitation_of
from screening.web.access.known_browser import known_device

#: Where the session keeps the token of an invitation.
TOKEN = "invitation"  # noqa: S105
logger = logging.getLogger(__name__)


def invitation_at_hand(request: HttpRequest) -> Invitation | None:
    """The invitation whose link was opened in this browser, while it can still be accepted."""
    return invitation_of(request.session.get(TOKEN, ""))


def may_sign_up(request: HttpRequest) -> bool:
    """Whether an account can be made: everybody where the site is open,
    else people with an invitation.
    """
    return settings.SIGN_UP == "open" or invitation_at_hand(request) is not None


class AccountAdapter(DefaultAccountAdapter):
    """Our limits, mails and ways on."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and password do not match."),
        "email_taken": _(
            "No account can be created with this address. If it is yours, sign in instead."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """See `may_sign_up`."""
        return may_sign_up(request)

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The link of an invitation that came by mail has shown that its address is read by this
        person.
        """
        found = invitation_at_hand(request)
        mailed = (
            found is not None
            and found.mailed_at is not None
            and found.email == email.strip().lower()
        )
        return mailed or super().is_email_verified(request, email)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The account with its name, in the language of the page."""
        user.name = form.cleaned_data.get("name", "").strip()
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit=commit)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the invitation that was opened, else to the reviews."""
        return reverse("join" if invitation_at_hand(request) else "reviews")

    get_signup_redirect_url = get_login_redirect_url

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try instead of allauth, whose count by account alone would let anybody lock
        anybody out.
        """
        email = credentials.get("email", "")
        device = known_device(
            request.COOKIES, User.objects.filter(email=email.strip().lower()).first()
        )
        try:
            self._attempt: SignInAttempt | None = begin_attempt(
                email=email, address=self.get_client_ip(request), device=device
            )
        except TooManyTries:
            raise ImmediateHttpResponse(too_many_tries(request)) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Notes how the try ended."""
        self._attempt = None
        user = super().authenticate(request, **credentials)
        if self._attempt is not None:
            end_attempt(self._attempt, good=user is not None)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that cannot be reached is written down and stops nobody."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.warning("a mail could not be sent: %s", error)


class ForeignAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts people have elsewhere."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """As for accounts of this site."""
        return may_sign_up(request)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """The account with its name."""
        if form is not None:
            sociallogin.user.name = form.cleaned_data.get("name", "").strip()
            sociallogin.user.language = get_language() or ""
        return super().save_user(request, sociallogin, form)

    def get_requests_session(self) -> Any:
        """Does not wait for ever for a provider that is down."""
        session = super().get_requests_session()
        send = session.request
        session.request = lambda *args, **kwargs: send(*args, **({"timeout": 10} | kwargs))
        return session


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Says how long it rests, and the ways past it."""
    answer = render(request, "screening/access/locked_out.html", status=429)
    answer.headers["Retry-After"] = "900"
    return answer
