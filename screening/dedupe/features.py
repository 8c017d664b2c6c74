"""A record in the form the engine compares: every text folded, every number read, once."""

from collections.abc import Hashable
from dataclasses import dataclass

from screening.dedupe.meetings import NONE, Meeting
from screening.dedupe.scripts import LATIN


@dataclass(slots=True, eq=False)
class Prepared:
    """One record, normalised, and never changed after. (Not frozen:
    guarding thirty fields costs a fifth of preparing.)

    Empty strings, empty tuples and None mean unknown and never conflict with anything.

    `latin` and `han` are folded titles by script; `numbers` those of the title; `surnames` and
    `initials` run in parallel (pinyin for Han names) and `people` are the Han names themselves;
    `doi` is without its version, which is `version`; `kind` is article, preprint, conference,
    thesis, registration, cochrane or book. `source` names the file it came from, whose numbers are
    read together; `editions` are those that any field names, `meeting` the one that the field of
    the journal names; `other`, `spelt_out` and `script` are as in titles.Titles, `tongue` the
    English name of the language; `sounds` is what each author not in Latin letters or Chinese is
    heard by. `dated` is whether the pages were read back from a date of a spreadsheet; `corporate`
    is whether a body signs as author; `abstract` keeps blanks between words.
    """

    id: Hashable
    latin: tuple[str, ...]
    han: tuple[str, ...]
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    marks: frozenset[str]
    surnames: tuple[str, ...]
    initials: tuple[str, ...]
    people: tuple[str, ...]
    year: int | None
    journal: str
    venue: str
    issns: frozenset[str]
    volume: str
    issue: str
    first: str
    last: str
    doi: str
    version: str
    pmid: str
    trials: tuple[str, ...]
    abstract: str
    kind: str
    language: str
    source: str = ""
    other: tuple[str, ...] = ()
    spelt_out: tuple[str, ...] = ()
    script: str = LATIN
    tongue: str = "English"
    sounds: tuple[frozenset[str], ...] = ()
    dated: bool = False
    editions: frozenset[str] = frozenset()
    meeting: Meeting = NONE
    corporate: bool = False

    def is_bare(self) -> bool:
        """Whether it gives a title or a year at most."""
        told = (
            self.doi
            or self.pmid
            or self.volume
            or self.issue
            or self.first
            or self.abstract
            or self.trials
        )
        return not (told or self.surnames or self.journal or self.issns)

    def content(self) -> tuple[object, ...]:
        """Everything but the id, to sort by: equal for records that cannot be told apart."""
        return (
            self.keys,
            self.year or 0,
            self.doi,
            self.version,
            self.pmid,
            self.volume,
            self.issue,
            self.first,
            self.last,
            self.surnames,
            self.initials,
            self.people,
            self.journal,
            self.abstract,
            self.kind,
            self.trials,
            tuple(sorted(self.issns)),
            tuple(sorted(self.marks)),
            tuple(sorted(self.editions)),
            self.meeting,
            self.latin,
            self.han,
            self.other,
            self.language,
        )
