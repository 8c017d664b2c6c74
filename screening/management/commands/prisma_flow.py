"""`manage.py prisma_flow EVENTS.json`: the numbers of a history, as JSON; no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.flow.identities import check
from screening.replay.counting import Result
from screening.replay.events import HistoryError
from screening.replay.vectors import passed_over, run


class Command(BaseCommand):
    help = "Replays a history of a review (a JSON file of events) and prints every number of its PRISMA flow as JSON."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("events", type=Path, metavar="EVENTS.json")
        parser.add_argument(
            "--version-of-review",
            type=int,
            metavar="N",
            help="default: the one in the file, or the latest",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = json.loads(options["events"].read_text(encoding="utf-8-sig"))
            if options["version_of_review"]:
                data = {
                    **(data if isinstance(data, dict) else {"events": data}),
                    "version": options["version_of_review"],
                }
            result = run(data)
        except OSError as error:
            raise CommandError(f"{options['events']}: {error.strerror}") from error
        except (ValueError, HistoryError) as error:
            raise CommandError(f"{options['events']}: {error}") from error
        for where, key in passed_over(data):
            self.stderr.write(f"{where}: nothing reads the key {key!r}; passed over")
        self._warn(result)
        self.stdout.write(json.dumps(result.flow.to_json(), ensure_ascii=False, indent=1))

    def _warn(self, result: Result) -> None:
        for event, name in result.strays:
            self.stderr.write(f"event {event}: {name} is not there at that moment; passed over")
        told = result.studies
        listed = {
            "listed_studies": len(told.listed),
            "listed_reports": len(told.listed_reports) + told.by_hand,
        }
        for breach in check(result.flow.to_json() | listed, told.several_in_one):
            self.stderr.write(str(breach.message))
