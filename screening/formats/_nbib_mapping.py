"""From the tags of a MEDLINE entry to a record."""

import re
from functools import lru_cache

from screening.formats import _custom_fields as extras
from screening.formats._draft import Draft, isbn_of
from screening.formats._tagged import Entry, Fields, Warnings, noted
from screening.records import identifiers, languages, markup, names, notices, types
from screening.records.record import Record
from screening.records.text import collapse

TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)")
_HEAD = re.compile(r"[A-Z][A-Z0-9]{1,3} {0,2}")
_INITIALS = re.compile(
    r"(.+?) ([^\W\d_a-z]{1,4}(?:-[^\W\d_a-z]{1,2})?)( (?:Jr|Sr|2nd|3rd|[4-9]th|II|III|IV))?"
)
#: Ichushi's 誌名 (1234-5678) 73巻2号 Page45-52 (2019.04).
_CITED_PLACE = re.compile(
    r"(?P<journal>\D[^()（）]{1,150}?)\s*[(（](?P<issn>\d{4}-\d{3}[\dXx])[)）]\s*(?:(?P<volume>[\w-]{1,10})巻)?\s*"
    r"(?:(?P<issue>[\w-]{1,12})号)?\s*(?:(?:Page|p{1,2}\.?)\s*(?P<pages>\w+(?:-\w+)?))?\s*(?:[(（](?P<date>\d{4}[^()（）]{0,12})[)）])?"
)
_NOTICES = {
    "RIN": "Retraction in",
    "ROF": "Retraction of",
    "PRIN": "Partial retraction in",
    "PROF": "Partial retraction of",
    "RRI": "Retracted and republished in",
    "RRF": "Retracted and republished from",
    "EIN": "Erratum in",
    "EFR": "Erratum for",
    "CRI": "Corrected and republished in",
    "CRF": "Corrected and republished from",
    "ECI": "Expression of concern in",
    "ECF": "Expression of concern for",
    "RPI": "Republished in",
    "UIN": "Update in",
    "UOF": "Update of",
}
_DATABASES = {"ERIC": "ERIC"}
CUSTOM = "RVA"
OWNER = "reviewapp"


def values(entry: Entry) -> Fields:
    """The values of an entry by tag, broken lines still in them."""
    found = Fields()
    values: list[str] = []
    for line in entry.raw.split("\n"):
        if line[4:6] == "- " and (tag := _padded(line[:4])):
            value = line[6:]
        elif line and line[0] not in " \t" and (match := TAG.match(line)):
            tag, value = match.groups()
        else:
            if values:
                values[-1] = f"{values[-1]}\n{line}"
            continue
        values = found.setdefault(tag, [])
        values.append(value)
    return found


@lru_cache(maxsize=1000)
def _padded(head: str) -> str:
    """The tag in the first four letters of a line; "" if they hold none."""
    return head.rstrip(" ") if _HEAD.fullmatch(head) else ""


def build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, values(entry))
    kinds = [collapse(kind) for kind in fields["PT"]]
    journal = _text(fields, "JT", "TA")
    title, translated = _titles(fields)
    abstract, other = _abstracts(fields)
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=title,
        title_translated=translated,
        authors=_authors(fields),
        editors=tuple(names.tidy(markup.one_line(name)) for name in fields.every("FED", "ED")),
        date=_text(fields, "DP", "DEP", "DA"),
        journal=journal or _text(fields, "BTI", "CTI") if fields.first("TI") else journal,
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=fields.first("PG"),
        doi=next((value for value in fields.every("LID", "AID") if "[doi]" in value), ""),
        doi_sources=(*fields["AID"], *fields["LID"], *fields["SO"]),
        pmid=_pmid(fields.first("PMID")),
        issn=" ".join(fields.every("IS", "ISSN")),
        isbn=isbn_of(" ".join(fields["ISBN"])),
        language=_text(fields, "LA"),
        abstract=abstract,
        abstract_translated=other,
        keywords=_keywords(fields),
        type=_type(kinds, bool(fields.first("BTI")), bool(journal)),
        edition=_text(fields, "EN"),
        publisher=_text(fields, "PB"),
        place=_text(fields, "PL"),
        url=next((value for value in fields.every("LID", "URL", "UR") if "://" in value), ""),
        source_database=_database(fields),
        notices=_notices(fields, kinds),
        notes="\n".join(collapse(value) for value in fields["GN"]),
    )
    _place(fields, draft)
    _identify(fields, draft)
    return extras.merged(draft.finish(), fields[CUSTOM], entry.raw, entry.line)


