"""Which tool wrote a table, told from its columns."""

from screening.formats._cells import Dialect
from screening.formats._columns import plain_name

TOOLS = (
    ({"item title", "item doi"}, Dialect(source_database="SpringerLink", glued=True)),
    ({"nct number", "study title"}, Dialect(source_database="ClinicalTrials.gov", type="trial")),
    ({"nct number", "title", "conditions"}, Dialect(source_database="ClinicalTrials.gov", type="trial")),
    ({"publication id", "dimensions url"}, Dialect(source_database="Dimensions", parted=True)),
    ({"storeid", "pubtitle"}, Dialect(source_database="ProQuest")),
    ({"plink", "doctype"}, Dialect(source_database="EBSCOhost")),
    ({"lens id", "title"}, Dialect(source_database="The Lens")),
    ({"author names", "emtree medical index terms"}, Dialect(source_database="Embase")),
    ({"srcdatabase", "title"}, Dialect(source_database="CNKI")),
    ({"document title", "ieee terms"}, Dialect(source_database="IEEE Xplore")),
    ({"display name", "ids.openalex"}, Dialect(source_database="OpenAlex")),
    ({"trialid", "public title"}, Dialect(source_database="ICTRP", type="trial")),
    ({"ut (unique wos id)", "article title"}, Dialect(source_database="Web of Science", parted=True)),
    ({"item type", "abstract note", "manual tags"}, Dialect(parted=True)),
    ({"eid", "source title", "title"}, Dialect(source_database="Scopus")),
)
"""Columns that give a tool away, and what is then known of its tables."""


def dialect(header: list[str]) -> Dialect:
    """What is known of the tool that wrote this header."""
    present = {plain_name(name) for name in header}
    return next((known for names, known in TOOLS if names <= present), Dialect())
