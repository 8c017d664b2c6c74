"""Records as one person may see them while screening: the record, where it came from,
and what is the person's own.

Nothing here depends on what anybody else voted, wrote or labelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from screening.models import FullTextFile, Labelling, Note, Record, StageSetting, Vote
from screening.queries.access.authorization import Access
from screening.queries.records.report_notices import spoken_of, with_speaking
from screening.records.bilingual import Shown, language_of
from screening.records.sections import Section, sections
from screening.stages import judges_reports


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the record or of one of its duplicates: its search, by the name the team gave it."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Abstract:
    """One abstract in its parts, with the language of its letters."""

    language: str
    parts: list[Section]


@dataclass(slots=True)
class Card:
    """One record for one viewer at one stage. `vote`,
    `note` and `labels` (their ids) are the viewer's own.
    """

    record: Record
    sources: list[Source] = field(default_factory=list)
    vote: Vote | None = None
    note: Note | None = None
    labels: list[int] = field(default_factory=list)
    files: list[FullTextFile] = field(default_factory=list)
    abstracts: list[Abstract] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    #: Whether the stage keeps authors and journal from who screens.
    hides_authors: bool = False
    #: What stood beside the record in its file, and in those of its duplicates.
    file_notes: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The title that leads for this reader, then the other;
        what is missing or the same is left out.
        """
        known = [self.record.shown.title, self.record.shown.title_translated]
        return list(dict.fromkeys(title for title in known if title))

    @property
    def authors(self) -> list[str]:
        """Authors in their own script, or in the other where only that is known."""
        names: list[str] = self.record.shown.authors or self.record.shown.authors_translated
        return [] if self.hides_authors else names

    @property
    def authors_again(self) -> list[str]:
        """The same people in the other script, where that is known as well."""
        names: list[str] = self.record.shown.authors_translated if self.record.shown.authors else []
        return [] if self.hides_authors else names

    @property
    def journals(self) -> list[str]:
        """The journal's name, and the one in the other language where that is known as well."""
        names = (self.record.shown.journal, self.record.shown.journal_translated)
        return [] if self.hides_authors else list(dict.fromkeys(filter(None, names)))

    @property
    def keywords(self) -> list[str]:
        """Author keywords and subject headings in both languages, each once."""
        return list(
            dict.fromkeys([*self.record.shown.keywords, *self.record.shown.keywords_translated])
        )

    @property
    def published(self) -> str:
        """Year, volume, issue and pages as "2024;30(13):3379–3391"."""
        record = self.record
        issue = f"({record.issue})" if record.issue else ""
        pages = f":{record.pages}" if record.pages and (record.volume or issue) else record.pages
        place = f"{record.volume}{issue}{pages}"
        return ";".join(part for part in (str(record.year or ""), place) if part)

    def own(self) -> dict[str, Any]:
        """What the page's script needs of the viewer's own: vote, note and labels as plain values."""
        vote = self.vote
        return {
            "id": self.record.pk,
            "verdict": vote.verdict if vote else "",
            "reason": vote.reason_id if vote else None,
            "key": str(vote.key) if vote else "",
            "judgements": vote.judgements if vote else {},
            "note": self.note.text if self.note else "",
            "shared": self.note.shared if self.note else True,
            "labels": self.labels,
        }


def cards(access: Access, stage: str, ids: Sequence[int]) -> list[Card]:
    """Cards of these records of the review, in the order named;
    unknown ids and merged duplicates are left out.

    Costs a fixed number of queries.
    """
    found = Record.objects.filter(review=access.review, pk__in=ids, primary=None)
    hides = StageSetting.objects.filter(
        review=access.review, stage=stage, hides_authors=True
    ).exists()
    made = {record.pk: Card(record, hides_authors=hides) for record in found}
    _add_sources(access, made)
    for vote in Vote.objects.filter(record__in=made, stage=stage, user=access.user):
        made[vote.record_id].vote = vote
    for note in Note.objects.filter(record__in=made, stage=stage, user=access.user):
        made[note.record_id].note = note
    for labelling in Labelling.objects.filter(record__in=made, user=access.user).order_by(
        "label__position", "pk"
    ):
        made[labelling.record_id].labels.append(labelling.label_id)
    if judges_reports(stage):
        for file in FullTextFile.objects.filter(record__in=made).order_by("pk"):
            made[file.record_id].files.append(file)
    for card in made.values():
        card.abstracts = _abstracts(card.record.shown)
    return [made[pk] for pk in ids if pk in made]


def _add_sources(access: Access, made: dict[int, Card]) -> None:
    """What stands in the duplicates of these records, and in notices that speak of one of them,
    in one query.
    """
    group = with_speaking(access.review, Q(primary__in=made)).only(
        "primary_id",
        "search_id",
        "source_database",
        "language",
        "notes",
        "notices",
        "tool_decisions",
        "title",
        "pmid",
        "doi",
    )
    rows: dict[int, list[Record]] = {card.record.pk: [card.record] for card in made.values()}
    speaking: list[Record] = []
    for member in group.order_by("pk"):
        if member.primary_id in rows:
            rows[member.primary_id].append(member)
        speaking.append(member)
    searches = {row.search_id for group in rows.values() for row in group}
    names = dict(
        Record.search.field.related_model.objects.filter(pk__in=searches).values_list("pk", "name")
    )
    for pk, members in rows.items():
        named = [
            Source(names.get(row.search_id, "") or row.source_database, row.language)
            for row in members
        ]
        made[pk].sources = list(dict.fromkeys(named))
        own = (notice for row in members for notice in row.notices)
        made[pk].notices = list(dict.fromkeys((*own, *spoken_of(members, speaking))))
        # Beside a decision that another tool has written, the notes may repeat it.
        noted = (row.notes.strip() for row in members if not row.tool_decisions)
        made[pk].file_notes = list(dict.fromkeys(filter(None, noted)))


def _abstracts(record: Shown) -> list[Abstract]:
    texts = filter(None, (record.abstract, record.abstract_translated))
    return [Abstract(language_of(text, record.language), sections(text)) for text in texts]
