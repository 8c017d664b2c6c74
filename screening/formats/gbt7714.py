"""A plain list of references after GB/T 7714, read as well as it can be; every record asks to be checked."""

import re
from collections.abc import Iterator

from screening.formats._building import Draft
from screening.formats._format import Problem, Source
from screening.formats._tagged import Entry, Tagged, Warnings, entries, read_entries
from screening.records import dates, markup, names
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.text import has_han

_NUMBER = r"^[ \t]*(?:\[|［|【)\d{1,5}(?:\]|］|】)[ \t]*(?=\S)"
_DOTTED = r"^[ \t]*\d{1,4}[.．、)）][ \t]*(?=[^\s\d])"
_BARE = r"^[ \t]*(?=[^\s\[［【][^\n]*[^\n\[［]{3}[\[［][A-Z]{1,2}(?:/(?:OL|CD|MT|DK))?[\]］])"
_STARTS = tuple(re.compile(pattern, re.MULTILINE) for pattern in (_NUMBER, _DOTTED, _BARE))
"""How an entry begins: with a number in brackets, with a number and a dot, or with nothing but its own line."""
_COUNTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^\s*[\[［【]\d+[\]］】][ \t]*\S",
        r"^\s*\d+[.．、)）]\s*[^\s\d]",
        r"^.*[\[［](?:J|M|D|C|N|P|S|R|EB|DB|DS|G|A|Z)(?:/\w\w)?[\]］].*$",
    )
)
_MARK = re.compile(r"[\[［]\s*([A-Z]{1,2})\s*(?:/\s*(?:OL|CD|MT|DK))?\s*[\]］]")
_LEAD = re.compile(rf"{_NUMBER}|{_DOTTED}")
_EDITION = re.compile(r"^[^.．:：]*(?:版|ed)[.．]\s*")
_NO_LIST = frozenset("@{<%【")
_NARROW = str.maketrans("０１２３４５６７８９－．", "0123456789-.")
_HTML = re.compile(r"<[^<>\n]{1,300}>")
_DATED = re.compile(
    r"(?<![\dA-Za-z.])(?P<year>(?:1[5-9]|20)\d\d)(?!\d)\s*[,，]?\s*(?P<volume>\d{1,5}[A-Za-z]?)?\s*(?:[(（](?P<issue>[^()（）]{1,20})[)）])?"
    r"\s*(?:[:：]\s*(?P<pages>[A-Za-z]?\d+(?:[-–~+,，]\s?[A-Za-z]?\d+)*))?"
)
_SENTENCE = re.compile(r"(?<![.．][A-Z])[.．。](?!\s*[A-Z][.．])(?!\s*[,，])(?!(?<=[A-Z].)[A-Z])\s*")
_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff]+")
_TYPES = {
    "J": "article", "M": "book", "D": "thesis", "C": "conference", "N": "newspaper", "P": "patent", "S": "standard",
    "R": "report", "EB": "web", "DB": "dataset", "DS": "dataset", "G": "book", "A": "chapter", "Z": "other",
}  # fmt: skip
_CHECK = gettext_noop("Read out of a list of references: please check title, authors and source.")


def sniff(head: str) -> float:
    """Sure where numbered lines carry type marks such as [J]."""
    plain = _plain(head)
    marked = len(_MARK.findall(plain))
    if not marked:
        return 0.0
    if _STARTS[0].search(plain):
        return min(0.8, 0.4 + 0.1 * marked)
    filled = sum(1 for line in plain.split("\n") if line.strip())
    return 0.45 if marked * 2 > filled and plain.lstrip()[:1] not in _NO_LIST else 0.0


