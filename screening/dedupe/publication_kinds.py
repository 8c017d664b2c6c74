"""What kind of publication a record describes,
as far as that decides whether two records are one report.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from screening.records.record import Record

_PREPRINT_DOIS = (
    "10.1101/20",
    "10.1101/19",
    "10.1101/0",
    "10.1101/1",
    "10.64898/",
    "10.21203/rs",
    "10.2139/ssrn",
    "10.48550/",
    "10.20944/preprints",
    "10.31234/",
    "10.31219/",
    "10.12074/",
    "10.26434/chemrxiv",
    "10.22541/au",
    "10.36227/techrxiv",
)
_PREPRINT = re.compile(
    r"biorxiv|medrxiv|arxiv|ssrn|research square|preprint|预印本|chinaxiv|psyarxiv|authorea"
)
_THESIS = re.compile(r"(?i)dissertation|\btheses\b|\bthesis\b|学位论文|硕士|博士|proquest")
#: A university in the place of a journal: where a thesis was written.
_UNIVERSITY = re.compile(
    r"(?i)^\S{2,12}(?:大学|学院|研究院)(?:[(（].{1,8}[)）])?$|"
    r"^(?!.*(?:journal|bulletin|annals|acta|annual|review|proceedings|transactions|studies|reports|scientific))"
    r"(?:the )?(?:[\w'.&-]+ ){0,4}university(?: of [\w', -]+)?(?: ?\([^)]*\))?$"
)
_THESIS_TITLE = re.compile(r"[\[［]D[\]］]\s*\.?\s*$")
_MEETING = re.compile(
    r"(?i)conference|congress|symposi|annual meeting|scientific session|"
    r"proceedings of the \w+ (?:annual |international )|"
    r"meeting abstract|会议|年会|论文集|论文汇编|研讨会|学术大会"
)
_MEETING_TITLE = re.compile(
    r"(?i)[\[(](?:meeting |conference )?abstract(?: no[^\])]*)?[\])]|会议摘要"
)
_SUPPLEMENT = re.compile(r"(?i)suppl|meeting|abstract|增刊")
_MEETING_PAGE = re.compile(r"(?i)^[SAP]\d|^\d+[SA]\b|abstract")
_REGISTRY = re.compile(
    r"(?i)clinicaltrials|chictr|isrctn|ictrp|trialsearch|trial regist|临床试验注册"
)


class _Said(NamedTuple):
    """What the field of a journal says of the kind: each a yes or no."""

    preprint: bool
    cochrane: bool
    registry: bool
    thesis: bool
    university: bool
    meeting: bool
    abstracts: bool


@lru_cache(maxsize=16384)
def _say(journal: str, folded: str) -> _Said:
    """What the field says, as given and as read:
    worked out once for the many records of one journal.
    """
    return _Said(
        preprint=bool(_PREPRINT.search(folded)),
        cochrane="cochrane database" in folded,
        registry=bool(_REGISTRY.search(journal)),
        thesis=bool(_THESIS.search(journal)),
        university=bool(_UNIVERSITY.match(journal.strip())),
        meeting=bool(_MEETING.search(journal)),
        abstracts=bool(_ABSTRACTS.search(journal)),
    )


@lru_cache(maxsize=1024)
def _is_registry(database: str) -> bool:
    return bool(_REGISTRY.search(database))


def read_kind(record: Record, doi: str, journal: str) -> str:
    """One of article, preprint, conference, thesis, registration, cochrane, book."""
    if record.type in ("preprint", "thesis"):
        return record.type
    said = _say(record.journal, journal)
    if said.preprint or doi.startswith(_PREPRINT_DOIS):
        return "preprint"
    if record.type == "trial" or (
        not doi and (said.registry or _is_registry(record.source_database))
    ):
        return "registration"
    if said.cochrane or doi.startswith("10.1002/14651858"):
        return "cochrane"
    if said.thesis or (said.university and not record.volume) or _is_marked_thesis(record.title):
        return "thesis"
    if record.type in ("book", "chapter"):
        return "book"
    return (
        "conference"
        if record.type == "conference" or said.meeting or _is_abstract(record)
        else "article"
    )


def _is_marked_thesis(title: str) -> bool:
    return title.rstrip(" .").endswith(("]", "］")) and bool(_THESIS_TITLE.search(title))


def said_elsewhere(record: Record, journal: str) -> frozenset[str]:
    """Marks that other fields than the title give: "protocol" by the abstract,
    "abstract" of one given at a meeting.
    """
    marks = set()
    head = record.abstract[:200]
    if ("rotocol" in head or "方案" in head) and _PROTOCOL.search(head):
        marks.add("protocol")
    if _say(record.journal, journal).abstracts or _is_abstract(record):
        marks.add("abstract")
    return frozenset(marks)


_PROTOCOL = re.compile(
    r"(?i)this is (?:a|the) protocol (?:for|of) a|^\W*(?:background\W+)?(?:this )?protocol\W|"
    r"本研究方案|本文(?:为|是).{0,12}方案"
)
_ABSTRACTS = re.compile(r"(?i)\S[.:;,] ?conference|abstracts?(?![^\W_])|摘要")


def _is_abstract(record: Record) -> bool:
    """Whether title or page say so: "[abstract]", or a page with a letter in a supplement."""
    title = record.title
    if ("bstract" in title or "BSTRACT" in title or "摘要" in title) and _MEETING_TITLE.search(
        title
    ):
        return True
    if not (_SUPPLEMENT.search(record.issue) or _SUPPLEMENT.search(record.volume)):
        return False
    return bool(_MEETING_PAGE.search(record.pages)) and "-" not in record.pages
