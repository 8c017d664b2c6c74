"""GB/T 7714, what the editions of 2015 and 2025 share and where they differ.

Sources: GB/T 7714-2015, 8 and appendix A;
GB/T 7714-2025 as its public implementations render the standard's examples.
"""

from dataclasses import dataclass

from screening.citations._entry import ALWAYS_ONLINE, Facts, facts, number
from screening.citations._people import Person
from screening.citations._style import Options, Reference, Run
from screening.records.record import Record

#: Type of record to type mark, 2015.
MARKS = {
    "article": "J",
    "review": "J",
    "preprint": "EB",
    "conference": "C",
    "thesis": "D",
    "book": "M",
    "chapter": "M",
    "newspaper": "N",
    "report": "R",
    "patent": "P",
    "standard": "S",
    "trial": "EB",
    "dataset": "DB",
    "web": "EB",
    "other": "Z",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """What differs between the editions.

    `comma`, `colon` and the brackets are the marks between elements; `capitals`: family names in
    capitals; `hyphen` joins initials of a hyphenated given name; `access_dates`: printed for all
    that was read online, not for web pages alone.
    """

    marks: dict[str, str]
    comma: str = ", "
    colon: str = ": "
    opening: str = "("
    closing: str = ")"
    capitals: bool = True
    hyphen: str = " "
    access_dates: bool = True
    number_first: bool = False
    conference_alone: str = "//"


EDITION_2015 = Edition(MARKS)
EDITION_2025 = Edition(
    {**MARKS, "preprint": "PP", "dataset": "DS"},
    comma="，",
    colon="：",
    opening="（",
    closing="）",
    capitals=False,
    hyphen="-",
    access_dates=False,
    number_first=True,
    conference_alone=". ",
)


def entry(
    record: Record, options: Options, edition: Edition, author_date: bool, suffix: str
) -> Reference:
    """One reference of the edition, numeric or author-date."""
    return (Run(_Entry(facts(record), options, edition, author_date, suffix).text()),)


@dataclass(frozen=True, slots=True)
class _Entry:
    facts: Facts
    options: Options
    edition: Edition
    author_date: bool
    suffix: str

    def text(self) -> str:
        return (
            ". ".join(
                part for part in (self.lead(), self.title() + self.body(), *self.access()) if part
            )
            + "."
        )

    @property
    def kind(self) -> str:
        return self.facts.record.type

    def online(self) -> bool:
        """Printed with its address: web pages and the like always,
        others if the address was seen on a given day.
        """
        seen = bool(self.facts.seen) or self.options.accessed is not None
        return bool(self.facts.record.url) and (self.kind in ALWAYS_ONLINE or seen)

    def lead(self) -> str:
        people = self.people()
        if not self.author_date:
            return people
        people = people or ("佚名" if self.facts.chinese else "Anon")
        return people + self.edition.comma + (self.facts.year or "[n.d.]") + self.suffix

    def people(self) -> str:
        return self.names(self.facts.people, self.facts.more)

    def names(self, people: tuple[Person, ...], more: bool = False) -> str:
        """The first three, and a word for the others where there are more."""
        names = [self.name(p) for p in people[:3]]
        if names and (len(people) > 3 or more):
            names.append("等" if self.facts.chinese else "et al")
        return self.edition.comma.join(names).rstrip(".")

    def translators(self) -> str:
        names = self.names(self.facts.translators)
        return (
            names + self.edition.comma + ("译" if self.facts.chinese else "trans") if names else ""
        )

    def name(self, person: Person) -> str:
        if person.whole:
            return person.whole
        family = person.family.upper() if self.edition.capitals else person.family
        return " ".join(
            filter(None, (family, person.initials(" ", self.edition.hyphen), person.suffix))
        )

    def title(self) -> str:
        record, mark = self.facts.record, self.edition.marks[self.kind]
        known = (
            number(record, "patent", "standard", "report", "number")
            if self.kind in _WITH_NUMBER
            else ""
        )
        title = self.facts.title
        if known and self.edition.number_first and self.kind == "standard":
            title = f"{known} {title}"
        elif known:
            title = title + self.edition.colon + known
        online = self.online() or (self.kind in ALWAYS_ONLINE and bool(record.doi))
        return f"{title}[{mark}/OL]" if online else f"{title}[{mark}]"

    def body(self) -> str:
        forms = {
            "J": self.periodical,
            "N": self.newspaper,
            "EB": self.web,
            "PP": self.preprint,
            "P": self.patent,
        }
        found = forms.get(self.edition.marks[self.kind], self.published)()
        if self.kind == "preprint":
            found = self.preprint()
        host = self.host()
        stop = (
            ""
            if not found or not host or host.endswith(". ") or found.startswith(self.edition.colon)
            else ". "
        )
        text = host + stop + found if host else f". {found}" if found else ""
        seen = self.seen()
        return text + (seen if text or not seen else f". {seen}")

    def host(self) -> str:
        """The book or meeting that a part belongs to."""
        if self.kind not in {"chapter", "conference"} or not self.facts.journal:
            return ""
        alone = self.kind == "conference" and not (self.facts.publisher or self.facts.place)
        if alone and self.edition.conference_alone != "//":
            return self.edition.conference_alone
        editors = self.names(self.facts.editors)
        return f"//{editors}. {self.facts.journal}" if editors else f"//{self.facts.journal}"

    def periodical(self) -> str:
        f, e = self.facts, self.edition
        year = "" if self.author_date else f.year
        issue = f"{e.opening}{f.issue}{e.closing}" if f.issue else ""
        when = e.comma.join(part for part in (year, f.volume) if part) + issue
        text = e.comma.join(part for part in (f.journal, when) if part)
        return text + (e.colon + self.pages() if f.pages else "")

    def newspaper(self) -> str:
        f, e = self.facts, self.edition
        page = f.pages or f.issue
        when = (f.day or f.year) + (f"{e.opening}{page}{e.closing}" if page else "")
        return e.comma.join(part for part in (f.journal, when) if part)

    def published(self) -> str:
        f, e = self.facts, self.edition
        year = "" if self.author_date else f.year
        publisher = f.publisher_before_more if year else f.publisher
        maker = publisher or (f.journal if self.kind in {"thesis", "book", "report"} else "")
        where = e.colon.join(part for part in (f.place, maker) if part)
        if self.host() == e.conference_alone:
            where = f.journal
        if not where and not self.host() and self.online() and f.day:
            return self.web()  # nobody published it but the page: [R/OL]. (2012-01-16)[2013-03-26]
        text = e.comma.join(part for part in (where, year) if part)
        text = ". ".join(part for part in (self.translators(), f.edition, text) if part)
        return text + (e.colon + self.pages() if f.pages and (text or self.host()) else "")

    def preprint(self) -> str:
        f, e = self.facts, self.edition
        where, when = f.journal or f.publisher or f.record.source_database, f.day or f.year
        if not e.access_dates:
            return (
                f"{where}{e.opening}{when}{e.closing}" if when and not self.author_date else where
            )
        return e.comma.join(part for part in (where, "" if self.author_date else f.year) if part)

    def web(self) -> str:
        f, e = self.facts, self.edition
        when = f.day or ("" if self.author_date else f.year)
        return f"{e.opening}{when}{e.closing}" if when else ""

    def patent(self) -> str:
        return self.facts.day or ("" if self.author_date else self.facts.year)

    def pages(self) -> str:
        return self.facts.pages.replace(", ", self.edition.comma)

    def seen(self) -> str:
        """The day on which the address was seen, in brackets."""
        dated = self.edition.access_dates or self.kind in {"web", "trial", "preprint", "dataset"}
        day = self.facts.seen or (
            self.options.accessed.isoformat() if self.options.accessed else ""
        )
        return f"[{day}]" if day and dated and self.online() else ""

    def access(self) -> list[str]:
        record = self.facts.record
        doi = f"DOI:{record.doi}" if record.doi else ""
        if self.online():
            told = (
                not doi
                or record.doi in record.url
                or not self.options.shows_doi(record, usual=True)
            )
            return [record.url] if told else [record.url, doi]
        return [doi] if self.options.shows_doi(record, self.kind in ALWAYS_ONLINE) else []


_WITH_NUMBER = frozenset({"patent", "standard", "report"})
