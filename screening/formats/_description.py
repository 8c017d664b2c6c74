"""What a table holds, for the page on which a person checks and corrects the columns."""

from collections.abc import Mapping

from screening.formats import _tables as tables
from screening.formats import _workbooks as workbooks
from screening.formats import html_table
from screening.formats._column_names import FIELDS
from screening.formats._decoding import Decoder, text_encoding
from screening.formats._encoding_chain import encoding_of
from screening.formats._tables import Description

#: The fields a column may be given to, in the order to offer them.
TABLE_FIELDS: tuple[str, ...] = tuple(FIELDS)

_HEAD = 1 << 20


def describe_table(
    data: bytes | str, *, encoding: str | None = None, options: Mapping[str, object] | None = None
) -> Description | None:
    """Column names, the field of each that is known (a choice in `options["mapping"]` wins),
    and the first five rows.

    Takes a workbook, an HTML table, or CSV and TSV as bytes or text;
    None when there is no table in it.
    """
    chosen = options or {}
    if isinstance(data, bytes):
        if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04")):
            return workbooks.describe(data, chosen)
        head = data[:_HEAD]
        name = text_encoding(encoding) if encoding else encoding_of(lambda: iter((head,)))
        data = "".join(Decoder(name).pieces(lambda: iter((head,))))
    if html_table.sniff(data[: 1 << 16]):
        header, rows = html_table.table(data)
        shown = [cells for cells, _ in rows[:5]]
        return tables.described(header, shown, chosen) if header else None
    return tables.describe_text(data, chosen)
