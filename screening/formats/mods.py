"""MODS, the bibliographic XML of libraries, single or in a collection, with or without a prefix."""

from collections.abc import Iterator

from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import identifiers, names, pages, types
from screening.records.record import Record

_NOT_MAIN = frozenset({"alternative", "abbreviated", "translated", "uniform"})
_EDITING = frozenset(
    {
        "editor",
        "edt",
        "publisher",
        "pbl",
        "translator",
        "trl",
        "distributor",
        "dst",
        "sponsor",
        "spn",
    }
)
_ROLES = {"editors": frozenset({"editor", "edt"}), "translators": frozenset({"translator", "trl"})}
#: Elements of which only a part stands in the record as it is written.
_READ = frozenset({"roleTerm", "nonSort", "title", "subTitle", "abstract", "languageTerm", "genre"})
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "dateOther", "dateCaptured")


def sniff(head: str) -> float:
    """0.95 for a MODS root, 0.9 for its namespace in another root."""
    if _xml.root(head) in ("mods", "modsCollection"):
        return 0.95
    return 0.9 if "loc.gov/mods/v3" in head and head.lstrip().startswith("<") else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for entry in _xml.entries(source, "mods"):
        if isinstance(entry, Problem):
            yield entry
            continue
        draft = _draft(entry.node)
        draft.raw, draft.line = entry.raw, entry.line
        record = draft.record()
        yield record
        source.leftovers.judge(_xml.left(entry.node, _READ, record), entry.line)


def _draft(node: _xml.Node) -> Draft:
    host = node.find("relatedItem[@type='host']")
    numbers, holder = _numbers(node), _numbers(host)
    urls = _xml.every(node, "location/url")
    return Draft(
        title=_title(node),
        title_translated=_title(node, "translated"),
        authors=tuple(_people(node)),
        editors=_editors(node) or _editors(host),
        translators=tuple(_people(node, _ROLES["translators"])),
        edition=_xml.first(node, "originInfo/edition"),
        accessed=_accessed(node),
        date=_date(node, host),
        journal="" if host is None else _title(host),
        volume=_detail(node, host, "volume"),
        issue=_detail(node, host, "issue") or _detail(node, host, "number"),
        pages=_pages(node, host),
        doi=numbers.get("doi", ""),
        doi_sources=(*numbers.values(), *urls),
        pmid=identifiers.pmid(numbers.get("pubmed") or numbers.get("pmid") or ""),
        issn=f"{holder.get('issn', '')} {numbers.get('issn', '')}",
        isbn=numbers.get("isbn") or holder.get("isbn", ""),
        language=_xml.first(node, "language/languageTerm"),
        abstract=" ".join(_xml.every(node, "abstract")),
        keywords=tuple(dict.fromkeys(_xml.every(node, "subject/topic"))),
        type=_type(node, host is not None),
        kinds=tuple(_xml.every(node, "genre")),
        publisher=_xml.first(
            node, "originInfo/publisher", "relatedItem[@type='host']/originInfo/publisher"
        ),
        place=_xml.first(node, "originInfo/place/placeTerm[@type='text']", "originInfo/place/text"),
        url=next((url for url in urls if url.startswith("http")), ""),
        notes="\n".join(_xml.every(node, "note")),
    )


def _numbers(item: _xml.Node | None) -> dict[str, str]:
    """The identifiers of an item, or of what it stands in, by their kind."""
    found = () if item is None else item.iterfind("identifier")
    return {each.get("type") or "": _xml.inner(each).strip() for each in found}


def _editors(item: _xml.Node | None) -> tuple[str, ...]:
    return () if item is None else tuple(_people(item, _ROLES["editors"]))


def _accessed(node: _xml.Node) -> str:
    days = (each.get("dateLastAccessed") for each in node.iterfind("location/url"))
    return next(filter(None, days), "")


def _title(node: _xml.Node, kind: str = "") -> str:
    """The main title of an item, or the first one of that type: article, title, part and subtitle."""
    for info in node.iterfind("titleInfo"):
        given = info.get("type") or ""
        if given == kind or (not kind and given not in _NOT_MAIN):
            opening, main, sub = (_xml.first(info, tag) for tag in ("nonSort", "title", "subTitle"))
            glue = "" if opening.endswith(("'", "’", "-")) else " "
            title = f"{opening}{glue}{main}".strip()
            parts = " ".join(_xml.every(info, "partNumber") + _xml.every(info, "partName"))
            title = f"{title}: {sub}" if sub else title
            return f"{title}. {parts}" if parts else title
    return ""


def _people(node: _xml.Node, wanted: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names in one of these roles; without any,
    of all who have no part in editing or publishing.
    """
    for person in node.iterfind("name"):
        roles = {role.casefold().rstrip(".") for role in _xml.every(person, "role/roleTerm")}
        if not roles & wanted if wanted else (roles and roles <= _EDITING):
            continue
        family = " ".join(_xml.every(person, "namePart[@type='family']"))
        given = " ".join(_xml.every(person, "namePart[@type='given']"))
        whole = " ".join(
            _xml.inner(part).strip() for part in person.iterfind("namePart") if not part.get("type")
        )
        name = names.tidy(
            f"{family}, {given}" if family and given else family or given or whole.rstrip(",")
        )
        yield from [name] if name else []


def _date(node: _xml.Node, host: _xml.Node | None) -> str:
    places = [node] if host is None else [node, host]
    for tag in _DATES:
        for place in places:
            text = _xml.first(
                place, f"originInfo/{tag}", *([f"part/{'date'}"] if tag == "dateIssued" else [])
            )
            if text:
                return text
    return ""


def _detail(node: _xml.Node, host: _xml.Node | None, kind: str) -> str:
    path = f"part/detail[@type='{kind}']/number"
    return _xml.first(node, path) or ("" if host is None else _xml.first(host, path))


def _pages(node: _xml.Node, host: _xml.Node | None) -> str:
    for place in (node, host):
        extent = None if place is None else place.find("part/extent")
        if extent is not None:
            whole = _xml.first(extent, "list")
            return whole or pages.span(_xml.first(extent, "start"), _xml.first(extent, "end"))
    return ""


def _type(node: _xml.Node, in_host: bool) -> str:
    for genre in _xml.every(node, "genre") + _xml.every(node, "relatedItem[@type='host']/genre"):
        found = types.key(genre)
        if found:
            return "chapter" if found == "book" and in_host else found
    resource = _xml.first(node, "typeOfResource")
    if resource and resource != "text":
        return "other"
    return "article" if in_host else "book"


def count(source: Source) -> int:
    """Start tags of mods elements."""
    return _xml.count(source, "mods")


FORMAT = Format(
    key="mods",
    label="MODS",
    sniff=sniff,
    read=read,
    count=count,
    extension="xml",
    content_type="application/xml",
)