def _identify(fields: Fields, draft: Draft) -> None:
    draft.identifiers = [
        ("pmcid", collapse(value))
        for value in fields.every("PMC")
        if value.strip().startswith("PMC")
    ]
    for number in identifiers.trials(" ".join(fields["SI"])):
        draft.identifiers.append(("trial", number))
    if not draft.pmid:
        draft.identifiers += [
            ("accession", number) for value in fields["AN"] if (number := collapse(value))
        ]
    draft.identifiers += [
        ("eric", value.strip()) for value in fields["OID"] if re.fullmatch(r"\s*E[JD]\d+\s*", value)
    ]


def _place(fields: Fields, draft: Draft) -> None:
    """What a citation in SO tells where no tag of their own has journal, volume and pages,
    as in Ichushi.
    """
    if draft.journal or not (found := _CITED_PLACE.match(_text(fields, "SO"))):
        return
    draft.journal = found["journal"]
    draft.issn = draft.issn or found["issn"] or ""
    draft.volume = draft.volume or found["volume"] or ""
    draft.issue = draft.issue or found["issue"] or ""
    draft.pages = draft.pages or found["pages"] or ""
    draft.date = draft.date or found["date"] or ""


def _text(fields: Fields, *tags: str) -> str:
    return markup.one_line(fields.first(*tags))


def _titles(fields: Fields) -> tuple[str, str]:
    """Title and translated title: "[…]." in TI is PubMed's translation of the TT beside it."""
    title = " ".join(markup.one_line(value) for value in fields.every("TI")) or _text(
        fields, "BTI", "CTI"
    )
    vernacular = _text(fields, "TT")
    if vernacular and title.startswith("["):
        return vernacular, title
    return title, vernacular


def _abstracts(fields: Fields) -> tuple[str, str]:
    """The abstract in the article's own language and the one in another,
    each "" when there is none.
    """
    main = "\n".join(markup.one_line(value) for value in fields.every("AB"))
    other = markup.abstract(_text(fields, "OAB"))
    own = languages.tag(_text(fields, "LA"))
    return (
        (other, main)
        if other and (not main or own == languages.tag(_text(fields, "OABL")) != "")
        else (main, other)
    )


def _pmid(value: str) -> str:
    first = value.split("\n", 1)[0].strip()
    return identifiers.pmid(first) or (first if first.isascii() and first.isdigit() else "")


def _authors(fields: Fields) -> tuple[str, ...]:
    """Persons as "Family, Initials", and groups; full names where the file has no short ones,
    or is one of ours.
    """
    short = fields.every("AU") if fields.first("OWN").strip() != OWNER else ()
    people = [_person(collapse(name)) for name in short] or [
        names.tidy(markup.one_line(name)) for name in fields.every("FAU")
    ]
    groups = [collapse(name) for name in fields.every("CN")]
    return tuple(name for name in (*people, *groups) if name)


def _person(name: str) -> str:
    found = _INITIALS.fullmatch(name) if "," not in name else None
    if not found:
        return names.tidy(name)
    family, initials, suffix = found.groups()
    return f"{family}, {initials}{suffix or ''}"


def _keywords(fields: Fields) -> tuple[str, ...]:
    words = (collapse(value) for value in fields.every("OT", "MH"))
    plain = (word.replace("*", "").strip() if "*" in word else word for word in words)
    return tuple(dict.fromkeys(word for word in plain if word))


def _type(kinds: list[str], book: bool, journal: bool) -> str:
    found = [types.key(kind) for kind in kinds]
    if any("review" in kind.lower() or kind == "Meta-Analysis" for kind in kinds):
        return "review"
    for key in ("preprint", "thesis", "conference", "newspaper", "dataset"):
        if key in found:
            return key
    if book:
        return "chapter" if "chapter" in found else "book"
    return "article" if journal or not found else next((key for key in found if key), "article")


def _database(fields: Fields) -> str:
    owner = fields.first("OWN").strip()
    return _DATABASES.get(owner, "PubMed" if fields["PMID"] else "")


def _notices(fields: Fields, kinds: list[str]) -> tuple[str, ...]:
    found = list(notices.read(titles=(), kinds=kinds))
    told = [(tag, label) for tag, label in _NOTICES.items() if tag in fields]
    found += [
        f"{label}: {markup.one_line(value)}" for tag, label in told for value in fields.every(tag)
    ]
    return tuple(found)
