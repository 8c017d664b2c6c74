"""What follows the type mark of a reference after GB/T 7714: where it stands, who published it,
when, which pages.
"""

import re
from dataclasses import dataclass, replace

_ADDRESS = re.compile(r"\s*(?:https?://|DOI\s*[:：]?\s*10\.|doi\s*[:：]?\s*10\.).*$")
#: The day of access; with a star it is that of a search, as our own lists mark it.
_SEEN = re.compile(r"\s*[\[［](\d{4}-\d{1,2}-\d{1,2})([*＊]?)[\]］]")
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = rf"{_YEAR}(?:-\d{{1,2}}(?:-\d{{1,2}})?)?(?!\d)"
_PAGES = r"[A-Za-z]?\d+(?:[-–~+,，]\s?[A-Za-z]?\d+)*"
_VOLUME = re.compile(
    rf"(?:^|[,，.．\s])\s*(?P<date>{_DAY})\s*[,，]?\s*(?P<volume>\d{{1,5}}[A-Za-z]?(?![\d-]))?"
    rf"\s*(?:[(（](?P<issue>[^()（）]{{1,20}})[)）])?\s*(?:[:：]\s*(?P<pages>{_PAGES}))?"
)
_RANGE = r"[A-Za-z]?\d+[-–~][A-Za-z]?\d+(?:[+,，]\s?\d+)*"
#: A journal without a year: its article is ahead of print ("学报,1-9", "学报,1-9(2024-11-12)"), or the
#: year stands behind the authors ("学报, 27(3): 391-396").
_UNDATED = re.compile(
    r"(?P<host>\D.*?)(?:\s*[,，]\s*(?P<volume>\d{1,5}[A-Za-z]?(?![\d–~-]))?\s*(?:[(（](?P<issue>[^()（）]{1,20})[)）])?)?"
    rf"(?:\s*[:：]\s*(?P<pages>{_PAGES})|\s*[,，]\s*(?P<ahead>{_RANGE}))?\s*(?:[(（](?P<date>{_DAY})[)）])?"
)
_LAST_PAGES = re.compile(rf"\s*[:：]\s*(?P<pages>{_PAGES})$")
_PRINTED = re.compile(rf"(?:^|[,，.．])\s*(?P<date>{_DAY})\s*(?:[:：]\s*(?P<pages>{_PAGES}))?")
_TOLD = re.compile(rf"[(（](?P<date>{_DAY})[)）]")
_SENTENCE = re.compile(
    r"(?<![A-Z])(?<!\bSt)(?<!\bMt)(?<!\bCo)(?<!\bNo)(?<!\bVol)(?<!\bUniv)(?<!\bDept)(?:[.．](?=\s|[\u3400-\u9fff]|\d{1,2}版)|。)\s*"
)
_PLACED = re.compile(r"[:：](?!\s*\d+(?:[-–]\d+)?\s*$)")
_NO_TITLE = re.compile(r"(?:版|\bed|^Rev|\bvol|译)[.．]?$", re.IGNORECASE)
_EDITION = re.compile(
    r"(?:第?\s*[\d一二三四五六七八九十]+\s*版|[\w ]{1,20}版|(?:[\w.]+ ){1,3}ed(?:ition)?)",
    re.IGNORECASE,
)
_TRANSLATORS = re.compile(r"(?P<people>\S.*?)\s*[,，]?\s*(?:译|\btrans)", re.IGNORECASE)
_PERSON = r"(?:[A-Z][A-Z'’ -]+(?: [A-Z]){1,3}|[\u4e00-\u9fff·]{2,4}|et al|等)"
_PEOPLE = re.compile(rf"^{_PERSON}(?:\s*[,，]\s*{_PERSON})*\s*(?:[,，]?\s*(?:主?编|eds?))?$")

