"""Excel workbooks (xlsx) and OpenDocument tables: columns as in CSV."""

from screening.formats import _workbooks as workbooks
from screening.formats._format import Format
from screening.records.messages import gettext_noop


def sniff(head: str) -> float:
    """0.95 for a zip whose first parts are those of a workbook."""
    if not head.startswith("PK\x03\x04"):
        return 0.0
    parts = (
        "xl/workbook",
        "xl/worksheets",
        "xl/styles",
        "xl/sharedStrings",
        "xl/theme",
        "xl/_rels",
        "opendocument.spreadsheet",
    )
    return (
        0.95
        if any(part in head for part in parts)
        else 0.3
        if "[Content_Types].xml" in head
        else 0.0
    )


FORMAT = Format(
    key="xlsx",
    label=gettext_noop("Excel (xlsx)"),
    sniff=sniff,
    read=workbooks.read,
    count=workbooks.count,
    write=workbooks.write,
    binary=True,
    extension="xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
