"""What OpenAlex, Crossref, DataCite, Semantic Scholar and Publish or Perish say of a work,
as drafts.
"""

import re
from collections.abc import Mapping
from typing import Any

from screening.formats._draft import Draft
from screening.formats._json_items import text_of
from screening.records import identifiers, types

#: The names that one of the readers below takes.
READ = frozenset(
    {
        "DOI",
        "ISBN",
        "ISSN",
        "URL",
        "abstract",
        "abstract_inverted_index",
        "article-number",
        "article_url",
        "attributes",
        "author",
        "authors",
        "authorships",
        "biblio",
        "container",
        "container-title",
        "creators",
        "dates",
        "descriptions",
        "display_name",
        "doi",
        "edition-number",
        "editor",
        "endpage",
        "externalIds",
        "fulltext_url",
        "host_venue",
        "ids",
        "is_retracted",
        "issn",
        "issue",
        "issued",
        "journal",
        "keywords",
        "language",
        "original-title",
        "page",
        "paperId",
        "primary_location",
        "publicationDate",
        "publicationTypes",
        "publicationVenue",
        "publicationYear",
        "publication_date",
        "publication_year",
        "published",
        "published-online",
        "published-print",
        "publisher",
        "publisher-location",
        "relatedIdentifiers",
        "short-container-title",
        "source",
        "startpage",
        "subject",
        "subjects",
        "subtitle",
        "title",
        "titles",
        "type",
        "type_crossref",
        "types",
        "uid",
        "update-to",
        "url",
        "venue",
        "volume",
        "year",
    }
)


def _first(value: Any) -> str:
    if isinstance(value, list):
        return next((text for each in value if (text := text_of(each))), "")
    return text_of(value)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _uninverted(index: Any) -> str:
    """OpenAlex gives an abstract as its words with their places."""
    if not isinstance(index, dict):
        return ""
    words = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return " ".join(word for _place, word in sorted(words))


def openalex(value: Mapping[str, Any]) -> Draft:
    ids, place, biblio = (
        _dict(value.get("ids")),
        _dict(value.get("primary_location")),
        _dict(value.get("biblio")),
    )
    host = _dict(place.get("source")) or _dict(value.get("host_venue"))
    names = (
        _dict(each.get("author")).get("display_name") or each.get("raw_author_name")
        for each in _dicts(value.get("authorships"))
    )
    draft = Draft(
        title=text_of(value.get("title")) or text_of(value.get("display_name")),
        authors=tuple(filter(None, map(text_of, names))),
        date=text_of(value.get("publication_date")) or text_of(value.get("publication_year")),
        journal=text_of(host.get("display_name")),
        volume=text_of(biblio.get("volume")),
        issue=text_of(biblio.get("issue")),
        pages=_pages(text_of(biblio.get("first_page")), text_of(biblio.get("last_page"))),
        doi=text_of(value.get("doi")) or text_of(ids.get("doi")),
        pmid=identifiers.pmid(text_of(ids.get("pmid"))),
        issn=" ".join(map(text_of, host.get("issn") or ()))
        if isinstance(host.get("issn"), list)
        else "",
        language=text_of(value.get("language")),
        abstract=_uninverted(value.get("abstract_inverted_index"))
        or text_of(value.get("abstract")),
        keywords=tuple(
            filter(
                None,
                (
                    text_of(each.get("display_name") or each.get("keyword"))
                    for each in _dicts(value.get("keywords"))
                ),
            )
        ),
        type=types.key(text_of(value.get("type")).replace("-", " ")) or "other",
        publisher=text_of(host.get("host_organization_name")) or text_of(host.get("publisher")),
        url=text_of(place.get("landing_page_url")),
        source_database="OpenAlex",
        notices=("Retracted",) if value.get("is_retracted") is True else (),
        identifiers=identifiers.accessions(text_of(value.get("id"))),
    )
    if pmcid := re.search(r"PMC\d+|(?<=pmc/articles/)\d+", text_of(ids.get("pmcid"))):
        draft.identifiers.append(("pmcid", f"PMC{pmcid.group().removeprefix('PMC')}"))
    return draft


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first


