"""The columns that a person may show in the records page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from screening.models import Record
from screening.queries.translation import language_label


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and a record's value in it; `number` aligns it,
    `text` may be in any language.
    """

    label: Any
    value: Callable[[Record], Any]
    number: bool = False
    text: bool = False


COLUMNS = {
    "year": Column(_("Year"), lambda r: r.year if r.year is not None else "–", number=True),
    "journal": Column(
        _("Journal"), lambda r: r.shown.journal or r.shown.journal_translated, text=True
    ),
    "source": Column(_("Source"), lambda r: r.search.name, text=True),
    "language": Column(_("Language"), lambda r: language_label(r.shown.language)),
    "type": Column(_("Type"), lambda r: r.type),
    "doi": Column(_("DOI"), lambda r: r.shown.doi),
    "pmid": Column(_("PMID"), lambda r: r.shown.pmid),
    "volume": Column(_("Volume"), lambda r: r.volume),
    "pages": Column(_("Pages"), lambda r: r.pages),
    "version": Column(_("Version of the review"), lambda r: r.version, number=True),
    "removed": Column(_("Note on removal"), lambda r: r.removed_note, text=True),
}
USUAL = ("year", "journal", "source")


def chosen(names: list[str], version: int = 1) -> list[str]:
    """The columns of these names in the order of the page; the usual ones where none is named.

    In an update the version of each record is among them: a list may span several.
    """
    usual = USUAL if version == 1 else (*USUAL, "version")
    return [name for name in COLUMNS if name in names] or list(usual)
