"""CNKI E-Study (知网研学) text and CNKI's 自定义 text: lines such as `Title-题名: …`."""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Problem, Source
from screening.formats._tagged import (
    Entry,
    Fields,
    Tagged,
    Warnings,
    entries,
    noted,
    read_entries,
    values,
)
from screening.records import markup, names, types
from screening.records.record import Record

# Only the Latin half is constant: 刊名, 文献来源 and 来源 all stand behind "Source-".
_TAG = re.compile(r"[ \t]*([A-Z][A-Za-z]{1,20})(?:[-－][^\s:：]{1,16})?[ \t]*[:：][ \t]?(.*)")
_COMMON = "DataType Title Author Source Year PubTime Keyword Summary Period Roll Volume PageCount Page SrcDatabase"
_RARE = "Organ Link DOI FirstDuty Fund CLC ISSN URL City Meeting PubNo ISBN Publisher Degree Tutor Teacher Doi CN"
_KNOWN = frozenset(f"{_COMMON} {_RARE}".split())
_STARTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^[ \t]*DataType[^\n:：]{0,16}[:：][ \t]*\d",
        r"^[ \t]*SrcDatabase[-－][^\n:：]{1,16}[:：]",
        r"^[ \t]*Title[-－][^\n:：]{1,16}[:：]",
    )
)
_PREFIXES = ("DataType", "SrcDatabase-", "Title-")
_PAIR = re.compile(
    r"^[ \t]*(Title|Author|Source|Organ|Keyword|Summary|PubTime|SrcDatabase|Period|Page)"
    r"[-－][\u4e00-\u9fff]{1,12}[:：]",
    re.MULTILINE,
)
_SEAM = re.compile(
    r"\n(?=[ \t]*DataType[^\n:：]{0,16}[:：][ \t]*\d)|\n[ \t]*\n(?=SrcDatabase[-－])"
)
_RANGE = re.compile(r"\d\s*[-–~+]\s*\d")
_TYPES = {"1": "article", "2": "thesis", "3": "conference", "4": "newspaper", "6": "book"}


def sniff(head: str) -> float:
    """Sure where several keys with both a Latin and a Chinese half lead lines."""
    found = len(set(_PAIR.findall(head)))
    return 0.95 if found >= 3 else 0.6 if found and _STARTS[0].search(head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _start(source.text)), _build, source.leftovers)


def _start(text: str) -> re.Pattern[str]:
    """What begins an entry: DataType where the file has it, else the first of 来源库 and 题名."""
    if _STARTS[0].search(text):
        return _STARTS[0]
    found = [(match.start(), start) for start in _STARTS[1:] if (match := start.search(text))]
    return min(found, key=lambda each: each[0])[1] if found else _STARTS[0]


def count(source: Source) -> int:
    """Lines that begin with the first key the file uses to begin an entry."""
    lines = [line.lstrip().replace("－", "-") for line in source.text.split("\n")]
    led = [
        line
        for line in lines
        if line.startswith(_PREFIXES) and (":" in line[:40] or "：" in line[:40])
    ]
    first = (
        _PREFIXES[0] if any(line.startswith(_PREFIXES[0]) for line in led) else "".join(led[:1])[:6]
    )
    return sum(1 for line in led if line.startswith(first)) if led else 0


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, values(entry.raw, _TAG, _KNOWN))
    published = fields.first("PubTime").strip()
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=_text(fields, "Title"),
        authors=tuple(
            name
            for value in fields.every("Author")
            for name in names.split_authors(markup.one_line(value))
        ),
        date=fields.first("Year").strip() or published,
        year_sources=(published,),
        journal=_text(fields, "Source", "Meeting"),
        volume=_text(fields, "Roll", "Volume"),
        issue=_text(fields, "Period"),
        pages=_pages(fields),
        doi=_text(fields, "DOI", "Doi"),
        doi_sources=(*fields["Link"], *fields["URL"]),
        issn=_text(fields, "ISSN"),
        isbn=isbn_of(_text(fields, "ISBN")),
        abstract=_text(fields, "Summary"),
        keywords=tuple(
            dict.fromkeys(word for value in fields["Keyword"] for word in markup.keywords(value))
        ),
        type=_type(fields),
        kinds=tuple(fields.every("SrcDatabase")),
        publisher=_text(fields, "Publisher"),
        place=_text(fields, "City"),
        url=_text(fields, "Link", "URL"),
        source_database="CNKI",
    )
    if number := _text(fields, "PubNo"):
        draft.identifiers.append(("patent", number))
    return draft.finish()


def _text(fields: Fields, *tags: str) -> str:
    return markup.one_line(fields.first(*tags)).strip()


def _pages(fields: Fields) -> str:
    """The pages; where there is no Page the PageCount may hold them (页码) instead of their number
    (页数).
    """
    counted = _text(fields, "PageCount")
    return _text(fields, "Page") or (counted if _RANGE.search(counted) else "")


def _type(fields: Fields) -> str:
    kind = _TYPES.get(fields.first("DataType").strip(), "")
    return (
        kind
        or types.key(fields.first("SrcDatabase"))
        or ("article" if fields.first("Source") else "other")
    )


FORMAT = Tagged(
    key="cnki_estudy",
    label="CNKI E-Study, 自定义",
    sniff=sniff,
    read=read,
    count=count,
    seam=_SEAM,
)
