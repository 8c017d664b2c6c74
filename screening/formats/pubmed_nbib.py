"""PubMed's .nbib, also called MEDLINE format; ERIC and others write it too."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats._format import Problem, Source
from screening.formats._nbib_mapping import CUSTOM, OWNER, TAG, build
from screening.formats._tagged import Entry, Tagged, Warnings, read_entries
from screening.records.record import Record
from screening.records.text import has_han

_BREAK = re.compile(r"\n(?:[ \t]*\n)+(?=[A-Z][A-Z0-9]{1,3} {0,3}-)|\n(?=PMID {0,2}- ?\d)")
_PMID = re.compile(r"^PMID {0,2}- ?\d", re.MULTILINE)
_TYPICAL = re.compile(
    r"^(FAU|JT|OWN|STAT|DCOM|LR|PMC|MH|EDAT|OT|LID|AID|MHDA|CRDT|PHST|FED|BTI|CON|JID|PST) {0,2}-",
    re.MULTILINE,
)
_ANY = re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,2}- ", re.MULTILINE)
_PLACES = frozenset({"DP", "SO", "TA", "JT", "VI", "IP", "PG", "PT", "FAU", "AID", "LID", "OWN"})
_OURS = re.compile(r"^OWN - reviewapp$", re.MULTILINE)
_SEAM = re.compile(r"\n[ \t]*\n(?=PMID {0,2}-)")
_BLOCK = re.compile(r"\n[ \t]*\n\s*")
_KINDS = {
    "article": "Journal Article",
    "review": "Review",
    "preprint": "Preprint",
    "conference": "Conference Paper",
    "thesis": "Academic Dissertation",
    "newspaper": "Newspaper Article",
    "dataset": "Dataset",
}


def sniff(head: str) -> float:
    """Sure where a PMID line is, fairly where several tags are that only MEDLINE knows."""
    if _PMID.search(head) or _OURS.search(head):
        return 0.9
    if len(set(_TYPICAL.findall(head))) >= 3:
        return 0.7
    # Without numbers, as other databases write it: its own tags for the place, and none of those
    # that only RIS has.
    tags = set(_ANY.findall(head))
    return (
        0.65
        if "TI" in tags and len(tags & _PLACES) >= 2 and not tags & {"TY", "ER", "T1", "A1", "JF"}
        else 0.0
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(split(source.text), build, source.leftovers)


def split(text: str) -> Iterator[Entry]:
    """The entries of a MEDLINE text: one begins at the first tag after a blank line,
    and at a second PMID.
    """
    text = "\n\n" + text
    starts: list[int] = []
    numbered = False
    for found in _BREAK.finditer(text):
        here = found.end()
        is_pmid = text.startswith("PMID", here)
        if len(found.group()) > 1 or numbered:
            starts.append(here)
            numbered = is_pmid
        elif is_pmid:
            numbered = True
    line, position = -1, 0
    for here, end in pairwise([*starts, len(text)]):
        line += text.count("\n", position, here)
        position = here
        yield Entry(text[here:end].rstrip(), line)


def count(source: Source) -> int:
    """Blocks between blank lines that begin with a tag,
    with the second and later PMID of each counted too.
    """
    text = source.text.strip()
    gaps = [found.span() for found in _BLOCK.finditer(text)]
    blocks = zip(
        [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)], strict=True
    )
    found = 0
    for start, end in blocks:
        if TAG.match(text, start):
            several = text.find("\nPMID", start, end) >= 0
            found += max(1, len(_PMID.findall(text, start, end))) if several else 1
    return found


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A MEDLINE text in UTF-8, records parted by a blank line."""
    for record in records:
        lines = list(_lines(record))
        again = build(Entry("\n".join(lines), 1), Warnings())
        lines += [f"{CUSTOM} - {line}" for line in extras.lines(record, again)]
        yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def _author(name: str) -> Iterator[tuple[str, Iterable[str]]]:
    """A person by the full name and by initials, as PubMed gives both; a group as such."""
    family, comma, given = name.partition(", ")
    if not comma:
        yield ("FAU", (name,)) if has_han(name) or " " not in name else ("CN", (name,))
        return
    yield "FAU", (name,)
    letters = re.findall(r"[^\W\d_]+", given)
    short = (
        given
        if given.isupper() and " " not in given
        else "".join(word[0].upper() for word in letters)
    )
    yield "AU", (f"{family} {short}",)


def _lines(record: Record) -> Iterator[str]:
    turned = bool(record.title_translated.startswith("["))
    pairs: tuple[tuple[str, Iterable[str]], ...] = (
        ("PMID", (record.pmid,)),
        ("OWN", (OWNER,)),
        ("IS", record.issn),
        ("ISBN", record.isbn),
        ("VI", (record.volume,)),
        ("IP", (record.issue,)),
        (
            "DP",
            (
                record.date
                if record.date.startswith(entering.year(record))
                else entering.year(record),
            ),
        ),
        ("TI", (record.title_translated if turned else record.title,)),
        ("PG", (record.pages,)),
        ("LID", (record.doi and f"{record.doi} [doi]",)),
        ("AB", (record.abstract,)),
        ("OAB", (record.abstract_translated,)),
        *(line for name in record.authors for line in _author(name)),
        ("FED", record.editors),
        ("LA", (record.language,)),
        ("PT", (_KINDS.get(record.type, ""),)),
        ("EN", (record.edition,)),
        ("TT", (record.title if turned else record.title_translated,)),
        ("PB", (record.publisher,)),
        ("PL", (record.place,)),
        ("JT", (record.journal,)),
        ("OT", record.keywords),
        ("URL", (record.url,)),
        ("PMC", (value for scheme, value in record.identifiers if scheme == "pmcid")),
    )
    for tag, texts in pairs:
        for text in texts:
            if text:
                yield f"{tag:<4}- {text}".replace("\n", " ")


FORMAT = Tagged(
    key="pubmed_nbib",
    label="PubMed (.nbib, MEDLINE)",
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="nbib",
    seam=_SEAM,
)
