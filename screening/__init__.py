"""Screening for systematic reviews."""

#: The one place where the version stands: pages, files that are taken away and the package read it
#: here.
__version__ = "0.2.0"

#: Name and version, as files and methods sections give them.
PROGRAM = f"Reviewapp {__version__}"
