"""`manage.py messages`: collects the texts of code and templates into the Chinese catalogue and
compiles it.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

LANGUAGE = "zh_Hans"
#: The catalogue's own folder is among them: met on the way it would be written to, whatever
#: LOCALE_PATHS says.
IGNORED = [
    ".venv",
    "venv",
    "build",
    "data",
    "docs",
    "tests",
    "node_modules",
    "screening/static",
    "screening/migrations",
    "reviewapp/locale",
]


class Command(makemessages.Command):
    """Sentences of the lower floors count too: `gettext_noop("…")` and `Message("…")`.

    New texts come in untranslated and are never guessed from similar ones.
    Compiles the catalogue afterwards.
    """

    help = "Collects all texts into reviewapp/locale and compiles the catalogue."
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=Message:1"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs makemessages with what this project needs; other options stay as they are given."""
        options |= {
            "locale": [LANGUAGE],
            "ignore_patterns": [*options["ignore_patterns"], *IGNORED],
            "no_location": True,
            "no_wrap": True,
        }
        super().handle(*args, **options)
        if options["compile"]:
            for folder in settings.LOCALE_PATHS:
                call_command(
                    "compilemessages", locale=[LANGUAGE], ignore_patterns=IGNORED, verbosity=0
                )
                self.stdout.write(f"compiled {folder}")

    def add_arguments(self, parser: Any) -> None:
        """Adds `--no-compile`."""
        super().add_arguments(parser)
        parser.add_argument(
            "--no-compile", action="store_false", dest="compile", help="only collect"
        )
