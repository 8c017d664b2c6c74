"""Where the program lies: in a checkout, or installed among other packages."""

from pathlib import Path

from platformdirs import user_data_path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "manage.py").exists() else None
"""The folder of the checkout; None where the package is installed."""
TEMPLATES = CHECKOUT / "templates" if CHECKOUT else PACKAGE / "templates"
"""In a wheel the templates lie inside the package."""
COMMAND = ".venv/bin/python manage.py" if CHECKOUT else "reviewapp"
"""What to type, in advice."""


def data_folder() -> Path:
    """Where data goes when nobody says: beside the checkout,
    or where this system keeps data of a person's programs.
    """
    return CHECKOUT / "data" if CHECKOUT else user_data_path("reviewapp", appauthor=False)
