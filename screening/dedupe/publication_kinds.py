"""What kind of publication a record describes, as far as that decides whether two records are one report."""

import re

from screening.records.record import Record

_PREPRINT_DOIS = (
    "10.1101/20", "10.1101/19", "10.1101/0", "10.1101/1", "10.64898/", "10.21203/rs", "10.2139/ssrn", "10.48550/",
    "10.20944/preprints", "10.31234/", "10.31219/", "10.12074/", "10.26434/chemrxiv", "10.22541/au",
    "10.36227/techrxiv",
)  # fmt: skip
_PREPRINT = re.compile(r"biorxiv|medrxiv|arxiv|ssrn|research square|preprint|预印本|chinaxiv|psyarxiv|authorea")
_THESIS = re.compile(r"(?i)dissertation|\btheses\b|\bthesis\b|学位论文|硕士|博士|proquest")
_UNIVERSITY = re.compile(
    r"(?i)^\S{2,12}(?:大学|学院|研究院)(?:[(（].{1,8}[)）])?$|"
    r"^(?!.*(?:journal|bulletin|annals|acta|annual|review|proceedings|transactions|studies|reports|scientific))"
    r"(?:the )?(?:[\w'.&-]+ ){0,4}university(?: of [\w', -]+)?(?: ?\([^)]*\))?$"
)
"""A university in the place of a journal: where a thesis was written."""
_THESIS_TITLE = re.compile(r"[\[［]D[\]］]\s*\.?\s*$")
_MEETING = re.compile(
    r"(?i)conference|congress|symposi|annual meeting|scientific session|"
    r"proceedings of the \w+ (?:annual |international )|"
    r"meeting abstract|会议|年会|论文集|论文汇编|研讨会|学术大会"
)
_MEETING_TITLE = re.compile(r"(?i)[\[(](?:meeting |conference )?abstract(?: no[^\])]*)?[\])]|会议摘要")
_SUPPLEMENT = re.compile(r"(?i)suppl|meeting|abstract|增刊")
_MEETING_PAGE = re.compile(r"(?i)^[SAP]\d|^\d+[SA]\b|abstract")
_REGISTRY = re.compile(r"(?i)clinicaltrials|chictr|isrctn|ictrp|trialsearch|trial regist|临床试验注册")


def read_kind(record: Record, doi: str, journal: str) -> str:
    """One of article, preprint, conference, thesis, registration, cochrane, book."""
    if record.type in ("preprint", "thesis"):
        return record.type
    if doi.startswith(_PREPRINT_DOIS) or _PREPRINT.search(journal):
        return "preprint"
    if record.type == "trial" or (not doi and _REGISTRY.search(f"{record.journal} {record.source_database}")):
        return "registration"
    if "cochrane database" in journal or doi.startswith("10.1002/14651858"):
        return "cochrane"
    if _THESIS.search(record.journal) or _THESIS_TITLE.search(record.title):
        return "thesis"
    if not record.volume and _UNIVERSITY.match(record.journal.strip()):
        return "thesis"
    if record.type in ("book", "chapter"):
        return "book"
    if is_meeting(record):
        return "conference"
    return "article"


def said_elsewhere(record: Record) -> frozenset[str]:
    """Marks that other fields than the title give: "protocol" by the abstract, "abstract" of one given at a meeting."""
    marks = set()
    head = record.abstract[:200]
    if ("rotocol" in head or "方案" in head) and _PROTOCOL.search(head):
        marks.add("protocol")
    if _is_abstract(record):
        marks.add("abstract")
    return frozenset(marks)


_PROTOCOL = re.compile(
    r"(?i)this is (?:a|the) protocol (?:for|of) a|^\W*(?:background\W+)?(?:this )?protocol\W|"
    r"本研究方案|本文(?:为|是).{0,12}方案"
)
_ABSTRACTS = re.compile(r"(?i)\S[.:;,] ?conference|abstracts?(?![^\W_])|摘要")


def _is_abstract(record: Record) -> bool:
    journal = record.journal
    if ("onference" in journal or "bstract" in journal or "摘要" in journal) and _ABSTRACTS.search(journal):
        return True
    return bool(_MEETING_TITLE.search(record.title)) or _is_supplement_page(record)


def is_meeting(record: Record) -> bool:
    """Whether the record says it is a conference abstract or paper."""
    if record.type == "conference" or _MEETING.search(record.journal) or _MEETING_TITLE.search(record.title):
        return True
    return _is_supplement_page(record)


def _is_supplement_page(record: Record) -> bool:
    in_supplement = bool(_SUPPLEMENT.search(record.issue) or _SUPPLEMENT.search(record.volume))
    return in_supplement and bool(_MEETING_PAGE.search(record.pages)) and "-" not in record.pages
