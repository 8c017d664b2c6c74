"""What every format reads and every export writes: one bibliographic record, as given,
in both its languages.
"""

from dataclasses import asdict, dataclass
from typing import Any

from screening.records.messages import gettext_noop

#: The types a record may have: key to English name.
TYPES = {
    "article": gettext_noop("Journal article"),
    "review": gettext_noop("Review article"),
    "preprint": gettext_noop("Preprint"),
    "conference": gettext_noop("Conference paper or abstract"),
    "thesis": gettext_noop("Thesis"),
    "book": gettext_noop("Book"),
    "chapter": gettext_noop("Book chapter"),
    "newspaper": gettext_noop("Newspaper article"),
    "report": gettext_noop("Report"),
    "patent": gettext_noop("Patent"),
    "standard": gettext_noop("Standard"),
    "trial": gettext_noop("Trial registration"),
    "dataset": gettext_noop("Data set"),
    "web": gettext_noop("Web page"),
    "other": gettext_noop("Other"),
}


@dataclass(frozen=True, slots=True)
class ToolDecision:
    """A decision that another screening tool wrote into its export (Rayyan, ASReview, Covidence,
    EPPI).

    `verdict` is include, maybe or exclude; `by` the name the tool gives, possibly empty.
    """

    tool: str
    by: str
    verdict: str
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of an export file. Texts are as given apart from white space and markup;
    empty means unknown.

    `title` is the title in the record's own language; `*_translated` hold the other language (for a
    Chinese article usually English). A Chinese name is one string without comma ("高亚"); a Western
    one is "Family, Given". `language` is a BCP 47 primary tag ("zh", "en") or "". `date` is the
    date as given, `year` its year. `editors` are those of the book or proceedings that hold the
    work, `translators` those who put it into `language`; `authors_incomplete` says that the list of
    authors was cut ("et al.", 等). `accessed` is the day on which a web page was seen, as given.
    `identifiers` are (scheme, value) pairs beyond DOI and PMID: "pmcid", "nct", "chictr", "wos",
    "cnki", "eid", ... `notices` are retractions, corrections and the like, as given. `raw` is the
    record's own text in the file and `line` its first line, counted from 1 (0 when the format has
    no lines).
    """

    title: str = ""
    title_translated: str = ""
    authors: tuple[str, ...] = ()
    authors_translated: tuple[str, ...] = ()
    authors_incomplete: bool = False
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    year: int | None = None
    date: str = ""
    journal: str = ""
    journal_translated: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    language: str = ""
    abstract: str = ""
    abstract_translated: str = ""
    keywords: tuple[str, ...] = ()
    keywords_translated: tuple[str, ...] = ()
    type: str = "article"
    edition: str = ""
    publisher: str = ""
    place: str = ""
    url: str = ""
    accessed: str = ""
    source_database: str = ""
    notices: tuple[str, ...] = ()
    notes: str = ""
    decisions: tuple[ToolDecision, ...] = ()
    raw: str = ""
    line: int = 0

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain JSON values with every field."""
        return asdict(self)
