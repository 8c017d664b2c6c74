"""A plain list of references after GB/T 7714, read as well as it can be;
every record asks to be checked.
"""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft
from screening.formats._format import Problem, Source
from screening.formats._gbt_imprint import imprint
from screening.formats._tagged import Entry, Tagged, Warnings, entries, read_entries
from screening.records import markup, names
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.text import has_han

_NUMBER = r"^[ \t]*(?:\[|［|【)\d{1,5}(?:\]|］|】)[ \t]*(?=\S)"
_DOTTED = r"^[ \t]*\d{1,4}[.．、)）][ \t]*(?=[^\s\d])"
_BARE = r"^[ \t]*(?=[^\s\[［【][^\n]*[^\n\[［]{3}[\[［][A-Z]{1,2}(?:/(?:OL|CD|MT|DK))?[\]］])"
#: How an entry begins: with a number in brackets, with a number and a dot, or with nothing but its
#: own line.
_STARTS = tuple(re.compile(pattern, re.MULTILINE) for pattern in (_NUMBER, _DOTTED, _BARE))
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
#: Where an author of old or foreign books comes from: [美]富勒.
_NATION = re.compile(r"(?:^|(?<=[,，;；、]))\s*[\[［(（〔][\u4e00-\u9fff]{1,3}[\]］)）〕]\s*")
_NO_LIST = frozenset("@{<%【")
_NARROW = str.maketrans("０１２３４５６７８９－．", "0123456789-.")
#: Ａ to Ｚ and ／ as A to Z and /, one character for one, so that a mark found in the copy stands
#: there in the text.
_NARROW_MARKS = str.maketrans(
    {wide: chr(wide - 0xFEE0) for wide in (*range(0xFF21, 0xFF3B), 0xFF0F)}
)
#: CNKI's 查新（引文格式） has the abstract behind its reference, mostly on a line of its own.
_ABSTRACT = re.compile(r"(?:\n|[.。])[ \t\u3000]*(?:摘\s*要\s*[:：]|【\s*摘\s*要\s*】\s*[:：]?)\s*")
#: The year behind the authors, where the list is by author and date.
_LED_YEAR = re.compile(r"\s*[,，]\s*((?:1[5-9]|20)\d\d)[a-z]?$")
_HTML = re.compile(r"<[^<>\n]{1,300}>")
_SENTENCE = re.compile(
    r"(?<![.．][A-Z])[.．。](?!\s*[A-Z][.．])(?!\s*[,，])(?!(?<=[A-Z].)[A-Z])\s*"
)
_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff]+")
_TYPES = {
    "J": "article",
    "M": "book",
    "D": "thesis",
    "C": "conference",
    "N": "newspaper",
    "P": "patent",
    "S": "standard",
    "R": "report",
    "EB": "web",
    "DB": "dataset",
    "DS": "dataset",
    "G": "book",
    "A": "other",
    "Z": "other",
}
_CHECK = gettext_noop("Read from a reference list: please check title, authors and source.")


def sniff(head: str) -> float:
    """Sure where numbered lines carry type marks such as [J]."""
    plain = _plain(head).translate(_NARROW_MARKS)
    marked = len(_MARK.findall(plain))
    if not marked:
        return 0.0
    if _STARTS[0].search(plain):
        return min(0.8, 0.4 + 0.1 * marked)
    filled = sum(1 for line in plain.split("\n") if line.strip())
    return 0.45 if marked * 2 > filled and plain.lstrip()[:1] not in _NO_LIST else 0.0


def _way(text: str) -> int:
    """Which of _STARTS the list uses: the first that stands before every other type mark."""
    marked = len(_MARK.findall(text.translate(_NARROW_MARKS)))
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
    reference, abstract = _parted(entry.raw)
    text = _LEAD.sub("", markup.one_line(reference), count=1)
    address = _ADDRESS.search(text)
    mark = _MARK.search(text.translate(_NARROW_MARKS))
    head, rest = (text[: mark.start()], text[mark.end() :]) if mark else _unmarked(text)
    authors, title, year = _head(head)
    kind = _TYPES.get(mark.group(1), "other") if mark else "other"
    if kind in {"book", "other"} and rest.lstrip().startswith("//"):
        kind = "chapter"
    found = imprint(rest.translate(_NARROW), kind)
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=title,
        authors=authors,
        editors=_people(found.editors),
        translators=_people(found.translators),
        edition=found.edition,
        accessed=found.accessed,
        date=found.date or year,
        journal=found.host,
        volume=found.volume,
        issue=found.issue,
        pages=found.pages,
        doi=text if "10." in text else "",
        abstract=markup.one_line(abstract),
        type=kind,
        publisher=found.publisher,
        place=found.place,
        url=address.group().rstrip(".,;)") if address else "",
    )
    if kind == "patent" and any(
        map(str.isdecimal, draft.publisher)
    ):  # CNKI: "北京市:CN1234567A,2020-05-06."
        draft.identifiers.append(("patent", draft.publisher))
        draft.publisher = ""
    return draft.finish()


def _parted(raw: str) -> tuple[str, str]:
    """The reference and the abstract behind it; "" where there is none."""
    found = _ABSTRACT.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, "")


def _unmarked(text: str) -> tuple[str, str]:
    """Without a type mark: first authors and then the title, or the title first."""
    parts = re.split(r"(?<=[^A-Z])[.．。]\s*", text, maxsplit=2)
    if len(parts) > 2:
        return f"{parts[0]}. {parts[1]}", parts[2]
    return parts[0], parts[1] if len(parts) > 1 else ""


def _head(head: str) -> tuple[tuple[str, ...], str, str]:
    """Authors, title, and the year if it stands behind the authors; authors end at the first full
    stop that no further initial follows.
    """
    cut = _SENTENCE.search(head)
    if not cut or not head[cut.end() :].strip():
        return (), head.strip(" .．。"), ""
    people, title = head[: cut.start()].strip(), head[cut.end() :].strip(" .．。")
    led = _LED_YEAR.search(people)
    return (
        (_people(people[: led.start()]), title, led.group(1))
        if led
        else (_people(people), title, "")
    )


def _people(text: str) -> tuple[str, ...]:
    text = _NATION.sub("", text)
    text, cut = re.subn(r"[,，\s]*(?:等|et al)\s*\.?$", "", text.strip())
    if has_han(text):
        parts = re.split(r"[,，;；、]\s*", text)
    else:
        parts = re.split(r"[,，;；]\s*", text)
    found = tuple(name for part in parts if (name := names.without_role(names.tidy(part))))
    return (*found, names.OTHERS) if cut and found else found


FORMAT = Tagged(
    key="gbt7714",
    label=gettext_noop("GB/T 7714 (list of references)"),
    sniff=sniff,
    read=read,
    count=count,
    seam=re.compile(
        r"\n(?=[ \t]*(?:(?:\[|［|【)\d{1,5}(?:\]|］|】)|\d{1,4}[.．、)）][ \t]*[^\s\d]))"
    ),
)
