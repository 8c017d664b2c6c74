"""GB/T 7714-2015, author and date (著者-出版年制)."""

from screening.citations._gbt import EDITION_2015, entry
from screening.citations._style import Options, Reference, Style
from screening.records.messages import gettext_noop
from screening.records.record import Record


def _format(record: Record, options: Options, suffix: str) -> Reference:
    return entry(record, options, EDITION_2015, author_date=True, suffix=suffix)


STYLE = Style(
    key="gbt7714-2015-author-date",
    label=gettext_noop("GB/T 7714-2015, author-date"),
    format=_format,
    numbered=False,
    by_author=True,
)
