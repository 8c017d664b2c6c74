"""Old Excel workbooks (BIFF), as Web of Science and CNKI write them;
HTML called .xls is another format here.
"""

from screening.formats import _workbooks as workbooks
from screening.formats._format import Format
from screening.records.messages import gettext_noop

_STARTS = (
    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "\x09\x08\x10\x00",
    "\x09\x08\x08\x00",
    "\x09\x04\x06\x00",
)


def sniff(head: str) -> float:
    """0.9 for the first bytes of an OLE or a bare BIFF file."""
    return 0.9 if head.startswith(_STARTS) else 0.0


FORMAT = Format(
    key="xls",
    label=gettext_noop("Excel 97–2003 (xls)"),
    sniff=sniff,
    read=workbooks.read,
    count=workbooks.count,
    binary=True,
    extension="xls",
    content_type="application/vnd.ms-excel",
)