def _way(text: str) -> int:
    """Which of _STARTS the list uses: the first that stands before every other type mark."""
    marked = len(_MARK.findall(text))
    return next((way for way in (0, 1) if len(_STARTS[way].findall(text)) * 2 > marked), 2)


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, each followed by a problem that asks to check it."""
    text = _plain(source.text)
    return read_entries(entries(text, _STARTS[_way(text)]), _build)


def count(source: Source) -> int:
    """Lines that begin with a number, or in a list without numbers those with a type mark."""
    text = _plain(source.text)
    return sum(1 for _ in _COUNTS[_way(text)].finditer(text))


def _plain(text: str) -> str:
    """The text without markup, as word processors and style previews wrap lists in."""
    return markup.decoded(_HTML.sub("", text)) if "</" in text else text


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    warnings.append(Message(_CHECK))
    text = _LEAD.sub("", markup.one_line(entry.raw), count=1)
    address = _ADDRESS.search(text)
    mark = _MARK.search(text)
    head, rest = (text[: mark.start()], text[mark.end() :]) if mark else _unmarked(text)
    authors, title = _head(head)
    rest = rest.translate(_NARROW)
    host, where = _host(rest)
    found = _DATED.search(where)
    parts = {key: value or "" for key, value in found.groupdict().items()} if found else {}
    kind = _TYPES.get(mark.group(1), "other") if mark else "other"
    journal = host if kind in ("article", "newspaper", "conference", "chapter") else ""
    place, publisher = ("", "") if journal else _publisher(host)
    return Draft(
        raw=entry.raw,
        line=entry.line,
        title=title,
        authors=authors,
        date=parts.get("year", "") or str(dates.year(where) or dates.year(_ADDRESS.sub("", rest)) or ""),
        journal=journal,
        volume=parts.get("volume", ""),
        issue=parts.get("issue", ""),
        pages=parts.get("pages", "").replace("，", ","),
        doi=text if "10." in text else "",
        type=kind,
        publisher=publisher,
        place=place,
        url=address.group().rstrip(".,;)") if address else "",
    ).finish()


def _unmarked(text: str) -> tuple[str, str]:
    """Without a type mark: the first two sentences are authors and title, or the first one is the title."""
    parts = re.split(r"(?<=[^A-Z])[.．。]\s*", text, maxsplit=2)
    if len(parts) > 2:
        return f"{parts[0]}. {parts[1]}", parts[2]
    return parts[0], parts[1] if len(parts) > 1 else ""


def _head(head: str) -> tuple[tuple[str, ...], str]:
    """Authors and title: parted by the first full stop that no further initial follows."""
    cut = _SENTENCE.search(head)
    if not cut or not head[cut.end() :].strip():
        return (), head.strip(" .．。")
    return _people(head[: cut.start()]), head[cut.end() :].strip(" .．。")


def _people(text: str) -> tuple[str, ...]:
    text = re.sub(r"[,，\s]*(?:等|et al)\s*\.?$", "", text.strip())
    if has_han(text):
        parts = re.split(r"[,，;；、]\s*", text)
    else:
        parts = re.split(r"[,，;；]\s*", text)
    return tuple(name for part in parts if (name := names.without_role(names.tidy(part))))


def _publisher(host: str) -> tuple[str, str]:
    """Place and publisher of "2版.北京:人民卫生出版社"; both empty for a date."""
    named = _EDITION.sub("", host)
    if not any(char.isalpha() for char in named):
        return "", ""
    place, colon, publisher = named.replace("：", ":").partition(":")
    return (place.strip(), publisher.strip()) if colon else ("", named.strip())


def _host(rest: str) -> tuple[str, str]:
    """Where it stands (journal, publisher, book behind "//") and what follows."""
    rest = rest.lstrip(" .．。:：")
    if rest.startswith("//"):
        rest = rest[2:]
    cut = re.search(r"[,，.．]\s*(?=(?:1[5-9]|20)\d\d)|[.．。]\s+(?=\S)", rest)
    return (rest[: cut.start()].strip(" .,，"), rest[cut.start() :]) if cut else (rest.strip(" .,，"), rest)


FORMAT = Tagged(
    key="gbt7714",
    label=gettext_noop("GB/T 7714 (list of references)"),
    sniff=sniff,
    read=read,
    count=count,
    seam=re.compile(r"\n(?=[ \t]*(?:(?:\[|［|【)\d{1,5}(?:\]|］|】)|\d{1,4}[.．、)）][ \t]*[^\s\d]))"),
)
