"""GB/T 7714-2015, numbered in the order of the list (顺序编码制)."""

from screening.citations._gbt import EDITION_2015, entry
from screening.citations._style import Options, Reference, Style
from screening.records.messages import gettext_noop
from screening.records.record import Record


def _format(record: Record, options: Options, suffix: str) -> Reference:
    return entry(record, options, EDITION_2015, author_date=False, suffix=suffix)


STYLE = Style(
    key="gbt7714-2015-numeric",
    label=gettext_noop("GB/T 7714-2015, numeric"),
    format=_format,
    numbered=True,
    by_author=False,
    mark="[{}]",
)
