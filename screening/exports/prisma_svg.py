"""The PRISMA diagram as SVG that looks the same everywhere: the used glyphs of its font are inside."""

from collections.abc import Iterator

from screening.exports._diagram import content
from screening.exports._export import Export, Translate
from screening.flow import fonts
from screening.flow.layout import lay_out
from screening.flow.svg import render
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    drawing = lay_out(content(snapshot))
    yield render(drawing, colour=snapshot.wishes.colour, font_data=fonts.woff2(drawing)).encode(
        "utf-8"
    )


EXPORT = Export(
    "prisma_svg",
    gettext_noop("SVG"),
    "prisma.svg",
    "image/svg+xml; charset=utf-8",
    _render,
    group="diagram",
)
