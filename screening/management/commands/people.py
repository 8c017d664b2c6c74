"""`manage.py people`: whoever runs the site finds,
disables and enables accounts and ends their sessions.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.actions.access.account_closure import LeadsAlone
from screening.actions.access.accounts import end_sessions
from screening.actions.site.site_administration import close_for, disable, enable
from screening.models import User
from screening.queries.site.person_remains import remains
from screening.queries.site.site_overview import people


class Command(BaseCommand):
    """Lists people, or does one thing to one of them."""

    help = "Lists accounts (number, address, name), or disables, enables, signs out or closes the one with ADDRESS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to find, or what to do to whom."""
        parser.add_argument("words", nargs="*", help="parts of names or addresses")
        for action in ("disable", "enable", "end-sessions", "close"):
            parser.add_argument(f"--{action}", metavar="ADDRESS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for an address without an account."""
        if address := options["disable"]:
            ended = disable(by=None, user=self._find(address))
            self.stdout.write(f"disabled; {ended} sessions ended")
        elif address := options["enable"]:
            enable(by=None, user=self._find(address))
            self.stdout.write("enabled")
        elif address := options["end_sessions"]:
            self.stdout.write(f"{end_sessions(user=self._find(address))} sessions ended")
        elif address := options["close"]:
            self._close(self._find(address))
        else:
            for user in people(" ".join(options["words"])):
                state = "" if user.is_active else "\tdisabled"
                self.stdout.write(
                    f"{user.pk}\t{user.email}\t{user.name}\tin {user.in_reviews} reviews{state}"
                )

    def _close(self, user: User) -> None:
        """Name, address and every way in go; what stays is told."""
        stays = ", ".join(f"{count} {kind}" for kind, count in remains(user).items()) or "nothing"
        try:
            close_for(by=None, user=user, typed=user.email)
        except LeadsAlone as alone:
            raise CommandError(
                f"nobody else leads {alone}: hand over or delete first (manage.py reviews)"
            ) from None
        self.stdout.write(
            f"closed. Stays, without the name: {stays}. Backups hold the name until they are deleted."
        )

    def _find(self, address: str) -> User:
        user = User.objects.filter(email=address.strip().lower()).first()
        if user is None:
            raise CommandError(f"there is no account with the address {address}")
        return user
