"""ClinicalTrials.gov's XML, one `clinical_study` a trial."""

from collections.abc import Iterator

from screening.formats import _labelled_xml as labelled
from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import identifiers
from screening.records.messages import gettext_noop
from screening.records.record import Record

_NAMES: labelled.Names = {
    "title": ("official_title", "brief_title", "title"),
    "date": ("study_first_submitted", "start_date", "study_first_posted"),
    "abstract": ("brief_summary/textblock", "brief_summary", "detailed_description/textblock"),
    "url": ("required_header/url", "url"),
    "publisher": ("sponsors/lead_sponsor/agency",),
}


def sniff(head: str) -> float:
    """1 for a `clinical_study` at the root, 0.8 for one inside another element."""
    root = _xml.root(head)
    if root == "clinical_study":
        return 1.0
    return 0.8 if root and "<clinical_study" in head and "<nct_id>" in head else 0.0


def _draft(node: _xml.Node) -> Draft:
    told = labelled.values(node, _NAMES)
    numbers = identifiers.trials(
        " ".join(_xml.every(node, "id_info/nct_id") + _xml.every(node, "id_info/secondary_id"))
    )
    return Draft(
        title=told["title"],
        authors=tuple(name for name in _xml.every(node, "overall_official/last_name") if name),
        date=told["date"],
        abstract=told["abstract"],
        keywords=tuple(dict.fromkeys(_xml.every(node, "condition") + _xml.every(node, "keyword"))),
        type="trial",
        url=told["url"],
        publisher=told["publisher"],
        source_database="ClinicalTrials.gov",
        identifiers=[
            (number.rstrip("0123456789-").split("-")[0].lower(), number) for number in numbers
        ],
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return labelled.read(source, ("clinical_study",), _draft)


def count(source: Source) -> int:
    """Start tags of studies."""
    return _xml.count(source, "clinical_study")


FORMAT = Format(
    key="ctgov_xml",
    label=gettext_noop("ClinicalTrials.gov (XML)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="xml",
    content_type="application/xml",
)
