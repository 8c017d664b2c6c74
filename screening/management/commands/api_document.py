"""Writes the OpenAPI document of the interface for programs."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from screening.api.document_page import make_document


class Command(BaseCommand):
    """Writes docs/api/openapi.json anew, or the file that is named."""

    help = "Writes the OpenAPI document of the interface for programs."

    def add_arguments(self, parser: Any) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", type=Path, default=Path("docs/api/openapi.json"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes it."""
        where: Path = options["file"]
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(
            json.dumps(make_document(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
