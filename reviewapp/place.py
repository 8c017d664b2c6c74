"""Where the program lies: in a checkout, or installed among other packages."""

from pathlib import Path

from platformdirs import user_data_path

PACKAGE = Path(__file__).resolve().parent
#: The folder of the checkout; None where the package is installed.
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "manage.py").exists() else None
#: In a wheel the templates lie inside the package.
TEMPLATES = CHECKOUT / "templates" if CHECKOUT else PACKAGE / "templates"
#: What to type, in advice.
COMMAND = ".venv/bin/python manage.py" if CHECKOUT else "reviewapp"


def data_folder() -> Path:
    """Where data goes when nobody says: beside the checkout,
    or where this system keeps data of a person's programs.
    """
    return CHECKOUT / "data" if CHECKOUT else user_data_path("reviewapp", appauthor=False)
