"""Which tables an archive of a review holds, in the order in which they can be loaded,
and how their values travel.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from screening.actions.duplicates.blocking_keys import SEEN
from screening.models import (
    Assignment,
    Audit,
    BlockingKey,
    CalibrationRound,
    Comment,
    Criterion,
    DedupeRun,
    DuplicatePair,
    DuplicateSample,
    Event,
    FullTextFile,
    FullTextMark,
    HighlightList,
    ImportFile,
    Label,
    Labelling,
    ManualNumber,
    Membership,
    Merge,
    Note,
    NoticeAnswer,
    Proposal,
    Publication,
    PublicationCopy,
    Reason,
    Record,
    RejectedEntry,
    Reopening,
    ReopeningRequest,
    Retrieval,
    Review,
    SavedFilter,
    Search,
    ServiceNotice,
    ServiceRequest,
    ServiceRun,
    Settlement,
    SourceText,
    StageSetting,
    Standing,
    Stopping,
    Strategy,
    Study,
    ToolUse,
    Unblinded,
    UnmatchedFile,
    User,
    Vote,
)
from screening.replay.verbs import VERBS, Kind


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its model, the path from a row to its review,
    many-to-many fields whose links go along.
    """

    model: type[models.Model]
    review: str = "review"
    links: tuple[str, ...] = ()
    #: Which of the rows go along.
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model.__name__

    @property
    def fields(self) -> list[Any]:
        """The columns that travel."""
        return list(self.model._meta.concrete_fields)

    def rows(self, review: Review) -> Any:
        """The rows of a review, as a query."""
        return self.model._default_manager.filter(**{self.review: review}, **self.only)


#: Every table but accounts and the review itself. Of the duplicate keys, those that say a record
#: was compared.
TABLES = (
    Table(Membership),
    Table(Criterion),
    Table(Reason),
    Table(StageSetting),
    Table(HighlightList),
    Table(Search),
    Table(ImportFile),
    Table(Record),
    Table(SourceText, "record__review"),
    Table(RejectedEntry, "file__review"),
    Table(Vote),
    Table(Settlement),
    Table(Standing),
    Table(Unblinded),
    Table(Reopening),
    Table(ReopeningRequest),
    Table(Note, "record__review"),
    Table(Label),
    Table(Labelling, "record__review"),
    Table(Comment),
    Table(Retrieval),
    Table(FullTextFile, "record__review"),
    Table(FullTextMark, "file__record__review"),
    Table(UnmatchedFile),
    Table(Study, links=("reports",)),
    Table(BlockingKey, "record__review", only={"key": SEEN}),
    Table(DedupeRun),
    Table(Merge, links=("records",)),
    Table(DuplicateSample),
    Table(DuplicatePair),
    Table(Assignment),
    Table(CalibrationRound, links=("records",)),
    Table(ManualNumber),
    Table(Publication),
    Table(PublicationCopy, "publication__review"),
    Table(SavedFilter),
    Table(Audit, links=("records",)),
    Table(Stopping),
    Table(ToolUse),
    Table(NoticeAnswer),
    Table(ServiceRun, links=("seeds",)),
    Table(ServiceRequest),
    Table(Proposal),
    Table(ServiceNotice),
    Table(Strategy),
    Table(Event),
)
#: Tables that no archive holds: what is made anew by itself, and what concerns one installation
#: alone.
LEFT_OUT = frozenset(
    {
        "ReviewServices",
        "RunPage",
        "SearchSchedule",
        "ServiceAnswer",
        "ServiceGate",
        "AccessToken",
        "BulkVote",
        "Delivery",
        "GivenAnswer",
        "ToldOutcome",
        "Webhook",
        "CacheEntry",
        "Duty",
        "FeatureSet",
        "Invitation",
        "Job",
        "Notice",
        "OrderPart",
        "OrderReason",
        "PersonalOrder",
        "RankedOrder",
        "RecordWords",
        "Seal",
        "SignInAttempt",
        "SiteText",
    }
)
WITH_FILES = {
    "PublicationCopy": "stored",
    "ImportFile": "stored",
    "FullTextFile": "stored",
    "UnmatchedFile": "stored",
}
#: Names in what merges, re-openings and events of before keep whose values are ids, and of what.
KEYS: Mapping[str, type[models.Model]] = {
    "records": Record, "record": Record, "merge": Merge, "reason": Reason, "into_reason": Reason,
    "cutoff_reason": Reason,
    "criterion": Criterion, "search": Search, "file_id": ImportFile, "user": User, "study": Study,
    "manual": ManualNumber, "publication": Publication, "label": Label, "labels": Label, "order": Reason,
    "criteria_order": Criterion,
    "round": CalibrationRound, "run": DedupeRun, "highlights": HighlightList, "member": Membership,
    "answer_id": NoticeAnswer, "audit": Audit, "stop": Stopping, "full_text": FullTextFile, "reopening": Reopening,
    "request": ReopeningRequest, "duplicate_sample": DuplicateSample,
}  # fmt: skip
#: Kind of a value in an event, as its verb declares it, to what its ids are of.
REFERRED: Mapping[Kind, type[models.Model]] = {
    Kind.ANSWER: NoticeAnswer,
    Kind.AUDIT: Audit,
    Kind.COMMENT: Comment,
    Kind.CRITERION: Criterion,
    Kind.FILE: ImportFile,
    Kind.HIGHLIGHTS: HighlightList,
    Kind.LABEL: Label,
    Kind.MANUAL_NUMBER: ManualNumber,
    Kind.MARK: FullTextMark,
    Kind.MEMBER: Membership,
    Kind.MERGE: Merge,
    Kind.PUBLICATION: Publication,
    Kind.REASON: Reason,
    Kind.RECORD: Record,
    Kind.REOPENING: Reopening,
    Kind.REQUEST: ReopeningRequest,
    Kind.ROUND: CalibrationRound,
    Kind.RUN: DedupeRun,
    Kind.SEARCH: Search,
    Kind.STOP: Stopping,
    Kind.STUDY: Study,
    Kind.USER: User,
}
#: The same in what a merge keeps of a full text's retrieval.
_OF_RETRIEVAL: Mapping[str, type[models.Model]] = {"record": Record, "id": Retrieval, "by": User}
Ids = dict[type[models.Model], dict[int, int]]


