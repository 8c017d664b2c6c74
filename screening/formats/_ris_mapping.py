"""From the tags of a RIS entry to a record, for all dialects."""

import re

from screening.formats import _entering as entering
from screening.formats._custom_fields import merged
from screening.formats._decisions import from_notes
from screening.formats._draft import Draft, isbn_of
from screening.formats._ris_entries import RisEntry
from screening.formats._ris_numbers import SCHEMES, identify
from screening.formats._tagged import Fields
from screening.records import dates, markup, names, pages, types
from screening.records.record import Record
from screening.records.text import collapse, has_han

TYPES = {
    "JOUR": "article",
    "ABST": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "INPR": "article",
    "JFULL": "article",
    "CONF": "conference",
    "CPAPER": "conference",
    "THES": "thesis",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "SER": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "NEWS": "newspaper",
    "RPRT": "report",
    "GOVDOC": "report",
    "PAT": "patent",
    "STAND": "standard",
    "DATA": "dataset",
    "AGGR": "dataset",
    "DBASE": "dataset",
    "ELEC": "web",
    "WEB": "web",
    "BLOG": "web",
    "ICOMM": "web",
    "UNPB": "preprint",
}
_REFINED = frozenset({"review", "preprint", "trial"})
_HOST_FIRST = frozenset({"chapter", "conference"})
#: The identifiers that are found again by their form in an accession number.
ACCESSIONS = tuple(scheme for _, scheme, _ in SCHEMES)
_DAY = re.compile(r"\d{4}[-/.]\d")
_SEVERAL = re.compile("[;；\n<&]")
#: The list of references in Scopus' notes, with the DOIs of other works.
_CITED = re.compile(r"(?:References|参考文献)\s*[:：].*", re.DOTALL)


def record_of(entry: RisEntry) -> Record | None:
    """The record of an entry, or None when it is empty."""
    fields = entry.fields
    if "- ['" in entry.raw or '- ["' in entry.raw:
        _unlist(fields)
    kind = _type(fields)
    addresses = fields.every("UR", "L2", "LK", "L3", "L1")
    said = fields.every("N1")
    decisions, notes = from_notes("\n".join(value.strip() for value in said)) if said else ((), "")
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=markup.one_line(fields.first("TI", "T1", "CT", "BT", "ST")),
        title_translated=markup.one_line(fields.first("TT") or _second_title(fields)),
        authors=_authors(fields),
        authors_translated=_names(fields.every("TA")),
        editors=_editors(fields, kind),
        translators=_names(fields["A4"]) if "A4" in fields and kind != "conference" else (),
        date=_date(fields),
        journal=markup.one_line(_journal(fields, kind)),
        volume=fields.first("VL", "VO"),
        issue=fields.first("IS", "CP"),
        pages=pages.span(fields.first("SP"), fields.first("EP"))
        or _article_number(fields)
        or fields.first("PG"),
        doi=fields.first("DO", "DI"),
        doi_sources=(*fields["M3"], *addresses, *(_CITED.sub("", value) for value in said)),
        issn=(numbers := " ".join(fields["SN"])),
        isbn=isbn_of(numbers),
        language=fields.first("LA"),
        keywords=_keywords(fields),
        type=kind,
        kinds=(*fields.every("M3"), *fields.every("PT")),
        edition=fields.first("ET"),
        publisher=markup.one_line(fields.first("PB")),
        place=fields.first("CY", "PP"),
        url=next((value for value in addresses if "://" in value), ""),
        accessed=_accessed(fields, kind),
        notes=notes,
        decisions=decisions,
    )
    _abstracts(fields, draft)
    identify(fields, addresses, draft, entry.database)
    found = draft.finish()
    return merged(found, fields["U5"], entry.raw, entry.line) if "U5" in fields else found


def _unlist(fields: Fields) -> None:
    """Takes apart the values that a program printed as lists (['one', 'two']), whatever their tag."""
    for tag, values in fields.items():
        fields[tag] = [single for value in values for single in names.listed(value)]


def _type(fields: Fields) -> str:
    named = fields["TY"][-1] if fields.peek("TY") else ""
    kind = TYPES.get(named.partition("\n")[0].strip().upper(), "other")
    if kind in ("article", "other", "dataset"):
        refined = types.key(fields.first("M3", "PT"))
        if refined in _REFINED:
            return refined
    return kind


def _second_title(fields: Fields) -> str:
    """A second title in another script than the first; "" where there is none."""
    titles = fields.peek("TI")
    if len(titles) < 2:
        return ""
    other = next((title for title in titles[1:] if has_han(title) != has_han(titles[0])), "")
    if other:
        fields.take("TI", other)
    return other


def _article_number(fields: Fields) -> str:
    """C7 holds the number of an article, and in CiteSource's files a word of its own."""
    if "C7" not in fields:
        return ""
    number = fields.first("C7") if any(map(str.isdigit, " ".join(fields.peek("C7")))) else ""
    return collapse(number)


