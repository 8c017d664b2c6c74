"""`manage.py verify [REVIEW …]`: recomputes everything, and names what is wrong."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.actions.history.history_hashing import accept_late, seal_review
from screening.actions.verification.verification import verify
from screening.models import Review
from screening.queries.history.history_hashes import head
from screening.queries.translation import say


class Command(BaseCommand):
    """Checks reviews against their own history, and the history against its seals."""

    help = (
        "Recomputes places and numbers from the tables and from the history, checks identities, orphans, files and the "
        "chain of the history. Exit code 1 when anything is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "review", nargs="*", type=int, help="numbers of reviews; all without one"
        )
        parser.add_argument(
            "--heads",
            metavar="FILE",
            help="heads noted before, to see whether a history was cut off",
        )
        parser.add_argument(
            "--write-heads", metavar="FILE", help="note the heads of today; keep the file elsewhere"
        )
        parser.add_argument(
            "--only-new", action="store_true", help="with --heads: of hashes, only those since"
        )
        parser.add_argument("--seal", action="store_true", help="first seal what is not sealed yet")

        parser.add_argument(
            "--accept-late",
            metavar="WHY",
            help="first accept events that were stored after later ones were sealed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reviews = list(Review.objects.order_by("pk"))
        if options["review"]:
            known = {review.pk for review in reviews}
            if missing := [str(pk) for pk in options["review"] if pk not in known]:
                raise CommandError(f"no such review: {', '.join(missing)}")
            reviews = [review for review in reviews if review.pk in options["review"]]
        noted, self.only_new = self._noted(options["heads"]), options["only_new"]
        if why := (options["accept_late"] or "").strip():
            for review in reviews:
                self._accept(review, why)
        wrong = [
            review.pk
            for review in reviews
            if self._check(review, noted.get(str(review.pk)), options["seal"])
        ]
        if options["write_heads"]:
            heads = {review.pk: [(end := head(review)).sequence, end.hash] for review in reviews}
            Path(options["write_heads"]).write_text(
                json.dumps(heads, indent=1) + "\n", encoding="utf-8"
            )
        if wrong:
            raise SystemExit(1)

    def _noted(self, file: str | None) -> dict[str, Any]:
        if not file:
            return {}
        try:
            return dict(json.loads(Path(file).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from None

    def _accept(self, review: Review, why: str) -> None:
        if accepted := accept_late(review, why):
            self.stdout.write(
                f"review {review.pk}: {accepted} late events accepted, as its history tells from now on"
            )

    def _check(self, review: Review, noted: Any, seals: bool) -> bool:
        if seals:
            seal_review(review, timedelta(0))
        problems = verify(review, tuple(noted) if noted else None, only_new=self.only_new)
        end = head(review)
        told = f"{len(problems)} problems" if problems else "all right"
        self.stdout.write(
            f"review {review.pk} {review.title}: {told}; {end.sequence} events sealed, head {end.hash}"
        )
        for problem in problems:
            self.stdout.write(f"  {say(problem)}")
        return bool(problems)