def rows(table: Table, review: Review) -> Iterator[dict[str, Any]]:
    """The rows of a table, values as JSON takes them; primary records before their duplicates."""
    order = [models.F("primary").asc(nulls_first=True), "pk"] if table.model is Record else ["pk"]
    found = table.rows(review).order_by(*order)
    for row in found.iterator(chunk_size=1000):
        told = {field.attname: _plain(field, row) for field in table.fields}
        for link in table.links:
            told[link] = sorted(getattr(row, link).values_list("pk", flat=True))
        yield told


def _plain(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(field, models.FileField):
        return value.name
    return value


def restored(field: Any, value: Any) -> Any:
    """A value as it was before it went into the archive."""
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return (
        field.to_python(value)
        if value is not None and not isinstance(field, models.JSONField)
        else value
    )


def renumbered_event(verb: str, data: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """What an event says with the ids of this installation, by what its verb declares."""
    declared = VERBS[verb].fields if verb in VERBS else {}
    return {
        name: _of_kind(declared.get(name, Kind.VALUES), name, value, ids)
        for name, value in data.items()
    }


def _of_kind(kind: Kind, name: str, value: Any, ids: Ids) -> Any:
    if kind is Kind.TOLD:
        return value
    if kind is Kind.VALUES:
        return renumbered(value, ids, name)
    if isinstance(value, list):
        return [_id(REFERRED[kind], one, ids) for one in value]
    if isinstance(value, dict):
        return {key: _id(REFERRED[kind], one, ids) for key, one in value.items()}
    return _id(REFERRED[kind], value, ids)


def renumbered(value: Any, ids: Ids, name: str = "") -> Any:
    """The data of an event or merge with the ids of this installation."""
    if isinstance(value, dict):
        if name == "judgements":
            return {str(ids[Criterion].get(int(key), key)): answer for key, answer in value.items()}
        if name == "primary":
            return {
                str(_id(Record, int(key), ids)): _id(Record, of, ids) for key, of in value.items()
            }
        if name == "standings":
            return {str(_id(Record, int(key), ids)): stages for key, stages in value.items()}
        if name == "retrievals":
            return {
                str(_id(Record, int(key), ids)): renumbered(news, ids)
                for key, news in value.items()
            }
        if name == "retrieval":
            return {
                key: _id(_OF_RETRIEVAL[key], of, ids) if key in _OF_RETRIEVAL else of
                for key, of in value.items()
            }
        return {key: renumbered(inner, ids, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [renumbered(inner, ids, name) for inner in value]
    if name == "from":
        return _id(Record, value, ids)
    if name == "settlements":
        return _id(Settlement, value, ids)
    if name == "studies":
        return _id(Study, value, ids)
    if name == "id":
        return _id(Vote, value, ids)
    return _id(KEYS[name], value, ids) if name in KEYS else value


def _id(model: type[models.Model], old: Any, ids: Ids) -> Any:
    return (
        ids.get(model, {}).get(old, old)
        if isinstance(old, int) and not isinstance(old, bool)
        else old
    )
