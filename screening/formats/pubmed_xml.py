"""PubMed XML: PubmedArticleSet, PubmedBookArticleSet and single articles."""

from collections.abc import Iterator

from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import identifiers, languages, markup, names, notices, pages
from screening.records.messages import gettext_noop
from screening.records.record import Record

TAGS = ("PubmedArticle", "PubmedBookArticle")
#: Links of an article that a reviewer must see.
NOTICES = {
    "RetractionIn": gettext_noop("Retraction in"), "PartialRetractionIn": gettext_noop("Partial retraction in"),
    "RetractionOf": gettext_noop("Retraction of"), "PartialRetractionOf": gettext_noop("Partial retraction of"),
    "ErratumIn": gettext_noop("Erratum in"), "ErratumFor": gettext_noop("Erratum for"),
    "ExpressionOfConcernIn": gettext_noop("Expression of concern in"),
    "ExpressionOfConcernFor": gettext_noop("Expression of concern for"),
    "CorrectedandRepublishedIn": gettext_noop("Corrected and republished in"),
    "CorrectedandRepublishedFrom": gettext_noop("Corrected and republished from"),
    "UpdateIn": gettext_noop("Update in"), "UpdateOf": gettext_noop("Update of"),
    "RetractedandRepublishedIn": gettext_noop("Retracted and republished in"),
    "RetractedandRepublishedFrom": gettext_noop("Retracted and republished from"),
}  # fmt: skip


def sniff(head: str) -> float:
    """1 for the roots PubMed writes, 0.9 when an article stands somewhere in the head."""
    if _xml.root(head) in ("PubmedArticleSet", "PubmedBookArticleSet", *TAGS):
        return 1.0
    return 0.9 if "<PubmedArticle>" in head and "<MedlineCitation" in head else 0.0


#: Elements that are taken over, and the stations of a record on its way into PubMed.
_READ = frozenset(
    {
        "PMID",
        "ArticleTitle",
        "VernacularTitle",
        "LastName",
        "ForeName",
        "FirstName",
        "Initials",
        "Suffix",
        "Edition",
        "CollectiveName",
        "Year",
        "Season",
        "Month",
        "Day",
        "Hour",
        "Minute",
        "MedlineDate",
        "Title",
        "ISOAbbreviation",
        "MedlineTA",
        "Volume",
        "Issue",
        "MedlinePgn",
        "StartPage",
        "EndPage",
        "ISSN",
        "ISSNLinking",
        "Language",
        "AbstractText",
        "Keyword",
        "DescriptorName",
        "PublicationType",
        "ELocationID",
        "ArticleId",
        "AccessionNumber",
        "RefSource",
        "BookTitle",
        "CollectionTitle",
        "Isbn",
        "PublisherName",
        "PublisherLocation",
        "PublicationStatus",
    }
)


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for entry in _xml.entries(source, *TAGS):
        if isinstance(entry, Problem):
            yield entry
        else:
            book = entry.node.find("BookDocument")
            draft = _article(entry.node) if book is None else _book(entry.node, book)
            draft.raw, draft.line = entry.raw, entry.line
            yield draft.record()
            source.leftovers.judge(_xml.left(entry.node, _READ), entry.line)


def _article(node: _xml.Node) -> Draft:
    citation = node.find("MedlineCitation")
    citation = node if citation is None else citation
    article = citation.find("Article")
    article = citation if article is None else article
    title, vernacular = _xml.first(article, "ArticleTitle"), _xml.first(article, "VernacularTitle")
    language = _xml.first(article, "Language")
    abstract, other = _abstracts(citation, article, language)
    types = _xml.every(article, "PublicationTypeList/PublicationType")
    issue = article.find("Journal/JournalIssue")
    draft = Draft(
        title=vernacular or title,
        title_translated=title if vernacular else "",
        authors=tuple(_authors(article.iterfind("AuthorList/Author"))),
        authors_incomplete=article.find("AuthorList[@CompleteYN='N']") is not None,
        date=_date(issue.find("PubDate")) if issue is not None else "",
        year_sources=(
            _xml.first(article, "ArticleDate/Year"),
            _xml.first(citation, "DateCreated/Year"),
        ),
        journal=_xml.first(article, "Journal/Title", "Journal/ISOAbbreviation")
        or _xml.first(citation, "MedlineJournalInfo/MedlineTA"),
        volume=_xml.first(article, "Journal/JournalIssue/Volume"),
        issue=_xml.first(article, "Journal/JournalIssue/Issue"),
        pages=_pages(article),
        issn=" ".join(
            _xml.every(article, "Journal/ISSN")
            + _xml.every(citation, "MedlineJournalInfo/ISSNLinking")
        ),
        language=language,
        abstract=abstract,
        abstract_translated=other,
        keywords=_keywords(citation),
        type=_type(types),
        notices=tuple(_notices(citation, types)),
    )
    _identify(draft, node, citation, "PubmedData", article)
    return draft


