"""Numbers that databases put into RIS entries, and the database that they give away."""

import re

from screening.formats import _entering as entering
from screening.formats._draft import Draft
from screening.formats._tagged import Fields
from screening.records import identifiers
from screening.records.text import collapse

SCHEMES = (
    (re.compile(r"WOS:\w+", re.IGNORECASE), "wos", "Web of Science"),
    (re.compile(r"rayyan-\d+"), "rayyan", ""),
    (re.compile(r"pub\.\d{6,}"), "dimensions", "Dimensions"),
    (re.compile(r"CN-\d{6,}"), "cochrane", "Cochrane Central"),
)
_LONGEST = 200
#: A line of notes that says nothing else; in a longer one it may be that of another work.
_ONLY_PMID = re.compile(r"^\s*PMID\s*[:：]?\s*(\d{4,8})\s*[.;]?$", re.MULTILINE)
_WHOLE_DAY = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?$")
_DIGITS = re.compile(r"\d\d\d")
#: Fields in which databases put numbers of records and of registrations.
_CUSTOM = frozenset(
    {"AN", "ID", "UT", "C1", "C2", "C3", "C4", "C5", "C6", "C8", "M1", "PMCID", "U1", "U3", "U4"}
)
_SITES = (
    ("scopus.com", "Scopus"),
    ("embase.com", "Embase"),
    ("lens.org", "Lens"),
    ("ieeexplore", "IEEE Xplore"),
    ("search.proquest.com", "ProQuest"),
    ("search.ebscohost.com", "EBSCOhost"),
    ("cnki.net", "CNKI"),
    ("wanfangdata.com", "万方数据"),
    ("cqvip.com", "维普"),
    ("pubmed.ncbi", "PubMed"),
    ("jstor.org", "JSTOR"),
    ("dl.acm.org", "ACM Digital Library"),
    ("ovidsp", "Ovid"),
)
_EID = re.compile(r"eid=(2-s2\.0-\d+)")
_EMBASE = re.compile(r"L\d{6,}")


def identify(fields: Fields, addresses: list[str], draft: Draft, header: str) -> None:
    """Numbers the databases give, and from them or the addresses the database itself."""
    database = collapse(fields.first("DB", "DP")) or header
    for tag in ("AN", "UT", "ID"):
        for value in fields.peek(tag):
            number = value.strip()
            for pattern, scheme, name in SCHEMES:
                if found := pattern.match(number):
                    draft.identifiers.append((scheme, found.group()))
                    fields.take(tag, value)
                    database = database or name
    joined = " ".join(addresses)
    if not database:
        database = next((name for site, name in _SITES if site in joined), "")
    if "eid=" in joined and (found := _EID.search(joined)):
        draft.identifiers.append(("eid", found.group(1)))
    draft.pmid = identifiers.pmid(fields.first("PMID")) or _told_pmid(fields["M2"])
    if not draft.pmid and "pubmed" in joined:
        draft.pmid = next(
            filter(None, map(identifiers.pmid, (text for text in addresses if "pubmed" in text))),
            "",
        )
    draft.identifiers += [(entering.LABEL, value.strip()) for value in fields.every("LB")]
    database = _numbers(fields, draft, database, joined)
    if not draft.pmid and any(name in database.lower() for name in ("pubmed", "medline")):
        draft.pmid = identifiers.pmid(" ".join(fields.peek("AN")))
    if not draft.pmid and "PMID" in draft.notes and (told := _ONLY_PMID.search(draft.notes)):
        draft.pmid = told.group(1)
    known = {number for _scheme, number in draft.identifiers} | {draft.pmid}
    for value in fields["AN"]:
        number = collapse(value)
        if (
            number
            and number not in known
            and not (identifiers.accessions(number) or identifiers.crossed_pmid(number))
        ):
            draft.identifiers.append(("accession", number))
    draft.source_database = database


def _told_pmid(texts: list[str]) -> str:
    found = (text.partition("PMID:")[2] for text in texts)
    return next((number for text in found if (number := identifiers.pmid(text))), "")


def _numbers(fields: Fields, draft: Draft, database: str, addresses: str) -> str:
    """Adds the numbers that stand in custom fields, each database in its own,
    and returns the database they tell.
    """
    for tag in ("U2", "AN"):
        if tag in fields and (found := _EMBASE.fullmatch(" ".join(fields.peek(tag)).strip())):
            draft.identifiers.append(("embase", found.group()))
            fields.every(tag)
            database = database or "Embase"
    seen = {number for _scheme, number in draft.identifiers}
    for tag in _CUSTOM & fields.keys():
        for value in fields.peek(tag):
            # Cochrane writes "C3  - PUBMED 21314913,EMBASE 361439571", Embase the PubMed number as "C5  - 38773066".
            text = value.strip()
            if (
                text in seen
                or len(text) > _LONGEST
                or not _DIGITS.search(text)
                or _WHOLE_DAY.match(text)
            ):
                continue
            crossed, pairs = identifiers.crossed_pmid(value), identifiers.accessions(value)
            pairs += identifiers.registrations(value)
            draft.pmid = draft.pmid or crossed
            draft.identifiers += [pair for pair in pairs if pair not in draft.identifiers]
            if crossed or pairs:
                fields.take(tag, value)
            if text.upper().startswith("PMC") and text[3:].isdigit():
                draft.identifiers.append(("pmcid", text.upper()))
                fields.take(tag, value)
            elif (not draft.pmid and tag == "C2" and database == "Scopus") or (
                not draft.pmid
                and tag == "C5"
                and (database == "Embase" or "embase.com" in addresses or "U2" in fields)
            ):
                draft.pmid = identifiers.pmid(text)
                if draft.pmid:
                    fields.take(tag, value)
    return database
