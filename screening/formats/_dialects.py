"""Which tool wrote a table, told from its columns."""

import re
from collections.abc import Mapping

from screening.formats import _eppi_report as eppi_report
from screening.formats import ictrp
from screening.formats._columns import plain_name
from screening.formats._draft import Draft
from screening.formats._table_cells import Dialect
from screening.records import identifiers


def _as_trial(draft: Draft, cells: Mapping[str, str]) -> None:
    """A row of the WHO's platform says the same as its XML, so it becomes the same record."""
    found = ictrp.draft_of(
        {plain_name(name).replace(" ", "_"): text for name, text in cells.items()}
    )
    for name in ("title", "abstract", "notes", "publisher", "source_database", "date"):
        setattr(draft, name, getattr(found, name) or getattr(draft, name))
    draft.identifiers = [*found.identifiers, *draft.identifiers]


def _of_trial(name: str) -> bool:
    return name.replace(" ", "_") in ictrp.READ


def _found_by(draft: Draft, cells: Mapping[str, str]) -> None:
    """Publish or Perish asks many services; the address of the citing works tells which."""
    if "scholar.google" in cells.get("CitesURL", "") or cells.get("CitesURL", "").startswith(
        "http://scholar."
    ):
        draft.source_database = "Google Scholar"


_COUNTED = re.compile(r"(\d{1,6})\s*(?:pages?|pp?\.?)?", re.IGNORECASE)
_MOST_PAGES = 2000
_ZOTERO_PMID = re.compile(r"\bPMID:\s*(\d{1,9})\b")
_ZOTERO_PMCID = re.compile(r"\bPMCID:\s*(PMC\d+)\b")


def _to_the_last_page(draft: Draft, cells: Mapping[str, str]) -> None:
    """EBSCOhost tells the first page and how many there are;
    a single column of pages has the last one.
    """
    number = next(
        (text for name, text in cells.items() if plain_name(name) in ("page count", "pagecount")),
        "",
    )
    counted = _COUNTED.fullmatch(number.strip())
    if counted and draft.pages.isdecimal() and 1 < int(counted.group(1)) < _MOST_PAGES:
        draft.pages = f"{draft.pages}-{int(draft.pages) + int(counted.group(1)) - 1}"


def _counts_pages(name: str) -> bool:
    return name in ("page count", "pagecount")


def _from_the_health_library(draft: Draft, cells: Mapping[str, str]) -> None:
    """The Virtual Health Library numbers records by their database ("mdl-" is PubMed's) and gives
    titles in two languages with a stroke between them.
    """
    number = cells.get("ID", "")
    draft.identifiers += [
        found for found in identifiers.accessions(number) if found not in draft.identifiers
    ]
    draft.pmid = draft.pmid or identifiers.crossed_pmid(number)
    halves = draft.title.split(" / ")
    if (
        len(halves) == 2
        and not draft.title_translated
        and all(len(half.split()) > 2 for half in halves)
    ):
        draft.title, draft.title_translated = halves


def _is_number(name: str) -> bool:
    return name == "id"


def _with_extra(draft: Draft, cells: Mapping[str, str]) -> None:
    """Zotero keeps the numbers of PubMed in its field Extra."""
    extra = cells.get("Extra", "")
    if not draft.pmid and (found := _ZOTERO_PMID.search(extra)):
        draft.pmid = found.group(1)
    draft.identifiers += [("pmcid", number) for number in _ZOTERO_PMCID.findall(extra)]


#: Columns that give a tool away, and what is then known of its tables.
TOOLS = (
    ({"item title", "item doi"}, Dialect(source_database="SpringerLink", glued=True)),
    ({"nct number", "study title"}, Dialect(source_database="ClinicalTrials.gov", type="trial")),
    (
        {"nct number", "title", "conditions"},
        Dialect(source_database="ClinicalTrials.gov", type="trial"),
    ),
    ({"publication id", "dimensions url"}, Dialect(source_database="Dimensions", parted=True)),
    ({"storeid", "pubtitle"}, Dialect(source_database="ProQuest", commas=True)),
    ({"central id", "title"}, Dialect(source_database="Cochrane Central")),
    ({"gsrank", "querydate"}, Dialect(source_database="Publish or Perish", finish=_found_by)),
    (
        {"plink", "doctype"},
        Dialect(source_database="EBSCOhost", finish=_to_the_last_page, reads=_counts_pages),
    ),
    (
        {"plink", "longdbname"},
        Dialect(source_database="EBSCOhost", finish=_to_the_last_page, reads=_counts_pages),
    ),
    ({"descriptor(s)", "fulltext url"}, Dialect(finish=_from_the_health_library, reads=_is_number)),
    (
        {eppi_report.FLAG},
        Dialect(finish=eppi_report.finish, reads=eppi_report.reads, heads=eppi_report.heads),
    ),
    ({"lens id", "title"}, Dialect(source_database="The Lens")),
    ({"author names", "emtree medical index terms"}, Dialect(source_database="Embase")),
    ({"srcdatabase", "title"}, Dialect(source_database="CNKI")),
    ({"document title", "ieee terms"}, Dialect(source_database="IEEE Xplore")),
    ({"display name", "ids.openalex"}, Dialect(source_database="OpenAlex")),
    (
        {"trialid", "public title"},
        Dialect(source_database="ICTRP", type="trial", finish=_as_trial, reads=_of_trial),
    ),
    (
        {"ut (unique wos id)", "article title"},
        Dialect(source_database="Web of Science", parted=True),
    ),
    ({"item type", "abstract note", "manual tags"}, Dialect(parted=True, finish=_with_extra)),
    ({"eid", "source title", "title"}, Dialect(source_database="Scopus")),
)


def dialect(header: list[str]) -> Dialect:
    """What is known of the tool that wrote this header."""
    present = {plain_name(name) for name in header}
    return next((known for names, known in TOOLS if names <= present), Dialect())
