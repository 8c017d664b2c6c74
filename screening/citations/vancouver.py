"""Vancouver: numbered, as the US National Library of Medicine writes it (Citing Medicine,
2nd edition).
"""

import re
from datetime import date

from screening.citations._entry import Facts, facts
from screening.citations._people import Person
from screening.citations._style import Options, Reference, Run, Style
from screening.records.messages import gettext_noop
from screening.records.record import Record

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MEDIUM = {
    "thesis": ("[thesis]", "[学位论文]"),
    "preprint": ("[preprint]", "[预印本]"),
    "patent": ("[patent]", "[专利]"),
}


def _format(record: Record, options: Options, suffix: str) -> Reference:
    f = facts(record)
    seen = bool(f.seen) or options.accessed is not None
    online = bool(record.url) and (record.type in {"web", "trial", "dataset"} or seen)
    parts = [_people(f), f"{f.title}{_medium(f, online)}", *_source(f)]
    text = ". ".join(part for part in parts if part) + _seen(f, options, online) + "."
    if online:
        text += f" {'网址' if f.chinese else 'Available from'}: {record.url}"
    return (Run(text + (f" doi: {record.doi}" if options.shows_doi(record, usual=True) else "")),)


def _people(f: Facts) -> str:
    names = [_name(p) for p in f.people[:6]]
    if names and (len(f.people) > 6 or f.more):
        names.append("等" if f.chinese else "et al")
    return ", ".join(names)


def _name(person: Person) -> str:
    return person.whole or " ".join(filter(None, (person.family, person.initials(), person.suffix)))


def _medium(f: Facts, online: bool) -> str:
    marks = [_MEDIUM[f.record.type][f.chinese]] if f.record.type in _MEDIUM else []
    if online and f.record.type != "preprint":
        marks.append("[互联网]" if f.chinese else "[Internet]")
    return "".join(f" {mark}" for mark in marks)


def _source(f: Facts) -> list[str]:
    kind = f.record.type
    if kind in {"article", "review"}:
        return [f.journal, _issue(f)]
    if kind == "newspaper":
        return [f.journal, (_day(f) or f.year) + (f":{f.pages}" if f.pages else "")]
    if kind == "preprint":
        return [f.journal or f.publisher, f.year]
    if kind in {"chapter", "conference"} and f.journal:
        pages = f"p. {_short(f.pages)}" if f.pages else ""
        editors = (
            ", ".join([_name(p) for p in f.editors] + [_role(f, "主编", "editor")])
            if f.editors
            else ""
        )
        host = f"{editors}. {f.journal}" if editors else f.journal
        return [f"{'见' if f.chinese else 'In'}: {host}", *_made(f), _published(f), pages]
    return [*_made(f), _published(f)]


def _made(f: Facts) -> list[str]:
    """Translators and edition."""
    people = [_name(p) for p in f.translators]
    translators = (
        ", ".join([*people, "译" if f.chinese else f"translator{'s' * (len(people) > 1)}"])
        if people
        else ""
    )
    return [translators, f.edition]


def _role(f: Facts, chinese: str, english: str) -> str:
    return chinese if f.chinese else f"{english}{'s' * (len(f.editors) > 1)}"


def _issue(f: Facts) -> str:
    numbers = f.volume + (f"({f.issue})" if f.issue else "")
    text = ";".join(part for part in (f.year, numbers) if part)
    return text + (f":{_short(f.pages)}" if f.pages else "")


def _published(f: Facts) -> str:
    publisher = f.publisher_before_more if f.year else f.publisher
    maker = publisher or (f.journal if f.record.type in {"thesis", "book", "report", "web"} else "")
    where = ": ".join(part for part in (f.place, maker) if part)
    return "; ".join(
        part for part in (where, _day(f) if f.record.type == "web" and f.day else f.year) if part
    )


def _seen(f: Facts, options: Options, online: bool) -> str:
    told = f.seen or (options.accessed.isoformat() if options.accessed else "")
    if not (online and told):
        return ""
    day, mark = told[:10], told[10:]
    return (
        f" [引用日期 {day}{mark}]"
        if f.chinese
        else f" [cited {_date(date.fromisoformat(day))}{mark}]"
    )


def _day(f: Facts) -> str:
    return f.day if f.chinese or not f.day else _date(date.fromisoformat(f.day))


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day}"


def _short(pages: str) -> str:
    """The range without the digits that its end repeats: 1106-1111 is 1106-11."""

    def shorten(found: re.Match[str]) -> str:
        first, last = found.groups()
        same = len(first) == len(last)
        kept = next(
            (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(last) - 1
        )
        return f"{first}-{last[kept:]}" if same and int(last) > int(first) else found.group()

    return re.sub(r"(?<![\w.])(\d+)-(\d+)(?![\w.])", shorten, pages)


STYLE = Style(
    key="vancouver",
    label=gettext_noop("Vancouver (NLM)"),
    format=_format,
    numbered=True,
    by_author=False,
)
