"""From the raw values of an entry to a record: one place for the rules that hold in every format."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from screening.records import dates, identifiers, languages, markup, names, notices, pages
from screening.records.record import Record, ToolDecision
from screening.records.text import collapse, guess_language, has_han

_SHORTEST_ISBN = 10
#: What publishers and R write where a volume or issue has no number yet.
_NO_NUMBER = frozenset({"n/a", "na", "ahead-of-print", "ahead of print"})


@dataclass(slots=True)
class Draft:
    """Raw values of one entry, as the file gives them; `finish` turns them into a record.

    `authors` and `keywords` are single names and words already. `doi_sources` are texts to look for
    a DOI in when `doi` has none, such as addresses.
    """

    raw: str = ""
    line: int = 0
    title: str = ""
    title_translated: str = ""
    authors: tuple[str, ...] = ()
    authors_translated: tuple[str, ...] = ()
    authors_incomplete: bool = False
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    date: str = ""
    year_sources: tuple[str, ...] = ()
    journal: str = ""
    journal_translated: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    doi_sources: Iterable[str] = ()
    pmid: str = ""
    issn: str = ""
    isbn: str = ""
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    language: str = ""
    abstract: str = ""
    abstract_translated: str = ""
    keywords: tuple[str, ...] = ()
    keywords_translated: tuple[str, ...] = ()
    type: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    url: str = ""
    accessed: str = ""
    source_database: str = ""
    notices: tuple[str, ...] = ()
    #: Names of the publication's types as the file gives them: some say that it was retracted or
    #: corrected.
    kinds: tuple[str, ...] = ()
    notes: str = ""
    decisions: tuple[ToolDecision, ...] = ()

    def finish(self) -> Record | None:
        """The record, or None when nothing in it shows that it is an entry."""
        found = self.record()
        told = (
            found.title
            or found.abstract
            or found.authors
            or found.doi
            or found.pmid
            or found.identifiers
        )
        return found if told or self._anything() else None

    def record(self) -> Record:
        """The record, however little there is in it."""
        title = markup.plain(self.title)
        translated = _plain(self.title_translated)
        if not title:
            title, translated = translated, ""
        abstract = _abstract(self.abstract)
        authors, cut = self._people()
        translated_names = _named(self.authors_translated)
        return Record(
            title=title,
            title_translated=translated if translated != title else "",
            authors=authors,
            authors_translated=translated_names if translated_names != authors else (),
            authors_incomplete=self.authors_incomplete or cut,
            editors=_named(self.editors),
            translators=_named(self.translators),
            year=self._year(),
            date=collapse(self.date),
            journal=markup.plain(self.journal).rstrip(","),
            journal_translated=_plain(self.journal_translated),
            volume=_number(self.volume),
            issue=_number(self.issue),
            pages=pages.tidy(self.pages),
            doi=self._doi(),
            pmid=self.pmid,
            issn=identifiers.issns(self.issn) if self.issn else (),
            isbn=identifiers.isbns(self.isbn) if self.isbn else (),
            identifiers=tuple(dict.fromkeys(self.identifiers)) if self.identifiers else (),
            language=_language(self.language, title, abstract),
            abstract=abstract,
            abstract_translated=_abstract(self.abstract_translated),
            keywords=self.keywords,
            keywords_translated=self.keywords_translated,
            type=self.type or "other",
            edition=_plain(self.edition),
            publisher=markup.plain(self.publisher),
            place=collapse(self.place),
            url=_address(self.url) if self.url else "",
            accessed=collapse(self.accessed),
            source_database=collapse(self.source_database),
            notices=self._notices(title, translated, abstract),
            notes=self.notes.strip(),
            decisions=self.decisions,
            raw=self.raw,
            line=self.line,
        )

    def _doi(self) -> str:
        if self.doi and (doi := identifiers.doi(self.doi)):
            return doi
        return next(
            (doi for text in self.doi_sources if "10." in text and (doi := identifiers.doi(text))),
            "",
        )

    def _people(self) -> tuple[tuple[str, ...], bool]:
        """The authors, and whether more of them are not named."""
        authors, cut = names.without_others(self.authors) if self.authors else ((), False)
        if self.type == "trial":
            # Cochrane gives the number of a registration where it knows nobody.
            authors = tuple(name for name in authors if not identifiers.trials(name))
        return authors, cut

    def _notices(self, title: str, translated: str, abstract: str) -> tuple[str, ...]:
        """What the format knows of notices, then what titles, types, notes,
        keywords and abstract say.
        """
        words = (
            (*self.keywords, *self.keywords_translated)
            if self.keywords_translated
            else self.keywords
        )
        said = notices.read(
            titles=(title, translated),
            kinds=self.kinds,
            notes=self.notes,
            keywords=words,
            abstract=abstract,
        )
        return tuple(dict.fromkeys((*self.notices, *said))) if said or self.notices else ()

    def _anything(self) -> bool:
        """Whether a field that cannot be screened by still shows that this is an entry."""
        texts = (
            self.url,
            self.journal,
            self.notes,
            self.abstract_translated,
            self.pages,
            self.publisher,
        )
        return bool(self.keywords or self.decisions or any(text.strip() for text in texts))

    def _year(self) -> int | None:
        found = dates.year(self.date)
        if found is None:
            found = next((value for text in self.year_sources if (value := dates.year(text))), None)
        return found


# Most fields of most entries are empty, and a large file has a hundred thousand entries: the three
# that follow do not even call what reads them then.
def _named(people: tuple[str, ...]) -> tuple[str, ...]:
    return names.without_others(people)[0] if people else ()


def _plain(text: str) -> str:
    return markup.plain(text) if text else ""


def _abstract(text: str) -> str:
    return markup.abstract(text) if text else ""


def _number(text: str) -> str:
    """The volume or issue as given; "" for "n/a" and the like."""
    number = collapse(text)
    return "" if number.casefold() in _NO_NUMBER else number


def _language(given: str, title: str, abstract: str) -> str:
    """The language named, else "zh" when Chinese leads in title or abstract, else unknown."""
    found = languages.tag(given) if given else ""
    if (
        not found
        and (has_han(title) or has_han(abstract))
        and guess_language(title, abstract) == "zh"
    ):
        return "zh"
    return found


def _address(text: str) -> str:
    """The first web address of a field; other texts, such as "internal-pdf://", are none."""
    for part in text.split():
        part = part.strip("<>;,\"'")
        if part.startswith(("http://", "https://", "ftp://")):
            return part.replace("&amp;", "&")
        if part.startswith("www."):
            return f"http://{part}"
    return ""


def isbn_of(text: str) -> str:
    """The ISBNs in a field that may hold ISSNs and ISBNs, with "; " between them;
    "" if it holds none.
    """
    if len(text) < _SHORTEST_ISBN:
        return ""
    return "; ".join(identifiers.isbns(text, strict=True))
