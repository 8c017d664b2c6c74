"""The included reports as a list of references in a Word document."""

from collections.abc import Iterator

from screening.citations import Run, plain
from screening.exports import _word as word
from screening.exports._export import Export, Translate
from screening.exports._records import INCLUDED
from screening.exports._references import entries, explanation, is_marked
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    from docx.shared import Mm

    document = word.new_document(translate(gettext_noop("References")))
    marked = False
    for entry in entries(snapshot):
        marked = marked or is_marked(plain(entry.reference))
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.first_line_indent = Mm(-8)
        lead = [Run(f"{entry.label} ")] if entry.label else []
        word.write(paragraph, [*lead, *entry.reference])
    if marked:
        word.write(document.add_paragraph(), [Run(explanation(translate))], size=9)
    yield from word.saved(document)


EXPORT = Export(
    "references_docx",
    gettext_noop("List of references (Word)"),
    "references.docx",
    word.CONTENT_TYPE,
    _render,
    group="references",
    reads=INCLUDED,
    costly=True,
)
