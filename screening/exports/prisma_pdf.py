"""The PRISMA diagram as PDF."""

from collections.abc import Iterator

from screening.exports._diagram import content
from screening.exports._export import Export, Translate
from screening.flow.layout import lay_out
from screening.flow.pdf import render
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    yield render(lay_out(content(snapshot)), colour=snapshot.wishes.colour)


EXPORT = Export(
    "prisma_pdf", gettext_noop("PDF"), "prisma.pdf", "application/pdf", _render, group="diagram"
)
