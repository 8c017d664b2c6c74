"""The PRISMA diagram as SVG with letters as shapes, for programs that lack fonts for Chinese."""

from collections.abc import Iterator

from screening.exports._diagram import content
from screening.exports._export import Export, Translate
from screening.flow.layout import lay_out
from screening.flow.svg import render
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    yield render(lay_out(content(snapshot)), colour=snapshot.wishes.colour, outlines=True).encode(
        "utf-8"
    )


EXPORT = Export(
    "prisma_svg_outlines",
    gettext_noop("SVG, text as outlines"),
    "prisma-outlines.svg",
    "image/svg+xml; charset=utf-8",
    _render,
    group="diagram",
)
