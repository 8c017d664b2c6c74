"""The PRISMA diagram as a picture of 600 dots per inch."""

from collections.abc import Iterator

from screening.exports._diagram import content
from screening.exports._export import Export, Translate
from screening.flow.layout import lay_out
from screening.flow.png import render
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    yield render(lay_out(content(snapshot)), dpi=600, colour=snapshot.wishes.colour)


EXPORT = Export(
    "prisma_png_600",
    gettext_noop("PNG, 600 dpi"),
    "prisma-600.png",
    "image/png",
    _render,
    group="diagram",
    costly=True,
)
