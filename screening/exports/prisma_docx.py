"""The PRISMA diagram as a Word table whose numbers can be edited."""

from collections.abc import Iterator

from screening.exports._diagram import content
from screening.exports._export import Export, Translate
from screening.exports._word import CONTENT_TYPE
from screening.flow.word import render
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    yield render(content(snapshot), colour=snapshot.wishes.colour)


EXPORT = Export(
    "prisma_docx",
    gettext_noop("Word table"),
    "prisma.docx",
    CONTENT_TYPE,
    _render,
    group="diagram",
    costly=True,
)