#: SMITH J, DOE A B: their initials look like those of a place or a publisher, so they go first.
_EDITORS = re.compile(
    r"^[A-Z][A-Z'’ -]+(?: [A-Z]){1,3}(?:\s*,\s*(?:[A-Z][A-Z'’ -]+(?: [A-Z]){1,3}|et al))*\.\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """`host` is the journal, book or meeting; each is "" where the entry does not say it."""

    host: str = ""
    place: str = ""
    publisher: str = ""
    date: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    translators: str = ""
    editors: str = ""
    accessed: str = ""


def imprint(rest: str, kind: str) -> Imprint:
    """What stands behind the type mark; `kind` is the record type.
    The day on which an address was seen is no date.
    """
    seen = _SEEN.search(rest)
    found = _imprint(rest, kind)
    return replace(found, accessed=seen[1]) if seen and not seen[2] else found


def _imprint(rest: str, kind: str) -> Imprint:
    text = _SEEN.sub("", _ADDRESS.sub("", rest)).strip(" .．。:：")
    if kind in {"article", "newspaper"} and not text.startswith("//"):
        return _periodical(text, kind)
    told = _TOLD.search(text)
    if text.startswith("//"):
        part = _part(text[2:].strip())
        return (
            replace(part, date=told["date"], host=_TOLD.sub("", part.host).strip(" ."))
            if told
            else part
        )
    if told and not _PRINTED.search(text[: told.start()]):
        before = text[: told.start()].strip(" .．。,，")
        return Imprint(publisher=before, date=told["date"])
    return _published(text)


def _periodical(text: str, kind: str) -> Imprint:
    found = _VOLUME.search(text)
    if not found:
        return _undated(text)
    parts = {name: value or "" for name, value in found.groupdict().items()}
    if (
        kind == "newspaper" and not parts["pages"]
    ):  # 2000-11-20(15): the page stands where an issue would
        parts["pages"], parts["issue"] = parts["issue"], ""
    return Imprint(
        host=text[: found.start()].strip(" .．,，"),
        **{**parts, "pages": parts["pages"].replace("，", ",")},
    )


def _undated(text: str) -> Imprint:
    found = _UNDATED.fullmatch(text)
    if not found:
        return Imprint(host=text)
    parts = {name: value or "" for name, value in found.groupdict().items()}
    pages = parts.pop("ahead") or parts["pages"]
    return Imprint(**{**parts, "pages": pages.replace("，", ",")})


def _dated(text: str) -> tuple[str, str, str]:
    """The text before the date, the date and the pages;
    of several dates the last one that a comma leads in.
    """
    found = list(_PRINTED.finditer(text))
    led = [each for each in found if text[each.start() : each.start() + 1] in {",", "，"}] or found
    if not led:
        pages = _LAST_PAGES.search(text)
        return (
            (text[: pages.start()], "", pages["pages"].replace("，", ","))
            if pages
            else (text, "", "")
        )
    last = led[-1]
    return (
        text[: last.start()].strip(" ,，"),
        last["date"],
        (last["pages"] or "").replace("，", ","),
    )


def _published(text: str) -> Imprint:
    """A work that appeared by itself: edition and translator may stand before "place: publisher,
    year: pages".
    """
    before, date, pages = _dated(text)
    sentences = _SENTENCE.split(before)
    edition, translators = _asides(sentences)
    place, publisher = _maker(sentences[-1])
    return Imprint(
        "", place, publisher, date, pages=pages, edition=edition, translators=translators
    )


def _asides(sentences: list[str]) -> tuple[str, str]:
    """Edition and translators among the sentences; "" where none says so."""
    edition = translators = ""
    for sentence in sentences:
        text = sentence.strip(" .．。,，")
        if found := _TRANSLATORS.fullmatch(text):
            translators = translators or found["people"]
        elif _EDITION.fullmatch(text):
            edition = edition or text
    return edition, translators


def _part(text: str) -> Imprint:
    """A part of a book or of proceedings: "editors. title. place: publisher, year: pages"."""
    led = _EDITORS.match(text)
    editors = led.group().rstrip(" .") if led else ""
    before, date, pages = _dated(text[led.end() :] if led else text)
    sentences = [each.strip(" .．。") for each in _SENTENCE.split(before) if each.strip(" .．。")]
    place = publisher = ""
    by_people = bool(sentences) and bool(_PEOPLE.match(sentences[0]))
    if len(sentences) > 1 + by_people or (len(sentences) > 1 and _PLACED.search(sentences[-1])):
        place, publisher = _maker(sentences.pop())
    edition, translators = _asides(sentences)
    titles = [each for each in sentences if not _NO_TITLE.search(each)] or sentences
    if len(titles) > 1 and (_PEOPLE.match(titles[0]) or len(titles[0]) < len(titles[1])):
        editors = editors or (titles[0] if _PEOPLE.match(titles[0]) else "")
        titles = titles[1:]
    return Imprint(
        ". ".join(titles),
        place,
        publisher,
        date,
        pages=pages,
        edition=edition,
        translators=translators,
        editors=editors,
    )


def _maker(text: str) -> tuple[str, str]:
    if not any(char.isalpha() for char in text) or _NO_TITLE.search(text):
        return "", ""
    found = _PLACED.search(text)
    return (
        (text[: found.start()].strip(), text[found.end() :].strip())
        if found
        else ("", text.strip())
    )
