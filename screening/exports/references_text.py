"""The included reports as a list of references, plain text."""

from collections.abc import Iterator

from screening.citations import plain
from screening.exports._export import Export, Translate
from screening.exports._records import INCLUDED
from screening.exports._references import entries, explanation, is_marked
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    marked = False
    for entry in entries(snapshot):
        lead, text = f"{entry.label} " if entry.label else "", plain(entry.reference)
        marked = marked or is_marked(text)
        yield f"{lead}{text}\n".encode()
    if marked:
        yield f"\n{explanation(translate)}\n".encode()


EXPORT = Export(
    "references_text",
    gettext_noop("List of references (text)"),
    "references.txt",
    "text/plain; charset=utf-8",
    _render,
    group="references",
    reads=INCLUDED,
    costly=True,
)