def _names(values: list[str]) -> tuple[str, ...]:
    if not values:
        return ()
    found = names.split_fields([line for value in values for line in value.split("\n")])
    return tuple(dict.fromkeys(found)) if len(found) < 50 else found


def _authors(fields: Fields) -> tuple[str, ...]:
    found = _names(fields["AU"])
    if not found:
        return _names(fields["A1"])
    if "A1" in fields and any(
        value.strip().startswith("WOS:") for tag in ("AN", "UT") for value in fields.peek(tag)
    ):
        # Web of Science writes the group authors of a paper as A1 beside the persons in AU.
        return (*found, *(name for name in _names(fields["A1"]) if name not in found))
    return found


def _editors(fields: Fields, kind: str) -> tuple[str, ...]:
    """Those of the host; of a book those in A3, as A2 holds the editors of its series."""
    tag = "ED" if "ED" in fields else "A3" if kind == "book" and "A3" in fields else "A2"
    return _names(fields[tag]) if tag in fields else ()


def _accessed(fields: Fields, kind: str) -> str:
    """The day in Y2, in which Web of Science has that of a conference."""
    if "Y2" not in fields or any(
        value.strip().startswith("WOS:") for tag in ("AN", "UT") for value in fields.peek(tag)
    ):
        return ""
    return entering.iso(fields.first("Y2")) if any(map(dates.year, fields.peek("Y2"))) else ""


def _date(fields: Fields) -> str:
    """PY, Y1 or DA: the first with a year in it, with the day where another gives it, else the
    first that says anything.
    """
    given = [
        value.strip() for tag in ("PY", "Y1", "DA") for value in fields.peek(tag) if value.strip()
    ]
    usable = next((value for value in given if dates.year(value)), "")
    if len(given) > 1 and len(usable) == 4:
        usable = next(
            (value for value in given if value.startswith(usable) and _DAY.match(value)), usable
        )
        days = [value.strip() for value in fields.peek("DA") if value.strip()]
        usable = entering.fuller(usable, days[0]) if days and len(usable) == 4 else usable
    chosen = usable or next(iter(given), "")
    for tag in ("PY", "Y1", "DA"):
        for value in fields.peek(tag):
            if value.strip(" /\n") in chosen:
                fields.take(tag, value)
    return chosen.rstrip("/")


def _journal(fields: Fields, kind: str) -> str:
    """The full name of the journal, or of what a chapter or paper stands in."""
    if kind == "book":
        return (
            fields.first("T2", "JF", "JO", "T3") if fields.peek("TI") or fields.peek("T1") else ""
        )
    if kind in _HOST_FIRST:
        return fields.first("T2", "BT", "JF", "JO", "C3", "J2", "T3")
    # EBSCOhost writes the subtitle into T2 where JF names the journal.
    full = (
        fields.first("JF", "T2", "JO")
        if fields.peek("JF") and fields.peek("JO")
        else fields.first("T2", "JF", "JO")
    )
    return full or fields.first(
        "BT" if fields.peek("TI") or fields.peek("T1") else "JA", "JA", "J2", "J1", "T3"
    )


def _keywords(fields: Fields) -> tuple[str, ...]:
    found: list[str] = []
    for value in (*fields["KW"], *fields["K1"]):
        if value.isalpha():
            found.append(value)
        elif _SEVERAL.search(value):
            found.extend(markup.keywords(value))
        else:
            found.append(collapse(value).strip(" ,."))
    if found == ["NA"]:
        return ()  # what R writes where it knows none
    return tuple(
        dict.fromkeys(word.removeprefix("*").lstrip() for word in found if word.strip("* "))
    )


def _abstracts(fields: Fields, draft: Draft) -> None:
    """AB before N2; a second one in another script is the translation,
    of two in one script the longer counts.
    """
    texts = [("AB", value) for value in fields.peek("AB") if value.strip()]
    texts += [("N2", value) for value in fields.peek("N2") if value.strip()]
    own = [markup.one_line(value) for tag, value in texts if tag == "AB"]
    other = [markup.one_line(value) for tag, value in texts if tag == "N2"]
    _choose_abstracts(own, other, draft)
    for tag, value in texts:
        if markup.one_line(value) in (draft.abstract, draft.abstract_translated):
            fields.take(tag, value)


def _choose_abstracts(own: list[str], other: list[str], draft: Draft) -> None:
    if not own:
        own, other = other, []
    if not own:
        return
    draft.abstract = own[0]
    for value in (*own[1:], *other):
        if has_han(value) != has_han(draft.abstract) or (
            value in other and value != draft.abstract
        ):
            draft.abstract_translated = draft.abstract_translated or value
        elif len(value) > len(draft.abstract):
            draft.abstract = value
    if draft.abstract_translated and has_han(draft.title) and not has_han(draft.abstract):
        draft.abstract, draft.abstract_translated = draft.abstract_translated, draft.abstract