def _book(node: _xml.Node, document: _xml.Node) -> Draft:
    book = document.find("Book")
    holder = document if book is None else book
    chapter, title = _xml.first(document, "ArticleTitle"), _xml.first(holder, "BookTitle")
    chapter_authors = list(_authors(document.iterfind("AuthorList[@Type='authors']/Author")))
    draft = Draft(
        title=chapter or title or _xml.first(document, "VernacularTitle"),
        editors=tuple(_authors(holder.iterfind("AuthorList[@Type='editors']/Author"))),
        edition=_xml.first(holder, "Edition"),
        authors=tuple(
            chapter_authors or _authors(holder.iterfind("AuthorList[@Type='authors']/Author"))
        ),
        date=_date(holder.find("PubDate")),
        year_sources=(_xml.first(document, "ContributionDate/Year"),),
        journal=title if chapter else _xml.first(holder, "CollectionTitle"),
        pages=_pages(document),
        isbn=_xml.first(holder, "Isbn"),
        language=_xml.first(document, "Language"),
        abstract=_sections(document.find("Abstract")),
        keywords=_keywords(document),
        type="chapter" if chapter else "book",
        publisher=_xml.first(holder, "Publisher/PublisherName"),
        place=_xml.first(holder, "Publisher/PublisherLocation"),
    )
    _identify(draft, node, document, "PubmedBookData", document, holder)
    return draft


def _identify(
    draft: Draft, node: _xml.Node, citation: _xml.Node, data: str, *places: _xml.Node
) -> None:
    """DOI, PMID, PMC and trial numbers: the record's own, never those of its list of references."""
    own = {
        found.get("IdType"): _xml.inner(found)
        for found in node.iterfind(f"{data}/ArticleIdList/ArticleId")
    }
    located = [
        _xml.inner(found)
        for place in places
        for found in place.iterfind("ELocationID")
        if found.get("EIdType") == "doi" and found.get("ValidYN") != "N"
    ]
    draft.doi = located[0] if located else own.get("doi", "")
    draft.pmid = identifiers.pmid(_xml.first(citation, "PMID") or own.get("pubmed", ""))
    if own.get("pmc"):
        draft.identifiers.append(("pmcid", own["pmc"].strip()))
    accessions = " ".join(
        _xml.every(citation, "Article/DataBankList/DataBank/AccessionNumberList/AccessionNumber")
    )
    for number in identifiers.trials(accessions):
        draft.identifiers.append((number.rstrip("0123456789-").split("-")[0].lower(), number))
    draft.source_database = "PubMed"


def _authors(nodes: Iterator[_xml.Node]) -> Iterator[str]:
    for author in nodes:
        family = _xml.first(author, "LastName")
        given = _xml.first(author, "ForeName", "FirstName", "Initials")
        suffix = _xml.first(author, "Suffix")
        group = _xml.first(author, "CollectiveName")
        if family or given:
            whole = f"{given} {suffix}".strip()
            yield names.tidy(f"{family}, {whole}" if family and whole else family or whole)
        elif group:
            yield names.tidy(group).rstrip(".")


def _date(date: _xml.Node | None) -> str:
    """The date as PubMed shows it: "2018 Nov 9", "2005 Nov-Dec", "1990 Spring"."""
    if date is None:
        return ""
    whole = _xml.first(date, "MedlineDate")
    return whole or " ".join(
        text for tag in ("Year", "Season", "Month", "Day") if (text := _xml.first(date, tag))
    )


def _pages(article: _xml.Node) -> str:
    whole = _xml.first(article, "Pagination/MedlinePgn")
    return whole or pages.span(
        _xml.first(article, "Pagination/StartPage"), _xml.first(article, "Pagination/EndPage")
    )


def _sections(abstract: _xml.Node | None) -> str:
    """The abstract in one text, each section after its label: "METHODS: …"."""
    if abstract is None:
        return ""
    parts = []
    for section in abstract.iterfind("AbstractText"):
        text, label = _xml.inner(section).strip(), section.get("Label") or ""
        if text:
            parts.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return " ".join(parts)


def _abstracts(citation: _xml.Node, article: _xml.Node, language: str) -> tuple[str, str]:
    """The abstract in the article's own language and the one in another,
    each "" when there is none.
    """
    main = _sections(article.find("Abstract"))
    for other in citation.iterfind("OtherAbstract"):
        tag = languages.tag(other.get("Language") or "")
        text = markup.abstract(_sections(other))
        if text and (tag not in ("", "en") or not main):
            return (text, main) if not main or tag == languages.tag(language) else (main, text)
    return main, ""


def _keywords(citation: _xml.Node) -> tuple[str, ...]:
    given = _xml.every(citation, "KeywordList/Keyword") + _xml.every(
        citation, "MeshHeadingList/MeshHeading/DescriptorName"
    )
    return tuple(dict.fromkeys(" ".join(word.split()) for word in given))


def _type(given: list[str]) -> str:
    if any(
        name in ("Review", "Systematic Review", "Scoping Review", "Meta-Analysis") for name in given
    ):
        return "review"
    return next(
        (key for name, key in (("Preprint", "preprint"), ("Dataset", "dataset")) if name in given),
        "article",
    )


def _notices(citation: _xml.Node, types: list[str]) -> Iterator[str]:
    for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        name = NOTICES.get(link.get("RefType") or "")
        if name:
            number = _xml.first(link, "PMID")
            yield f"{name}: {_xml.first(link, 'RefSource')}" + (
                f" PMID: {number}" if number else ""
            )
    yield from notices.read(titles=(), kinds=types)


def count(source: Source) -> int:
    """Start tags of articles and book articles."""
    return _xml.count(source, *TAGS)


FORMAT = Format(
    key="pubmed_xml",
    label="PubMed XML",
    sniff=sniff,
    read=read,
    count=count,
    extension="xml",
    content_type="application/xml",
)
