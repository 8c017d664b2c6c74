"""`manage.py sign_ins`: the newest tries to sign in, failures and refusals among them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from screening.queries.site.site_overview import attempts


class Command(BaseCommand):
    """Lists tries to sign in, newest first."""

    help = "Lists tries to sign in: when, address of the account, from where, outcome (good, wrong, refused), times."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to find."""
        parser.add_argument(
            "words", nargs="*", help="part of an address, beginning of an IP address, or an outcome"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line each."""
        for attempt in attempts(" ".join(options["words"])):
            when = attempt.at.isoformat(timespec="seconds")
            self.stdout.write(
                f"{when}\t{attempt.email}\t{attempt.address}\t{attempt.outcome}\t{attempt.times}"
            )
