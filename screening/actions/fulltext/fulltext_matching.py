"""Many full texts at once: each is kept, read, and put beside the report it seems to be,
for a person to confirm.
"""

import tempfile
from collections import defaultdict
from pathlib import Path

from django.core.files import File

from screening.actions.fulltext.fulltext_files import SOUGHT, store_unmatched
from screening.models import Record, Review, UnmatchedFile, User
from screening.records.documents import PDF
from screening.records.fulltext_names import Sought, identify
from screening.records.pdf_text import first_pages


def sort_in(*, by: User, review: Review, name: str, content: File, limit: int) -> UnmatchedFile:
    """Keeps one file with the report suggested for it, if any. Raises FileRefused: kind, empty,
    size.
    """
    kept = store_unmatched(
        by=by, review=review, name=name, content=content, limit=limit, found={}, suggested=None
    )
    text = _text(kept) if kept.content_type == PDF else ""
    told = identify(text, kept.name, _sought(review))
    if told:
        kept.suggested_id, how = told
        kept.found = {"how": how}
        kept.save(update_fields=["suggested", "found"])
    return kept


def _text(kept: UnmatchedFile) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        with kept.stored.open("rb") as stored:
            for chunk in stored.chunks():
                copy.write(chunk)
        copy.flush()
        return first_pages(Path(copy.name))


def _sought(review: Review) -> list[Sought]:
    """The reports sought, each with the titles and identifiers of all its records."""
    columns = ("doi", "pmid", "title", "title_translated")
    rows = (
        Record.objects.filter(review=review, place__in=SOUGHT)
        .order_by("pk")
        .values_list("pk", *columns)
    )
    behind = Record.objects.filter(review=review, primary__place__in=SOUGHT).order_by("pk")
    told: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for pk, *said in (*rows, *behind.values_list("primary_id", *columns)):
        told[pk].append(tuple(said))
    return [_report(pk, said) for pk, said in told.items()]


def _report(pk: int, said: list[tuple[str, ...]]) -> Sought:
    dois, pmids, titles, others = zip(*said, strict=True)
    return Sought(
        pk,
        tuple(filter(None, dois)),
        tuple(filter(None, pmids)),
        tuple(filter(None, (*titles, *others))),
    )
