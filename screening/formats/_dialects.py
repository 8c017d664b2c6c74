"""Which tool wrote a table, told from its columns."""

from collections.abc import Mapping

from screening.formats import ictrp
from screening.formats._columns import plain_name
from screening.formats._draft import Draft
from screening.formats._table_cells import Dialect


def _as_trial(draft: Draft, cells: Mapping[str, str]) -> None:
    """A row of the WHO's platform says the same as its XML, so it becomes the same record."""
    found = ictrp.draft_of({plain_name(name).replace(" ", "_"): text for name, text in cells.items()})
    for name in ("title", "abstract", "notes", "publisher", "source_database", "date", "identifiers"):
        setattr(draft, name, getattr(found, name) or getattr(draft, name))


def _of_trial(name: str) -> bool:
    return name.replace(" ", "_") in ictrp.READ


def _found_by(draft: Draft, cells: Mapping[str, str]) -> None:
    """Publish or Perish asks many services; the address of the citing works tells which."""
    if "scholar.google" in cells.get("CitesURL", "") or cells.get("CitesURL", "").startswith("http://scholar."):
        draft.source_database = "Google Scholar"


TOOLS = (
    ({"item title", "item doi"}, Dialect(source_database="SpringerLink", glued=True)),
    ({"nct number", "study title"}, Dialect(source_database="ClinicalTrials.gov", type="trial")),
    ({"nct number", "title", "conditions"}, Dialect(source_database="ClinicalTrials.gov", type="trial")),
    ({"publication id", "dimensions url"}, Dialect(source_database="Dimensions", parted=True)),
    ({"storeid", "pubtitle"}, Dialect(source_database="ProQuest", commas=True)),
    ({"central id", "title"}, Dialect(source_database="Cochrane Central")),
    ({"gsrank", "querydate"}, Dialect(source_database="Publish or Perish", finish=_found_by)),
    ({"plink", "doctype"}, Dialect(source_database="EBSCOhost")),
    ({"lens id", "title"}, Dialect(source_database="The Lens")),
    ({"author names", "emtree medical index terms"}, Dialect(source_database="Embase")),
    ({"srcdatabase", "title"}, Dialect(source_database="CNKI")),
    ({"document title", "ieee terms"}, Dialect(source_database="IEEE Xplore")),
    ({"display name", "ids.openalex"}, Dialect(source_database="OpenAlex")),
    ({"trialid", "public title"}, Dialect(source_database="ICTRP", type="trial", finish=_as_trial, reads=_of_trial)),
    ({"ut (unique wos id)", "article title"}, Dialect(source_database="Web of Science", parted=True)),
    ({"item type", "abstract note", "manual tags"}, Dialect(parted=True)),
    ({"eid", "source title", "title"}, Dialect(source_database="Scopus")),
)
"""Columns that give a tool away, and what is then known of its tables."""


def dialect(header: list[str]) -> Dialect:
    """What is known of the tool that wrote this header."""
    present = {plain_name(name) for name in header}
    return next((known for names, known in TOOLS if names <= present), Dialect())
