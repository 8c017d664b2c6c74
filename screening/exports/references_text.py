"""The included reports as a list of references, plain text."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._records import INCLUDED, records
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot
from screening.references import Options, bibliography, plain, style_of


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    style = style_of(snapshot.wishes.style)
    options = Options(accessed=snapshot.wishes.accessed)
    for entry in bibliography(records(snapshot, INCLUDED), style, options):
        lead = f"{entry.label} " if entry.label else ""
        yield f"{lead}{plain(entry.reference)}\n".encode()


EXPORT = Export(
    "references_text",
    gettext_noop("List of references (text)"),
    "references.txt",
    "text/plain; charset=utf-8",
    _render,
    group="references",
    reads=INCLUDED,
)
