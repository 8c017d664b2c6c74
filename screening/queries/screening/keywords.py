"""The words and phrases most frequent among what waits for one person,
each with how many records a search finds.
"""

from functools import lru_cache

from django.db.models import QuerySet

from screening.models import Record
from screening.queries.records.search import matching
from screening.queries.screening.queue import in_order
from screening.records.frequent import frequent

#: Records, drawn as by the random order, whose texts are read for words; the counts are of all.
SAMPLE = 500
MOST = 30


def keywords(waiting: QuerySet[Record]) -> list[tuple[str, int]]:
    """(word or phrase, number of these records in which a search for it finds it),
    the most frequent first.

    Of what waits for somebody, so nothing here depends on what others voted, wrote or labelled.
    """
    drawn = list(in_order(waiting, "random").values_list("pk", flat=True)[:SAMPLE])
    texts = [_texts(record) for record in Record.objects.filter(pk__in=drawn).order_by("pk")]
    words = _frequent(tuple(texts))
    counts = [(word, waiting.filter(matching(word)).count()) for word in words]
    return sorted((pair for pair in counts if pair[1] > 1), key=lambda pair: -pair[1])


def _texts(record: Record) -> tuple[str, ...]:
    shown = record.shown
    whole = (shown.title, shown.title_translated, shown.abstract, shown.abstract_translated)
    return (*filter(None, whole), *shown.keywords, *shown.keywords_translated)


@lru_cache(maxsize=16)
def _frequent(texts: tuple[tuple[str, ...], ...]) -> list[str]:
    return [word for word, _ in frequent(texts, MOST)]
