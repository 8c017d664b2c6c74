"""`manage.py reviews`: whoever runs the site lists reviews with leads and sizes,
and gives one another lead.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models.functions import Now

from screening.actions.archive.review_deletion import DeletionRefused, ask_deletion, delete_review
from screening.actions.site.site_administration import hand_over
from screening.models import Job, Review, User
from screening.queries.site.site_overview import reviews

REFUSED = {
    "title": "that is not its title: --title TEXT",
    "busy": "work on its records is going on; wait for it, or cancel it (manage.py jobs)",
}


class Command(BaseCommand):
    """Lists reviews, or hands one over."""

    help = "Lists reviews (number, title, leads, size), makes the account with ADDRESS a lead of one, or deletes one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to find, or what to hand over to whom and why."""
        parser.add_argument("words", nargs="*", help="parts of titles")
        parser.add_argument("--hand-over", type=int, metavar="REVIEW")
        parser.add_argument("--to", metavar="ADDRESS")
        parser.add_argument("--reason", default="")
        parser.add_argument(
            "--delete",
            type=int,
            metavar="REVIEW",
            help="for good, here and now; goes on if cut off",
        )
        parser.add_argument(
            "--title", default="", help="with --delete: its title, so that no wrong number deletes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a review or address that is not there, or without a reason."""
        if options["delete"] is not None:
            self._delete(options["delete"], options["title"])
            return
        if options["hand_over"] is None:
            for held in reviews(" ".join(options["words"])):
                leads = ", ".join(user.email for user in held.leads) or "no lead"
                size = f"{held.records} records, {held.files / 1e6:.1f} MB of files"
                self.stdout.write(
                    f"{held.review.pk}\t{held.review.title}\t{leads}\t{held.members} members, {size}"
                )
            return
        review = Review.objects.filter(pk=options["hand_over"]).first()
        to = User.objects.filter(
            email=(options["to"] or "").strip().lower(), is_active=True
        ).first()
        if review is None or to is None:
            raise CommandError(
                "there is no such review, or no such account: --hand-over REVIEW --to ADDRESS"
            )
        try:
            hand_over(by=None, review=review, to=to, reason=options["reason"])
        except ValueError:
            raise CommandError("say why, for the review's history: --reason TEXT") from None
        self.stdout.write(f"{to.email} leads review {review.pk} now")

    def _delete(self, number: int, title: str) -> None:
        review = Review.objects.filter(pk=number).first()
        if review is None:
            raise CommandError(f"there is no review {number}")
        if review.deleting_at is None:
            try:
                ask_deletion(by=None, review=review, typed=title)
            except DeletionRefused as refused:
                raise CommandError(REFUSED[refused.code]) from None
        delete_review(by=None, review=Review.objects.get(pk=number))
        Job.objects.filter(
            kind="delete_review", state=Job.State.QUEUED, params__gone=number
        ).update(state=Job.State.DONE, finished_at=Now())
        self.stdout.write(f"review {number} is deleted")
