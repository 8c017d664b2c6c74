"""The fields of a record for its page: their names, where each value came from,
and what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import Record as Row
from screening.queries.records.stored_records import Merged, from_row
from screening.queries.translation import language_label, say
from screening.records.record import TYPES, Record

#: Fields in the order in which they are shown.
NAMES = {
    "title": gettext_lazy("Title"),
    "title_translated": gettext_lazy("Translated title"),
    "authors": gettext_lazy("Authors"),
    "authors_translated": gettext_lazy("Authors in original script"),
    "authors_incomplete": gettext_lazy("More authors than are listed"),
    "editors": gettext_lazy("Editors"),
    "translators": gettext_lazy("Translators"),
    "journal": gettext_lazy("Journal"),
    "journal_translated": gettext_lazy("Journal in the other language"),
    "year": gettext_lazy("Year"),
    "date": gettext_lazy("Date"),
    "volume": gettext_lazy("Volume"),
    "issue": gettext_lazy("Issue"),
    "pages": gettext_lazy("Pages"),
    "doi": gettext_lazy("DOI"),
    "pmid": gettext_lazy("PMID"),
    "identifiers": gettext_lazy("Other identifiers"),
    "issn": gettext_lazy("ISSN"),
    "isbn": gettext_lazy("ISBN"),
    "language": gettext_lazy("Language"),
    "type": gettext_lazy("Type"),
    "abstract": gettext_lazy("Abstract"),
    "abstract_translated": gettext_lazy("Translated abstract"),
    "keywords": gettext_lazy("Keywords"),
    "keywords_translated": gettext_lazy("Keywords in the other language"),
    "edition": gettext_lazy("Edition"),
    "publisher": gettext_lazy("Publisher"),
    "place": gettext_lazy("Place of publication"),
    "url": gettext_lazy("Address"),
    "accessed": gettext_lazy("Accessed on"),
    "source_database": gettext_lazy("Source database"),
    "notices": gettext_lazy("Notices"),
    "notes": gettext_lazy("Notes from the file"),
    "decisions": gettext_lazy("Decisions in the file"),
}
SCHEMES = {
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/%s/",
    "nct": "https://clinicaltrials.gov/study/%s",
    "wos": "https://www.webofscience.com/wos/woscc/full-record/%s",
    "arxiv": "https://arxiv.org/abs/%s",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value to show: its text, the address it links to ("" for none)."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a report: its name, its values, the numbers of the sources that say so,
    and what others say.
    """

    key: str
    name: str
    values: list[Value]
    sources: list[int]
    others: list[tuple[int, str]]


#: Fields in which another tool may have written how somebody judged: not shown while the record
#: awaits votes.
VEILED = ("decisions", "notes")


def rows_of(report: Merged, group: Sequence[Row], *, veiled: bool = False) -> list[Line]:
    """The filled fields of a report; sources are counted from 1 in the order of the group."""
    number = {row.pk: n for n, row in enumerate(group, 1)}
    lines = []
    for key, name in NAMES.items():
        value = getattr(report.record, key)
        if value in ("", (), None, False) or (veiled and key in VEILED):
            continue
        told = [number[pk] for pk in report.provenance.get(key, ())]
        others = [
            (number[pk], "; ".join(v.text for v in values(key, other)))
            for pk, other in _others(report, key)
        ]
        lines.append(Line(key, str(name), values(key, value), told, others))
    return lines


def _others(report: Merged, key: str) -> Sequence[tuple[int, Any]]:
    return report.others.get(key, ())


def parsed(row: Row, *, veiled: bool = False) -> list[tuple[str, list[Value]]]:
    """The filled fields of one source record as it was read."""
    record = from_row(row)
    return [
        (str(name), values(key, getattr(record, key)))
        for key, name in NAMES.items()
        if getattr(record, key) not in ("", (), None, False) and not (veiled and key in VEILED)
    ]


def values(key: str, value: Any) -> list[Value]:
    """A field's value as texts with their addresses; only http and https are ever linked."""
    if key == "doi":
        return [Value(value, f"https://doi.org/{value}")]
    if key == "pmid":
        return [Value(value, f"https://pubmed.ncbi.nlm.nih.gov/{value}/")]
    if key == "url":
        return [Value(part, part if _is_web(part) else "") for part in str(value).split()]
    if key == "type":
        return [Value(say(TYPES.get(value, value)))]
    if key == "language":
        return [Value(language_label(value))]
    if key == "identifiers":
        return [Value(f"{scheme}: {text}", _address(scheme, text)) for scheme, text in value]
    if key == "authors_incomplete":
        return [Value(_("The list of authors is incomplete (et al.)."))]
    if key == "decisions":
        return [Value(" · ".join(part for part in _decision(each) if part)) for each in value]
    return [Value(str(part)) for part in (value if isinstance(value, tuple) else [value])]


def _decision(each: Any) -> Sequence[str]:
    return each.tool, each.by, each.verdict, ", ".join(each.reasons), ", ".join(each.labels)


def _address(scheme: str, text: str) -> str:
    fitting = text.replace(".", "").replace("-", "").replace(":", "").replace("/", "")
    known = SCHEMES.get(scheme.lower(), "")
    return known % text if known and fitting.isascii() and fitting.isalnum() else ""


def _is_web(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def warnings_of(record: Record) -> list[str]:
    """What is missing that screening needs."""
    told = []
    if not (record.title or record.title_translated):
        told.append(_("This record has no title."))
    if not (record.abstract or record.abstract_translated):
        told.append(_("This record has no abstract."))
    if record.year is None:
        told.append(_("This record has no year."))
    if not (record.authors or record.authors_translated):
        told.append(_("This record has no authors."))
    return told
