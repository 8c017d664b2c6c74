"""Serves the tools for assistants: on standard input and output, or over HTTP."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """`manage.py mcp` for one person with REVIEWAPP_TOKEN;
    `--http 8765` for everybody who sends a token.
    """

    help = "Serves the tools for assistants (Model Context Protocol)."

    def add_arguments(self, parser: Any) -> None:
        """Where."""
        parser.add_argument(
            "--http", type=int, default=0, metavar="PORT", help="over HTTP, on this port"
        )
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serves until it is ended. Raises CommandError without the package it needs."""
        try:
            from screening.management.assistant import make_server
        except ModuleNotFoundError as missing:
            raise CommandError(
                "Install what it needs: pip install -r requirements-mcp.txt"
            ) from missing
        server = make_server()
        if options["http"]:
            server.run(
                "streamable-http", host=options["host"], port=options["http"], stateless_http=True
            )
        else:
            server.run("stdio")
