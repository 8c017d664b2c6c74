"""Keys that bring possible duplicates together; an empty part gives no key,
and a large block is cut into windows.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from screening.dedupe.features import Prepared
from screening.dedupe.romanisation import is_surname
from screening.dedupe.title_kinds import is_generic

#: Members of a block that are all compared with each other; a larger one is sorted and cut into
#: such windows.
LARGEST = 24

#: Characters of a title's beginning and end that make a key together with the year.
HEAD = 20


def keys(record: Prepared) -> tuple[str, ...]:
    """The block keys of a record, each at most 48 characters: stable over runs,
    so they can be stored and indexed.
    """
    found = [f"d:{_short(record.doi)}"] if record.doi else []
    if record.pmid:
        found.append(f"p:{record.pmid}")
    # Articles name trials too: a block by trial would hold all papers of a large one.
    if record.kind == "registration":
        found.extend(f"r:{t}" for t in record.trials)
    _title_keys(record, found)
    _place_keys(record, found)
    abstract = record.abstract[:90].replace(" ", "")
    if len(abstract) >= 60:
        found.append(f"a:{_short(abstract[:60])}")
    return tuple(found)


def _title_keys(record: Prepared, found: list[str]) -> None:
    year = record.year or 0
    for key in record.keys:
        # Titles such as "附" or "Re" are shared by thousands; but where a record has nothing else,
        # they are all there is.
        if len(key) < 4 and not record.is_bare():
            continue
        found.append(f"t:{_short(key)}")
        if year and not is_generic(key):
            chinese = key[0] > "\u2e80"
            # Beginning and end each by itself, as a subtitle may be missing, or a slip stand in
            # one half.
            size = HEAD // 2 if chinese else HEAD
            found.append(f"h:{_short(key[:size])}{year}")
            found.append(f"e:{_short(key[-size:])}{year}")
            if record.surnames:
                found.append(f"s:{record.surnames[0][:5]}{key[: size // 2]}")
    for title in record.latin:
        # The three longest words find titles whose words were turned round, or of which both ends
        # differ.
        longest = sorted(set(title.split()), key=lambda w: (-len(w), w))[:3]
        if len(longest) == 3 and len(longest[2]) > 4:
            found.append(f"w:{_short(' '.join(longest))}")
    for title in record.han:
        # Chinese has no words to take: two pieces of six characters do what the longest words do
        # above.
        found.extend(f"g:{title[k : k + 6]}" for k in (1, len(title) // 2) if len(title) >= k + 6)


def _place_keys(record: Prepared, found: list[str]) -> None:
    year, first, volume = record.year, record.first, record.volume
    who = record.surnames[0][:4] if record.surnames else ""
    if first:
        page = "".join(c for c in first if c.isdigit())
        # Page 1 of volume 1 is in every journal.
        if volume and len(page) + len(volume) > 2:
            found.append(f"v:{page}/{volume}")
        if year:
            if who:
                found.append(f"1:{page}/{year}{who}")
            if record.venue:
                found.append(f"2:{page}/{year}{record.venue}")
            found.extend(f"3:{page}/{year}{issn}" for issn in record.issns)
            if record.issue:
                found.append(f"4:{page}/{year}/{record.issue}")
    # One letter of the journal is enough to part namesakes, and little enough to bear
    # abbreviations.
    if year and who and volume:
        found.append(f"5:{who}{year}/{volume}{record.venue[:1]}")
    if year and len(record.surnames) > 1 and is_surname(record.surnames[0]):
        if len(record.surnames) > 2:
            found.append(f"7:{who}{record.surnames[1][:4]}{record.surnames[2][:4]}{year}")
        # What a Chinese record and its English one share while pages are missing: printed ahead, or
        # never given.
        found.extend(f"6:{who}{record.surnames[1][:4]}{year}/{issn}" for issn in record.issns)


def _short(text: str) -> str:
    if len(text) <= 24:
        return text
    return blake2b(text.encode(), digest_size=9).hexdigest()


def candidates(records: Sequence[Prepared]) -> Iterator[tuple[int, list[int]]]:
    """For each record its position and those of earlier records that share a key with it.

    Windows of large blocks are sorted by content,
    so the pairs do not depend on the order of the records.
    """
    lists: list[list[list[int]]] = [[] for _ in records]
    for block in _blocks(records):
        for part in _windows(block, records):
            for at in part:
                lists[at].append(part)
    for at, parts in enumerate(lists):
        if parts:
            others = set().union(*parts)
            yield at, [o for o in others if o < at]


def _blocks(records: Sequence[Prepared]) -> list[list[int]]:
    alone: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for at, record in enumerate(records):
        for key in set(keys(record)):
            if key in shared:
                shared[key].append(at)
            elif key in alone:
                shared[key] = [alone[key], at]
            else:
                alone[key] = at
    return list(shared.values())


def _windows(block: list[int], records: Sequence[Prepared]) -> Iterator[list[int]]:
    if len(block) <= LARGEST:
        yield block
        return
    ranked = sorted(block, key=lambda at: records[at].content())
    # Half overlapping: neighbours at the edge of one window meet in the next.
    for start in range(0, len(ranked) - LARGEST // 2, LARGEST // 2):
        yield ranked[start : start + LARGEST]
