#!/usr/bin/env python3
"""Django's command line."""

import os
import sys


def main() -> None:
    """Runs the command given on the command line; what people can mend is told in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
    if len(sys.argv) > 1 and sys.argv[1] == "runserver":
        os.environ.setdefault("DEBUG", "1")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"reviewapp cannot start: {error}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
