"""The command line: `reviewapp …` where it is installed, `manage.py …` in a checkout."""

import os
import sys


def main() -> None:
    """Runs the command given on the command line; what people can mend is told in a sentence.

    Without any it serves, as whoever has just installed it wants.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
    arguments = sys.argv if len(sys.argv) > 1 or not _installed() else [*sys.argv, "serve"]
    if arguments[1:2] == ["runserver"]:
        os.environ.setdefault("DEBUG", "1")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(f"reviewapp cannot start: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _installed() -> bool:
    from reviewapp.place import CHECKOUT

    return CHECKOUT is None


if __name__ == "__main__":
    main()