def _day(value: Any) -> str:
    """ "2020-05-01" of Crossref's {"date-parts": [[2020, 5, 1]]}."""
    parts = _dict(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(str(part).zfill(2) for part in first if isinstance(part, int))


def _person(each: Mapping[str, Any]) -> str:
    family, given = text_of(each.get("family")), text_of(each.get("given"))
    return (
        f"{family}, {given}"
        if family and given
        else family or text_of(each.get("name")) or text_of(each.get("literal"))
    )


def crossref(value: Mapping[str, Any]) -> Draft:
    dates = (
        _day(value.get(name))
        for name in ("issued", "published", "published-print", "published-online")
    )
    title, subtitle = _first(value.get("title")), _first(value.get("subtitle"))
    kind = text_of(value.get("type"))
    return Draft(
        title=f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title,
        title_translated=_first(value.get("original-title")),
        authors=tuple(filter(None, map(_person, _dicts(value.get("author"))))),
        editors=tuple(filter(None, map(_person, _dicts(value.get("editor"))))),
        date=next(filter(None, dates), ""),
        journal=_first(value.get("container-title")) or _first(value.get("short-container-title")),
        volume=text_of(value.get("volume")),
        issue=text_of(value.get("issue")),
        pages=text_of(value.get("page")) or text_of(value.get("article-number")),
        doi=text_of(value.get("DOI")),
        issn=" ".join(map(text_of, value.get("ISSN") or ())),
        isbn=" ".join(map(text_of, value.get("ISBN") or ())),
        language=text_of(value.get("language")),
        abstract=text_of(value.get("abstract")),
        keywords=tuple(filter(None, map(text_of, value.get("subject") or ()))),
        type="preprint"
        if kind == "posted-content"
        else types.key(kind.replace("-", " ")) or "other",
        edition=text_of(value.get("edition-number")),
        publisher=text_of(value.get("publisher")),
        place=text_of(value.get("publisher-location")),
        url=text_of(value.get("URL")),
        source_database="Crossref",
        notices=tuple(
            text_of(each.get("label") or each.get("type"))
            for each in _dicts(value.get("update-to"))
        ),
    )


def datacite(value: Mapping[str, Any]) -> Draft:
    host, kinds = _dict(value.get("container")), _dict(value.get("types"))
    issued = (
        text_of(each.get("date"))
        for each in _dicts(value.get("dates"))
        if each.get("dateType") == "Issued"
    )
    texts = (
        text_of(each.get("description"))
        for each in _dicts(value.get("descriptions")) or ()
        if each.get("descriptionType") in ("Abstract", None)
    )
    titles = [text_of(each.get("title")) for each in _dicts(value.get("titles"))]
    publisher = value.get("publisher")
    names = (
        f"{text_of(each.get('familyName'))}, {text_of(each.get('givenName'))}"
        if each.get("familyName") and each.get("givenName")
        else text_of(each.get("name"))
        for each in _dicts(value.get("creators"))
    )
    kind = text_of(kinds.get("resourceTypeGeneral"))
    return Draft(
        title=next(filter(None, titles), ""),
        title_translated=next(filter(None, titles[1:]), ""),
        authors=tuple(filter(None, names)),
        date=next(filter(None, issued), "") or text_of(value.get("publicationYear")),
        journal=text_of(host.get("title")),
        volume=text_of(host.get("volume")),
        issue=text_of(host.get("issue")),
        pages=_pages(text_of(host.get("firstPage")), text_of(host.get("lastPage"))),
        doi=text_of(value.get("doi")),
        language=text_of(value.get("language")),
        abstract=next(filter(None, texts), ""),
        keywords=tuple(
            filter(None, (text_of(each.get("subject")) for each in _dicts(value.get("subjects"))))
        ),
        type=types.key(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind)) or "other",
        publisher=text_of(_dict(publisher).get("name")) or text_of(publisher),
        url=text_of(value.get("url")),
        source_database="DataCite",
    )


def semantic_scholar(value: Mapping[str, Any]) -> Draft:
    ids, journal = _dict(value.get("externalIds")), _dict(value.get("journal"))
    return Draft(
        title=text_of(value.get("title")),
        authors=tuple(
            filter(None, (text_of(each.get("name")) for each in _dicts(value.get("authors"))))
        ),
        date=text_of(value.get("publicationDate")) or text_of(value.get("year")),
        journal=text_of(journal.get("name")) or text_of(value.get("venue")),
        volume=text_of(journal.get("volume")),
        pages=text_of(journal.get("pages")),
        doi=text_of(ids.get("DOI")),
        pmid=identifiers.pmid(text_of(ids.get("PubMed"))),
        abstract=text_of(value.get("abstract")),
        type="article",
        url=text_of(value.get("url")),
        source_database="Semantic Scholar",
        identifiers=[("semanticscholar", text_of(value.get("paperId")))],
    )


def perish(value: Mapping[str, Any]) -> Draft:
    given = value.get("authors")
    number = {
        name: text_of(value.get(name)) for name in ("volume", "issue", "startpage", "endpage")
    }
    number = {name: "" if text == "0" else text for name, text in number.items()}
    scholar = text_of(value.get("uid")).startswith("GS:")
    return Draft(
        title=text_of(value.get("title")),
        authors=tuple(filter(None, map(text_of, given)))
        if isinstance(given, list)
        else (text_of(given),),
        date=text_of(value.get("year")),
        journal=text_of(value.get("source")),
        volume=number["volume"],
        issue=number["issue"],
        pages=_pages(number["startpage"], number["endpage"]),
        doi=text_of(value.get("doi")),
        issn=text_of(value.get("issn")),
        abstract=text_of(value.get("abstract")),
        type=types.key(text_of(value.get("type"))) or "article",
        publisher=text_of(value.get("publisher")),
        url=text_of(value.get("article_url")) or text_of(value.get("fulltext_url")),
        source_database="Google Scholar" if scholar else "Publish or Perish",
    )
