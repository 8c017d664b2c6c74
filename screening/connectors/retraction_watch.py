"""The Retraction Watch database, one table that Crossref publishes:
records are looked up in it here, in the house.

Source: https://gitlab.com/crossref/retraction-watch-data, updated each working day, to be cited.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from screening.connectors._connector import Connector, NoticeFound, Wanted
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records import identifiers
from screening.records.messages import gettext_noop

TABLE = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
MOST = 250 << 20
#: Entries that are notices; a reinstatement is the end of one.
NATURES = {
    "Retraction": "Retraction",
    "Expression of concern": "Expression of concern",
    "Correction": "Correction",
}


def _whole(answer: Answer) -> str:
    """A table without rows is never believed: it would take all notices away."""
    rows = csv.DictReader(io.TextIOWrapper(io.BytesIO(answer.body), "utf-8", errors="replace"))
    row = next(rows, None)
    return (
        "" if row and "OriginalPaperDOI" in row and "RetractionNature" in row else "an empty table"
    )


def _rows(body: bytes) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(
        io.TextIOWrapper(io.BytesIO(body), "utf-8", errors="replace", newline="")
    )


def _number(text: str) -> str:
    """The table has PMIDs as "37476288.0", and "0.0" for none."""
    return identifiers.pmid(text.partition(".")[0])


def notices(session: Session, wanted: Sequence[Wanted]) -> Iterator[NoticeFound]:
    """Entries of the table on these reports, by DOI and PMID."""
    by: defaultdict[str, list[int]] = defaultdict(list)
    for each in wanted:
        for name in filter(None, (each.doi.lower(), each.pmid and f"pmid:{each.pmid}")):
            by[name].append(each.id)
    body = session.ask(Ask(TABLE, expects="text", keeps=86_400, most=MOST, check=_whole)).body
    for row in _rows(body):
        kind = NATURES.get((row.get("RetractionNature") or "").strip())
        if not kind:
            continue
        pmid = _number(row.get("OriginalPaperPubMedID") or "")
        names = [identifiers.doi(row.get("OriginalPaperDOI") or ""), f"pmid:{pmid}" if pmid else ""]
        for report in {number for name in names if name for number in by.get(name, ())}:
            yield _notice(report, kind, row)


def _notice(report: int, kind: str, row: dict[str, str]) -> NoticeFound:
    doi, pmid = (
        identifiers.doi(row.get("RetractionDOI") or ""),
        _number(row.get("RetractionPubMedID") or ""),
    )
    day = _day(row.get("RetractionDate") or "")
    reasons = "; ".join(
        part.strip(" +") for part in (row.get("Reason") or "").split(";") if part.strip(" +")
    )
    said = [
        f"{kind} in: "
        + " ".join(filter(None, (doi and f"doi: {doi}", pmid and f"PMID: {pmid}"))).strip()
    ]
    said += [f"({day})"] if day else []
    said += [f"[{reasons}]"] if reasons else []
    return NoticeFound(
        report,
        " ".join(said)[:900],
        f"{kind.lower()}:{doi or pmid or row.get('Record ID', '')}",
        day,
    )


def _day(text: str) -> str:
    """ "7/12/2023 0:00" is a month, a day and a year."""
    parts = text.partition(" ")[0].split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return ""
    month, day, year = parts
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


CONNECTOR = Connector(
    key="retraction_watch",
    label="Retraction Watch",
    hosts=("gitlab.com",),
    address="https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/",
    pace=Pace(0.2, 1),
    at_once=1_000_000,
    sends=gettext_noop(
        "Nothing of a review: the whole table is fetched once a day and compared here."
    ),
    terms=gettext_noop("Free to use; cite The Retraction Watch Database, Crossref."),
    notices=notices,
)
