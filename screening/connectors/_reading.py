"""From a raw answer to records, through the same readers that read files;
and whether a record is the one meant.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rapidfuzz.fuzz import ratio, token_set_ratio

from screening.connectors._connector import Wanted
from screening.formats import parse
from screening.records.record import Record
from screening.records.text import fold, title_key

#: Titles that are looked up must be as alike as that, in [0, 1]: the best hit of a search is often
#: another work.
ALIKE = 0.9
#: Below that, an identifier of the review leads to a work of another title, and one of the two is
#: wrong. Words that one title has more, such as a subtitle, do not count here.
STRANGE = 0.7


def records_of(body: bytes, format_key: str) -> list[Record]:
    """The records in a raw answer, in its order."""
    return parse(body, name="answer", format_key=format_key).records


def as_list(items: Iterable[Any]) -> bytes:
    """These objects as a JSON list, one a line, each with its texts as they came."""
    return (
        b"[\n"
        + b",\n".join(json.dumps(item, ensure_ascii=False).encode() for item in items)
        + b"\n]\n"
    )


def join_lists(bodies: Iterable[bytes]) -> Iterator[bytes]:
    """One JSON list of those written by `as_list`."""
    yield b"[\n"
    first = True
    for body in bodies:
        inner = body.strip().removeprefix(b"[").removesuffix(b"]").strip()
        if inner:
            yield inner if first else b",\n" + inner
            first = False
    yield b"\n]\n"


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """How alike the nearest two titles of two works are, in [0, 1]; 0 when one has none."""
    ours, theirs = _keys(one), _keys(other)
    return max((ratio(a, b) / 100 for a in ours for b in theirs), default=0.0)


def _shared_words(one: Iterable[str], other: Iterable[str]) -> float:
    ours, theirs = list(filter(None, map(fold, one))), list(filter(None, map(fold, other)))
    return max((token_set_ratio(a, b) / 100 for a in ours for b in theirs), default=0.0)


def _keys(titles: Iterable[str]) -> list[str]:
    return [key for title in titles if (key := title_key(title))]


def is_wanted(wanted: Wanted, record: Record) -> str:
    """How the record is recognised as the wanted report: doi, pmid, title;
    "" when it is another work.

    An identifier alone is not believed where both titles are known and differ: it was mistyped, or
    taken from a reference. Titles that differ a little need an author and the year to agree.
    """
    titles = (wanted.title, *wanted.titles)
    theirs = (record.title, record.title_translated)
    alike = likeness(titles, theirs)
    comparable = (
        any(map(title_key, titles)) and any(map(title_key, theirs)) and _one_script(titles, theirs)
    )
    agreed = max(alike, _shared_words(titles, theirs))
    known = bool(wanted.authors) and _shared_author(wanted, record) and _same_year(wanted, record)
    if comparable and agreed < (STRANGE if known else ALIKE):
        return ""
    if wanted.doi and record.doi:
        return "doi" if wanted.doi.lower() == record.doi.lower() else ""
    if wanted.pmid and record.pmid:
        return "pmid" if wanted.pmid == record.pmid else ""
    return (
        "title"
        if alike >= ALIKE and _same_year(wanted, record) and _shared_author(wanted, record)
        else ""
    )


def _one_script(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether some title of each is in one script:
    a Chinese title and its translation cannot be compared.
    """
    return bool({_script(t) for t in ours if t} & {_script(t) for t in theirs if t})


def _script(title: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" or "\u3040" <= letter <= "\u30ff" for letter in title)


def _same_year(wanted: Wanted, record: Record) -> bool:
    return wanted.year is None or record.year is None or abs(wanted.year - record.year) <= 1


def _shared_author(wanted: Wanted, record: Record) -> bool:
    """Whether one surname stands in both lists; nothing can be said where one of them is empty."""
    ours, theirs = (
        set(map(_surname, wanted.authors)),
        set(map(_surname, (*record.authors, *record.authors_translated))),
    )
    return bool((ours & theirs) - {""}) if ours and theirs else not ours


def _surname(name: str) -> str:
    if "," in name:
        return fold(name.split(",")[0])
    words = name.replace(".", "").split()
    if not words:
        return ""
    # "Wei Li" of OpenAlex, or "Li W" of PubMed: a few capitals at the end are initials.
    initials = len(words) > 1 and len(words[-1]) <= 3 and words[-1].isupper()
    return fold(words[0] if initials else words[-1])


def in_batches(
    wanted: Iterable[Wanted], size: int, key: Callable[[Wanted], str]
) -> Iterator[list[Wanted]]:
    """Those that have the key, in groups of that size."""
    batch: list[Wanted] = []
    for each in wanted:
        if key(each):
            batch.append(each)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
