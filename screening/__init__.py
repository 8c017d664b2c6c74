"""Screening for systematic reviews."""

__version__ = "0.2.0"
"""The one place where the version stands: pages,
files that are taken away and the package read it here.
"""

PROGRAM = f"Reviewapp {__version__}"
"""Name and version, as files and methods sections give them."""
