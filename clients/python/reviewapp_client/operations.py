"""Every operation and every shape of the interface. Written by `generate.py`; do not edit."""

# ruff: noqa
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict, Unpack

from reviewapp_client.transport import Transport, Upload


class AgainInputRequest(TypedDict):
    """AgainInputRequest"""

    reason: NotRequired[str]
    scope: str


class AgreementAnswer(TypedDict):
    """One stage. While it is open nobody who votes at it is shown anything."""

    stage: str
    visible: bool
    pairs: list["AgreementPairAnswer"]


class AgreementPairAnswer(TypedDict):
    """Two reviewers: a table of their verdicts, rows of the first, and what follows from it."""

    first: str
    second: str
    verdicts: list[str]
    table: list[list[int]]
    figures: "FiguresAnswer"


class AnswerInputRequest(TypedDict):
    """What a person says of a pair, and which record is to stand for the report."""

    answer: str
    primary: NotRequired[int]


class AnswersInputRequest(TypedDict):
    """Many answers at once; each stands or is refused by itself."""

    answers: list["OneAnswerInputRequest"]


class ArchiveAnswer(TypedDict):
    """The archive of the review that was made last, or is being made."""

    job: Any
    ready: bool


class ArchiveInputRequest(TypedDict):
    """ArchiveInputRequest"""

    reason: NotRequired[str]


class BallotAnswer(TypedDict):
    """One side of a conflict. Where the review hides names, `name` is the code of the person."""

    name: str
    verdict: str
    reason: int | None
    judgements: dict[str, str]
    note: str
    labels: list[str]


class BoxAnswer(TypedDict):
    """One number of the diagram, and the address of the list behind it."""

    box: str
    number: int
    records: str | None


class CalibrationInputRequest(TypedDict):
    """CalibrationInputRequest"""

    size: int


class CardAnswer(TypedDict):
    """A record that waits, with all one needs to decide, and what is one's own."""

    id: int
    report: int
    place: str
    reason: int | None
    removed: str
    search: int
    file: int | None
    version: int
    title: str
    title_translated: str
    authors: list[str]
    authors_translated: list[str]
    year: int | None
    date: str
    journal: str
    journal_translated: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    issn: list[str]
    isbn: str
    language: str
    type: str
    keywords: list[str]
    keywords_translated: list[str]
    publisher: str
    url: str
    source_database: str
    notices: list[str]
    abstract: str
    abstract_translated: str
    sources: list[str]
    own: "OwnAnswer"
    files: list[int]


class ChangedAnswer(TypedDict):
    """How many were changed."""

    changed: int


class CommentAnswer(TypedDict):
    """A comment."""

    id: int
    record: int
    stage: str
    text: str
    at: str


class CommentInputRequest(TypedDict):
    """What is said to the team."""

    text: str


class ConflictAnswer(TypedDict):
    """A report on which votes differ."""

    record: "RecordAnswer"
    since: str | None
    discussed_at: str | None


class ConflictPage(TypedDict):
    """ConflictPage"""

    results: list["ConflictAnswer"]
    next: str | None
    previous: str | None


class CountAnswer(TypedDict):
    """How many records there are; exact up to 10,000."""

    count: int
    more: bool


class CountsAnswer(TypedDict):
    """How many pairs and merges there are."""

    check: int
    merged: int
    linked: int
    apart: int


class CriterionAnswer(TypedDict):
    """A criterion in force."""

    id: int
    stage: str
    kind: str
    inclusion: bool
    text_en: str
    text_zh: str
    position: int
    since_version: int


class CriterionInputRequest(TypedDict):
    """CriterionInputRequest"""

    stage: str
    inclusion: bool
    kind: str
    text_en: NotRequired[str]
    text_zh: NotRequired[str]


class DealInputRequest(TypedDict):
    """Who gets records; people are named by their membership, as the team has it."""

    people: list[int]
    group: NotRequired[list[int]]
    each: NotRequired[int]
    language: NotRequired[str]
    only_readers: NotRequired[bool]


class DeclineInputRequest(TypedDict):
    """Why the report stays as it is."""

    reply: str


class DeliveryAnswer(TypedDict):
    """A message: its id is the same however often it is sent."""

    id: int
    message: str
    event: str
    body: str
    state: str
    attempts: int
    status: int | None
    error: str
    created_at: str
    tried_at: str | None
    next_at: str | None


class DeliveryPage(TypedDict):
    """DeliveryPage"""

    results: list["DeliveryAnswer"]
    next: str | None
    previous: str | None


class DependentsAnswer(TypedDict):
    """Work of people that rests on the records of a file."""

    kind: str
    count: int


class DoneAnswer(TypedDict):
    """One of many, done or refused."""

    id: int
    done: bool
    code: str


class EventAnswer(TypedDict):
    """Something that happened. Judgements of others appear once their report is decided."""

    at: str
    actor: str | None
    verb: str
    title: str
    record: int | None
    stage: str
    facts: list["FactAnswer"]


class EventPage(TypedDict):
    """EventPage"""

    results: list["EventAnswer"]
    next: str | None
    previous: str | None


class ExportAnswer(TypedDict):
    """A kind of file."""

    key: str
    name: str
    group: str
    content_type: str
    filename: str
    large: bool
    held_back: bool


class ExportFileAnswer(TypedDict):
    """A file that a worker makes, or has made."""

    id: int
    kind: str
    state: str
    finished: bool
    done: int
    total: int
    percent: int | None
    seconds_left: int | None
    message: str
    created_at: str
    finished_at: str | None
    export: str
    ready: bool


class ExportFilePage(TypedDict):
    """ExportFilePage"""

    results: list["ExportFileAnswer"]
    next: str | None
    previous: str | None


class FactAnswer(TypedDict):
    """One fact of an event, in words."""

    name: str
    value: str


class FiguresAnswer(TypedDict):
    """Coefficients of two reviewers; null where they cannot be computed."""

    n: int
    agreed: int
    raw: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    pabak: float | None
    ac1: float | None
    alpha: float | None


class FileAnswer(TypedDict):
    """A file of a search. found = imported + rejected, and nothing is lost in silence."""

    id: int
    search: int
    name: str
    size: int
    sha256: str
    state: str
    format: str
    format_name: str
    encoding: str
    found: int
    imported: int
    rejected: int
    readable: int
    uploaded_at: str
    imported_at: str | None
    run_again_on: str | None
    error: str
    twins: list[int]


class FileLookAnswer(TypedDict):
    """A file with the beginning of what was found in it."""

    id: int
    search: int
    name: str
    size: int
    sha256: str
    state: str
    format: str
    format_name: str
    encoding: str
    found: int
    imported: int
    rejected: int
    readable: int
    uploaded_at: str
    imported_at: str | None
    run_again_on: str | None
    error: str
    twins: list[int]
    preview: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    columns: dict[str, str]
    job: dict[str, Any] | None


class FilePage(TypedDict):
    """FilePage"""

    results: list["FileAnswer"]
    next: str | None
    previous: str | None


class FlowAnswer(TypedDict):
    """Every number of the diagram of this version."""

    version: int
    complete: bool
    boxes: list["BoxAnswer"]
    sources: dict[str, int]
    other_sources: dict[str, int]
    excluded: dict[str, int]
    other_excluded: dict[str, int]
    five: dict[str, int]
    breaches: list[str]
    warnings: list[str]


class FullTextAnswer(TypedDict):
    """A file of a report."""

    id: int
    record: int
    name: str
    size: int
    sha256: str
    content_type: str
    at: str


class FullTextInputRequest(TypedDict):
    """A PDF or another document."""

    file: Upload


class HighlightAnswer(TypedDict):
    """A list of terms that are marked in texts: the team's, or one's own."""

    id: int
    own: bool
    name_en: str
    name_zh: str
    colour: str
    terms: list[str]
    position: int


class HighlightInputRequest(TypedDict):
    """HighlightInputRequest"""

    own: NotRequired[bool]
    name_en: NotRequired[str]
    name_zh: NotRequired[str]
    colour: str
    terms: list[str]


class ImportInputRequest(TypedDict):
    """Whether a file whose content is imported already comes in once more."""

    again: NotRequired[bool]


class InvitationAnswer(TypedDict):
    """An invitation that can still be accepted."""

    id: int
    email: str
    roles: list[str]
    expires_at: str
    link: str | None


class InvitationInputRequest(TypedDict):
    """InvitationInputRequest"""

    leads: NotRequired[bool | None]
    reviews: NotRequired[bool | None]
    adjudicates: NotRequired[bool | None]
    email: NotRequired[str | None]
    days: int


class JobAnswer(TypedDict):
    """A job. `finished` says that nothing will change any more; then `state` is done, failed or cancelled."""

    id: int
    kind: str
    state: str
    finished: bool
    done: int
    total: int
    percent: int | None
    seconds_left: int | None
    message: str
    created_at: str
    finished_at: str | None


class JobPage(TypedDict):
    """JobPage"""

    results: list["JobAnswer"]
    next: str | None
    previous: str | None


class LabelAnswer(TypedDict):
    """A label of the team, or one's own."""

    id: int
    name: str
    position: int


class LabelInputRequest(TypedDict):
    """The name of a label."""

    name: str


class LabelManyInputRequest(TypedDict):
    """Which label to put on, or take off."""

    records: list[int]
    label: int
    put: NotRequired[bool]


class LabelsAnswer(TypedDict):
    """One's labels on the record."""

    labels: list[int]


class LabelsInputRequest(TypedDict):
    """The labels that one puts on a record, instead of those one had there; `new` names one more."""

    labels: NotRequired[list[int]]
    new: NotRequired[str]
    shared: NotRequired[bool]


class ListExportInputRequest(TypedDict):
    """A list of records to be made as a file."""

    form: str
    query: NotRequired[str]


class LoadAnswer(TypedDict):
    """How far the loading of an archive is; `review` once it is there."""

    job: "JobAnswer"
    review: int | None


class LoadInputRequest(TypedDict):
    """An archive that Reviewapp made of a review."""

    file: Upload


class MatchInputRequest(TypedDict):
    """The report of a file; null throws the file away."""

    record: int | None


class MemberAnswer(TypedDict):
    """Somebody in the team."""

    id: int
    user: int
    name: str
    email: str
    code: str
    roles: list[str]
    service: bool
    joined_at: str


class MemberRemovalInputRequest(TypedDict):
    """MemberRemovalInputRequest"""

    open_votes: str
    successor: NotRequired[int | None]


class MendInputRequest(TypedDict):
    """The text of a rejected entry, mended."""

    raw: str


class MergeAnswer(TypedDict):
    """A merge: records that became one report."""

    id: int
    primary: int
    records: list[int]
    by_program: bool
    score: float | None
    evidence: list[str]
    against: list[str]
    at: str
    undone_at: str | None


class MergeLookAnswer(TypedDict):
    """A merge with what was built upon it since, which has to be undone first."""

    id: int
    primary: int
    records: list[int]
    by_program: bool
    score: float | None
    evidence: list[str]
    against: list[str]
    at: str
    undone_at: str | None
    later: list[int]


class MergePage(TypedDict):
    """MergePage"""

    results: list["MergeAnswer"]
    next: str | None
    previous: str | None


class MyVoteAnswer(TypedDict):
    """The same in the list."""

    record: int
    verdict: str
    reason: int | None
    judgements: dict[str, str]
    key: str
    cast_at: str
    fixed: bool


class MyVotePage(TypedDict):
    """MyVotePage"""

    results: list["MyVoteAnswer"]
    next: str | None
    previous: str | None


class NewReviewInputRequest(TypedDict):
    """NewReviewInputRequest"""

    languages: NotRequired[str]
    title_en: NotRequired[str]
    title_zh: NotRequired[str]
    question_en: NotRequired[str]
    question_zh: NotRequired[str]


class NewWebhookAnswer(TypedDict):
    """A webhook with its secret, in this one answer."""

    id: int
    url: str
    events: list[str]
    off: bool
    created_at: str
    secret: str | None


class NoteInputRequest(TypedDict):
    """A note; an empty text takes it away. `shared`: the team sees it once the report is decided."""

    text: str
    shared: NotRequired[bool]


class NumberAnswer(TypedDict):
    """A number that somebody entered."""

    id: int
    box: str
    number: int
    why: str
    source: str
    kind: str
    reason: int | None
    at: str
    withdrawn_at: str | None


class NumberInputRequest(TypedDict):
    """A number from before the tool."""

    box: str
    number: int
    why: str
    source: NotRequired[str]
    kind: NotRequired[str]
    reason: NotRequired[int | None]


class OfInputRequest(TypedDict):
    """The record of which another one is a duplicate."""

    of: int


class OneAnswerInputRequest(TypedDict):
    """The answer to one of several pairs."""

    answer: str
    primary: NotRequired[int]
    pair: int


class OwnAnswer(TypedDict):
    """What one has done oneself with a record at a stage."""

    verdict: str
    reason: int | None
    judgements: dict[str, str]
    note: str
    shared: bool
    labels: list[int]


class PairAnswer(TypedDict):
    """Two records that may be the same report."""

    id: int
    first: "RecordAnswer"
    second: "RecordAnswer"
    answer: str
    score: float | None
    evidence: list[str]
    against: list[str]
    answered_at: str | None


class PairPage(TypedDict):
    """PairPage"""

    results: list["PairAnswer"]
    next: str | None
    previous: str | None


class PatchedCriterionChangeRequest(TypedDict):
    """PatchedCriterionChangeRequest"""

    stage: NotRequired[str]
    inclusion: NotRequired[bool]
    kind: NotRequired[str]
    text_en: NotRequired[str]
    text_zh: NotRequired[str]


class PatchedHighlightChangeRequest(TypedDict):
    """PatchedHighlightChangeRequest"""

    name_en: NotRequired[str]
    name_zh: NotRequired[str]
    colour: NotRequired[str]
    terms: NotRequired[list[str]]


class PatchedReasonChangeRequest(TypedDict):
    """PatchedReasonChangeRequest"""

    stage: NotRequired[str]
    label_en: NotRequired[str]
    label_zh: NotRequired[str]


class PatchedRecordInputRequest(TypedDict):
    """PatchedRecordInputRequest"""

    year: NotRequired[int | None]
    authors_incomplete: NotRequired[bool]
    title: NotRequired[str]
    title_translated: NotRequired[str]
    abstract: NotRequired[str]
    abstract_translated: NotRequired[str]
    journal: NotRequired[str]
    journal_translated: NotRequired[str]
    date: NotRequired[str]
    volume: NotRequired[str]
    issue: NotRequired[str]
    pages: NotRequired[str]
    doi: NotRequired[str]
    pmid: NotRequired[str]
    isbn: NotRequired[str]
    language: NotRequired[str]
    edition: NotRequired[str]
    publisher: NotRequired[str]
    published_at_place: NotRequired[str]
    url: NotRequired[str]
    accessed: NotRequired[str]
    source_database: NotRequired[str]
    notes: NotRequired[str]
    authors: NotRequired[list[str]]
    authors_translated: NotRequired[list[str]]
    editors: NotRequired[list[str]]
    translators: NotRequired[list[str]]
    keywords: NotRequired[list[str]]
    keywords_translated: NotRequired[list[str]]
    issn: NotRequired[list[str]]
    notices: NotRequired[list[str]]
    type: NotRequired[str]


class PatchedReviewInputRequest(TypedDict):
    """PatchedReviewInputRequest"""

    languages: NotRequired[str]
    agreed: NotRequired[str]
    reason: NotRequired[str]
    title_en: NotRequired[str]
    title_zh: NotRequired[str]
    question_en: NotRequired[str]
    question_zh: NotRequired[str]
    background: NotRequired[str]
    counts_studies: NotRequired[bool | None]
    show_names: NotRequired[bool | None]
    conflict_votes: NotRequired[str]
    adjudicator_may_have_voted: NotRequired[bool | None]
    other_skips_screening: NotRequired[bool | None]


class PatchedRolesInputRequest(TypedDict):
    """PatchedRolesInputRequest"""

    leads: NotRequired[bool | None]
    reviews: NotRequired[bool | None]
    adjudicates: NotRequired[bool | None]


class PatchedSearchChangeRequest(TypedDict):
    """PatchedSearchChangeRequest"""

    agreed: NotRequired[str]
    reason: NotRequired[str]
    kind: NotRequired[str]
    name: NotRequired[str]
    platform: NotRequired[str]
    date_run: NotRequired[str | None]
    coverage: NotRequired[str]
    hits: NotRequired[int | None]
    ran_by: NotRequired[str]
    strategy: NotRequired[str]
    limits: NotRequired[str]
    filters: NotRequired[str]
    peer_review: NotRequired[str]


class PatchedStageInputRequest(TypedDict):
    """PatchedStageInputRequest"""

    agreed: NotRequired[str]
    reason: NotRequired[str]
    votes_needed: NotRequired[int]
    double_share: NotRequired[int]
    by_language: NotRequired[bool | None]
    maybe_conflicts: NotRequired[bool | None]
    reason_required: NotRequired[bool | None]
    judged: NotRequired[bool | None]
    cutoff: NotRequired[int | None]
    cutoff_reason: NotRequired[int | None]
    hides_authors: NotRequired[bool | None]
    instructions_en: NotRequired[str]
    instructions_zh: NotRequired[str]


class PatchedStudyNameInputRequest(TypedDict):
    """What the study is called."""

    name: NotRequired[str]


class PatchedWebhookChangeRequest(TypedDict):
    """What is to be another."""

    url: NotRequired[str]
    events: NotRequired[list[str]]
    off: NotRequired[bool]


class PersonAnswer(TypedDict):
    """Who asks."""

    id: int
    name: str
    language: str
    service: bool
    scopes: list[str]
    review: int | None
    expires_at: str


class ProblemAnswer(TypedDict):
    """RFC 9457: what happened and what to do, in the reader's language; programs go by `code`."""

    type: str
    title: str
    status: int
    code: str
    errors: NotRequired[list["ProblemError"]]


class ProblemError(TypedDict):
    """ProblemError"""

    field: str
    message: str


class ProgressAnswer(TypedDict):
    """How far the review is, and what waits for oneself."""

    stages: list["StageProgressAnswer"]
    waiting: list["WaitingAnswer"]


class PublishInputRequest(TypedDict):
    """PublishInputRequest"""

    note: NotRequired[str]


class QueueAnswer(TypedDict):
    """What waits for oneself at a stage."""

    open: bool
    orders: list[str]
    progress: "QueueProgressAnswer"
    records: list["CardAnswer"]


class QueueProgressAnswer(TypedDict):
    """How far one is oneself."""

    done: int
    left: int
    all: int


class ReadAgainInputRequest(TypedDict):
    """How a file is to be read; what is left out is found from the content."""

    format: NotRequired[str]
    encoding: NotRequired[str]
    columns: NotRequired[dict[str, str]]


class ReasonAnswer(TypedDict):
    """A reason for exclusion; `position` is the protocol's order."""

    id: int
    stage: str
    label_en: str
    label_zh: str
    position: int


class ReasonInputRequest(TypedDict):
    """ReasonInputRequest"""

    stage: str
    label_en: NotRequired[str]
    label_zh: NotRequired[str]


class ReasonMergeInputRequest(TypedDict):
    """The reason that stays."""

    into: int


class ReasonMoveInputRequest(TypedDict):
    """Where a reason goes."""

    up: bool


class RecordAnswer(TypedDict):
    """A record as its file gave it, in its own language and, where known, in the other; and where its report stands."""

    id: int
    report: int
    place: str
    reason: int | None
    removed: str
    search: int
    file: int | None
    version: int
    title: str
    title_translated: str
    authors: list[str]
    authors_translated: list[str]
    year: int | None
    date: str
    journal: str
    journal_translated: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    issn: list[str]
    isbn: str
    language: str
    type: str
    keywords: list[str]
    keywords_translated: list[str]
    publisher: str
    url: str
    source_database: str
    notices: list[str]


class RecordIds(TypedDict):
    """Records that were made."""

    records: list[int]


class RecordInputRequest(TypedDict):
    """RecordInputRequest"""

    year: NotRequired[int | None]
    authors_incomplete: NotRequired[bool]
    title: NotRequired[str]
    title_translated: NotRequired[str]
    abstract: NotRequired[str]
    abstract_translated: NotRequired[str]
    journal: NotRequired[str]
    journal_translated: NotRequired[str]
    date: NotRequired[str]
    volume: NotRequired[str]
    issue: NotRequired[str]
    pages: NotRequired[str]
    doi: NotRequired[str]
    pmid: NotRequired[str]
    isbn: NotRequired[str]
    language: NotRequired[str]
    edition: NotRequired[str]
    publisher: NotRequired[str]
    published_at_place: NotRequired[str]
    url: NotRequired[str]
    accessed: NotRequired[str]
    source_database: NotRequired[str]
    notes: NotRequired[str]
    authors: NotRequired[list[str]]
    authors_translated: NotRequired[list[str]]
    editors: NotRequired[list[str]]
    translators: NotRequired[list[str]]
    keywords: NotRequired[list[str]]
    keywords_translated: NotRequired[list[str]]
    issn: NotRequired[list[str]]
    notices: NotRequired[list[str]]
    type: NotRequired[str]


class RecordListAnswer(TypedDict):
    """A record of a list; its abstracts where they were asked for."""

    id: int
    report: int
    place: str
    reason: int | None
    removed: str
    search: int
    file: int | None
    version: int
    title: str
    title_translated: str
    authors: list[str]
    authors_translated: list[str]
    year: int | None
    date: str
    journal: str
    journal_translated: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    issn: list[str]
    isbn: str
    language: str
    type: str
    keywords: list[str]
    keywords_translated: list[str]
    publisher: str
    url: str
    source_database: str
    notices: list[str]
    abstract: NotRequired[str]
    abstract_translated: NotRequired[str]


class RecordLookAnswer(TypedDict):
    """A record with its long texts, and what its report rests on."""

    id: int
    report: int
    place: str
    reason: int | None
    removed: str
    search: int
    file: int | None
    version: int
    title: str
    title_translated: str
    authors: list[str]
    authors_translated: list[str]
    year: int | None
    date: str
    journal: str
    journal_translated: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    issn: list[str]
    isbn: str
    language: str
    type: str
    keywords: list[str]
    keywords_translated: list[str]
    publisher: str
    url: str
    source_database: str
    notices: list[str]
    abstract: str
    abstract_translated: str
    authors_incomplete: bool
    editors: list[str]
    translators: list[str]
    edition: str
    published_at_place: str
    accessed: str
    created_at: str
    stamp: str
    group: list[int]
    report_notices: list[str]


class RecordPage(TypedDict):
    """RecordPage"""

    results: list["RecordListAnswer"]
    next: str | None
    previous: str | None


class RejectedAnswer(TypedDict):
    """An entry that could not become a record."""

    id: int
    line: int
    message: str
    raw: str
    mended_as: int | None


class RejectedPage(TypedDict):
    """RejectedPage"""

    results: list["RejectedAnswer"]
    next: str | None
    previous: str | None


class RemovalInputRequest(TypedDict):
    """Why records are removed before screening; an empty kind brings them back."""

    records: list[int]
    kind: str
    note: NotRequired[str]


class ReopenInputRequest(TypedDict):
    """How a report is opened again: its votes stay and only the settlement goes, or all vote again; and why."""

    votes: str
    reason: str


class ReopeningAnswer(TypedDict):
    """A report that was opened again."""

    id: int
    record: int
    stage: str
    votes: str
    reason: str
    at: str
    undone_at: str | None


class ReopeningRequestPage(TypedDict):
    """ReopeningRequestPage"""

    results: list["RequestAnswer"]
    next: str | None
    previous: str | None


class ReportsInputRequest(TypedDict):
    """Reports."""

    records: list[int]


class RequestAnswer(TypedDict):
    """A request to open a report again. Where the review hides names, `asked_by` is the code of the person."""

    id: int
    record: int
    stage: str
    text: str
    asked_by: str
    answer: str
    reply: str
    at: str


class RequestInputRequest(TypedDict):
    """What somebody says who has voted and asks for a report to be opened again."""

    text: str


class ReviewAnswer(TypedDict):
    """A review, as far as every member sees it."""

    id: int
    title_en: str
    title_zh: str
    languages: str
    question_en: str
    question_zh: str
    background: str
    counts_studies: bool
    show_names: bool
    conflict_votes: str
    adjudicator_may_have_voted: bool
    other_skips_screening: bool
    version: int
    criteria_version: int
    created_at: str
    put_away_at: str | None
    roles: list[str]


class SearchAnswer(TypedDict):
    """A search with what PRISMA-S asks to report of it."""

    id: int
    kind: str
    name: str
    platform: str
    date_run: str | None
    coverage: str
    strategy: str
    limits: str
    filters: str
    peer_review: str
    hits: int | None
    ran_by: str
    version: int
    created_at: str
    totals: "TotalsAnswer"


class SearchInputRequest(TypedDict):
    """SearchInputRequest"""

    kind: str
    name: str
    platform: NotRequired[str]
    date_run: NotRequired[str | None]
    coverage: NotRequired[str]
    hits: NotRequired[int | None]
    ran_by: NotRequired[str]
    strategy: NotRequired[str]
    limits: NotRequired[str]
    filters: NotRequired[str]
    peer_review: NotRequired[str]


class SectionAnswer(TypedDict):
    """A part of the methods text."""

    key: str
    heading: str
    paragraphs: list[str]
    lines: list[str]


class SettleInputRequest(TypedDict):
    """How a conflict is decided."""

    verdict: str
    reason: NotRequired[int | None]
    rationale: NotRequired[str]


class SettleManyInputRequest(TypedDict):
    """One settlement for several conflicts."""

    verdict: str
    reason: NotRequired[int | None]
    rationale: NotRequired[str]
    records: list[int]


class SettledAnswer(TypedDict):
    """What became of several."""

    settled: list["SettlementAnswer"]
    refused: dict[str, int]


class SettlementAnswer(TypedDict):
    """A decision of an adjudicator."""

    id: int
    record: int
    stage: str
    verdict: str
    reason: int | None
    rationale: str
    settled_by: str
    settled_at: str


class SettlementPage(TypedDict):
    """SettlementPage"""

    results: list["SettlementAnswer"]
    next: str | None
    previous: str | None


class SidesAnswer(TypedDict):
    """A conflict side by side."""

    record: "RecordAnswer"
    ballots: list["BallotAnswer"]


class SoughtAnswer(TypedDict):
    """A report whose full text is sought."""

    record: "RecordAnswer"
    status: str
    note: str
    files: list[int]


class SoughtCounts(TypedDict):
    """How many reports are where; together all reports sought."""

    to_find: int
    requested: int
    caj_only: int
    not_retrieved: int
    retrieved: int


class SoughtPage(TypedDict):
    """SoughtPage"""

    results: list["SoughtAnswer"]
    next: str | None
    previous: str | None


class StageAnswer(TypedDict):
    """A stage of the review, and the rules under which its votes decide."""

    stage: str
    is_open: bool
    opened_at: str | None
    closed_at: str | None
    unblinded_at: str | None
    votes_needed: int
    double_share: int
    by_language: bool
    maybe_conflicts: bool
    reason_required: bool
    judged: bool
    cutoff: int | None
    cutoff_reason: int | None
    instructions_en: str
    instructions_zh: str
    verdicts: list[str]
    learned_order: bool
    stopping_rule: str


class StageProgressAnswer(TypedDict):
    """How far a stage is; numbers of work, never tied to a record."""

    stage: str
    is_open: bool
    decided: int
    total: int
    mine_done: int
    mine_left: int


class StatusInputRequest(TypedDict):
    """One status for these reports."""

    records: list[int]
    status: str
    note: NotRequired[str]


class StudiesAnswer(TypedDict):
    """All studies; a report in none is a study of its own."""

    studies: list["StudyAnswer"]
    single: list[int]


class StudyAnswer(TypedDict):
    """A study with its reports that are included."""

    id: int
    name: str
    reports: list[int]


class StudyInputRequest(TypedDict):
    """Reports that belong together, and what the study is called."""

    records: list[int]
    name: NotRequired[str]


class SuggestionInputRequest(TypedDict):
    """Terms, and why."""

    terms: list[str]
    why: str


class TakeOutInputRequest(TypedDict):
    """The record that does not belong to the report."""

    record: int


class TotalsAnswer(TypedDict):
    """How a search adds up: found = imported + rejected; rejected entries that were mended, and records by hand."""

    hits: int | None
    found: int
    imported: int
    rejected: int
    mended: int
    by_hand: int
    waiting: int


class UndoInputRequest(TypedDict):
    """How a merge is taken back."""

    later: NotRequired[bool]


class UnmatchedAnswer(TypedDict):
    """A file that waits for somebody to say which report it is."""

    id: int
    name: str
    size: int
    suggested: int | None
    how: str


class UploadInputRequest(TypedDict):
    """A file as the database gave it, or a zip of several."""

    file: Upload
    run_again_on: NotRequired[str]


class VersionAnswer(TypedDict):
    """A version as it was published. `digest` is what the history has sealed of it."""

    id: int
    version: int
    note: str
    at: str
    digest: str
    numbers: dict[str, int]


class VersionListAnswer(TypedDict):
    """A published version in the list."""

    id: int
    version: int
    note: str
    at: str


class VersionNumberAnswer(TypedDict):
    """Which version is worked on."""

    version: int


class VersionPage(TypedDict):
    """VersionPage"""

    results: list["VersionListAnswer"]
    next: str | None
    previous: str | None


class VisibleVoteAnswer(TypedDict):
    """A vote that one may see: one's own, and those on reports that are decided at that stage."""

    record: int
    stage: str
    name: str
    verdict: str
    reason: int | None
    judgements: dict[str, str]
    cast_at: str


class VisibleVotePage(TypedDict):
    """VisibleVotePage"""

    results: list["VisibleVoteAnswer"]
    next: str | None
    previous: str | None


class VoteAnswer(TypedDict):
    """One's own vote. `fixed` says that it cannot be changed any more."""

    record: int
    verdict: str
    reason: int | None
    judgements: dict[str, str]
    key: str
    cast_at: str


class VoteDoneAnswer(TypedDict):
    """One of many votes, cast or refused."""

    record: int
    done: bool
    code: str


class VoteInputRequest(TypedDict):
    """A vote. `seen`: the `key` of one's own vote last seen, or `none`; another one since then refuses it."""

    record: int
    verdict: str
    reason: NotRequired[int | None]
    judgements: NotRequired[dict[str, str]]
    seen: NotRequired[str]
    key: NotRequired[str]


class VotesInputRequest(TypedDict):
    """Many votes; each stands or is refused by itself."""

    votes: list["VoteInputRequest"]


class WaitingAnswer(TypedDict):
    """Work that waits for oneself."""

    kind: str
    stage: str
    count: int


class WebhookAnswer(TypedDict):
    """A webhook. Messages follow Standard Webhooks 1.0: verify them with one of its libraries and the secret."""

    id: int
    url: str
    events: list[str]
    off: bool
    created_at: str


class WebhookInputRequest(TypedDict):
    """Where to, and what."""

    url: str
    events: list[str]


class WhyInputRequest(TypedDict):
    """WhyInputRequest"""

    reason: NotRequired[str]


class WishesInputRequest(TypedDict):
    """WishesInputRequest"""

    language: NotRequired[str]
    style: NotRequired[str]
    doi: NotRequired[str]
    label_set: NotRequired[str]
    template: NotRequired[str]
    bw: NotRequired[bool | None]


class ListConflictsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListMergesQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListPairsQuery(TypedDict):
    """Questions."""

    answer: NotRequired[str]
    cursor: NotRequired[str]
    limit: NotRequired[int]


class GetExportQuery(TypedDict):
    """Questions."""

    bw: NotRequired[bool]
    doi: NotRequired[str]
    label_set: NotRequired[str]
    language: NotRequired[str]
    style: NotRequired[str]
    template: NotRequired[str]


class ListPreparedQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListRejectedQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListFullTextsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]
    status: NotRequired[str]


class ListHistoryQuery(TypedDict):
    """Questions."""

    actor: NotRequired[int]
    cursor: NotRequired[str]
    day_from: NotRequired[str]
    day_to: NotRequired[str]
    limit: NotRequired[int]
    order: NotRequired[str]
    record: NotRequired[int]
    verb: NotRequired[str]


class ListJobsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class GetMethodsQuery(TypedDict):
    """Questions."""

    language: NotRequired[str]


class ListRecordsQuery(TypedDict):
    """Questions."""

    abstracts: NotRequired[bool]
    box: NotRequired[str]
    cursor: NotRequired[str]
    detail: NotRequired[str]
    duplicates: NotRequired[str]
    label: NotRequired[int]
    language: NotRequired[str]
    limit: NotRequired[int]
    missing: NotRequired[str]
    my_vote: NotRequired[str]
    notices: NotRequired[bool]
    order: NotRequired[str]
    pair: NotRequired[str]
    place: NotRequired[list[str]]
    q: NotRequired[str]
    reason: NotRequired[int]
    search: NotRequired[list[int]]
    stage: NotRequired[str]
    team_label: NotRequired[int]
    type: NotRequired[str]
    year_from: NotRequired[int]
    year_to: NotRequired[int]


class CountRecordsQuery(TypedDict):
    """Questions."""

    box: NotRequired[str]
    detail: NotRequired[str]
    duplicates: NotRequired[str]
    label: NotRequired[int]
    language: NotRequired[str]
    missing: NotRequired[str]
    my_vote: NotRequired[str]
    notices: NotRequired[bool]
    pair: NotRequired[str]
    place: NotRequired[list[str]]
    q: NotRequired[str]
    reason: NotRequired[int]
    search: NotRequired[list[int]]
    stage: NotRequired[str]
    team_label: NotRequired[int]
    type: NotRequired[str]
    year_from: NotRequired[int]
    year_to: NotRequired[int]


class GetListExportQuery(TypedDict):
    """Questions."""

    box: NotRequired[str]
    detail: NotRequired[str]
    duplicates: NotRequired[str]
    label: NotRequired[int]
    language: NotRequired[str]
    missing: NotRequired[str]
    my_vote: NotRequired[str]
    notices: NotRequired[bool]
    pair: NotRequired[str]
    place: NotRequired[list[str]]
    q: NotRequired[str]
    reason: NotRequired[int]
    search: NotRequired[list[int]]
    stage: NotRequired[str]
    team_label: NotRequired[int]
    type: NotRequired[str]
    year_from: NotRequired[int]
    year_to: NotRequired[int]


class ListReopeningRequestsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class GetQueueQuery(TypedDict):
    """Questions."""

    but: NotRequired[str]
    limit: NotRequired[int]
    order: NotRequired[str]
    seed: NotRequired[int]


class ListMyVotesQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]
    reason: NotRequired[int]
    state: NotRequired[str]
    verdict: NotRequired[str]
    words: NotRequired[str]


class ListFilesQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListSettlementsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListVersionsQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]


class ListVisibleVotesQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]
    record: NotRequired[int]
    stage: NotRequired[str]


class ListDeliveriesQuery(TypedDict):
    """Questions."""

    cursor: NotRequired[str]
    limit: NotRequired[int]
    state: NotRequired[str]


class Operations(Transport):
    """One method for each operation."""

    def load_archive(self, **body: Unpack["LoadInputRequest"]) -> "LoadAnswer":
        """Brings an archive. A worker makes a new review of it, which one leads; nothing that is there changes."""
        found: "LoadAnswer" = self._ask('POST', '/api/v1/archives/', query=None, body=dict(body), match="", files=True, media='application/json')
        return found

    def get_load(self, load_id: int) -> "LoadAnswer":
        """How far the loading of one's own archive is. Ask again after a second or more."""
        found: "LoadAnswer" = self._ask('GET', f'/api/v1/archives/{load_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_me(self) -> "PersonAnswer":
        """Who the token speaks for, and what it may be used for."""
        found: "PersonAnswer" = self._ask('GET', '/api/v1/me/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_reviews(self) -> list["ReviewAnswer"]:
        """One's reviews, newest first; of a token for one review that one."""
        found: list["ReviewAnswer"] = self._ask('GET', '/api/v1/reviews/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def create_review(self, **body: Unpack["NewReviewInputRequest"]) -> "ReviewAnswer":
        """Starts a review, which one leads and reviews."""
        found: "ReviewAnswer" = self._ask('POST', '/api/v1/reviews/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_review(self, review_id: int) -> "ReviewAnswer":
        """A review."""
        found: "ReviewAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_review(self, review_id: int, *, if_match: str = "*", **body: Unpack["PatchedReviewInputRequest"]) -> "ReviewAnswer":
        """Changes titles, question and working rules."""
        found: "ReviewAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def get_agreement(self, review_id: int) -> list["AgreementAnswer"]:
        """Tables and coefficients for each stage and pair."""
        found: list["AgreementAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/agreement/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_archive(self, review_id: int) -> "ArchiveAnswer":
        """Whether there is an archive of the review."""
        found: "ArchiveAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/archive/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def make_archive(self, review_id: int, **body: Unpack["ArchiveInputRequest"]) -> "ArchiveAnswer":
        """Has the whole review made into one file. It holds every vote, so all stages have to be closed; say why."""
        found: "ArchiveAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/archive/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_archive_content(self, review_id: int) -> bytes:
        """The archive."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/archive/content/', query=None, body=None, match="", files=False, media='application/zip')
        return found

    def bring_review_back(self, review_id: int) -> None:
        """Has the review worked on again."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/bring-back/', query=None, body=None, match="", files=False, media='')

    def list_conflicts(self, review_id: int, stage: str, **query: Unpack[ListConflictsQuery]) -> "ConflictPage":
        """Conflicts that one may settle."""
        found: "ConflictPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/conflicts/{stage}/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_conflicts(self, review_id: int, stage: str, **query: Unpack[ListConflictsQuery]) -> Iterator["ConflictAnswer"]:
        """Conflicts that one may settle. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/conflicts/{stage}/', dict(query))

    def get_conflict(self, review_id: int, stage: str, record_id: int) -> "SidesAnswer":
        """One conflict side by side, as far as one may see it."""
        found: "SidesAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/conflicts/{stage}/{record_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def discuss(self, review_id: int, stage: str, record_id: int) -> None:
        """Asks the people who voted to talk; they may change their own votes."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/conflicts/{stage}/{record_id}/discuss/', query=None, body=None, match="", files=False, media='')

    def settle(self, review_id: int, stage: str, record_id: int, **body: Unpack["SettleInputRequest"]) -> "SettlementAnswer":
        """Decides a conflict; the votes stay."""
        found: "SettlementAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/conflicts/{stage}/{record_id}/settle/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def settle_many(self, review_id: int, stage: str, **body: Unpack["SettleManyInputRequest"]) -> "SettledAnswer":
        """Decides several conflicts alike; what is refused is told, the rest stands."""
        found: "SettledAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/conflicts/{stage}/settle/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_criteria(self, review_id: int) -> list["CriterionAnswer"]:
        """Criteria in force, inclusion first."""
        found: list["CriterionAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/criteria/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_criterion(self, review_id: int, **body: Unpack["CriterionInputRequest"]) -> "CriterionAnswer":
        """A new criterion; it raises the version of the criteria once people have voted."""
        found: "CriterionAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/criteria/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_criterion(self, review_id: int, criterion_id: int) -> "CriterionAnswer":
        """A criterion in force."""
        found: "CriterionAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/criteria/{criterion_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_criterion(self, review_id: int, criterion_id: int, *, if_match: str = "*", **body: Unpack["PatchedCriterionChangeRequest"]) -> "CriterionAnswer":
        """New words for a criterion; where people have voted under the old ones, the answer has another id."""
        found: "CriterionAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/criteria/{criterion_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def retire_criterion(self, review_id: int, criterion_id: int) -> None:
        """Takes a criterion out of the protocol."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/criteria/{criterion_id}/', query=None, body=None, match="", files=False, media='')

    def count_duplicates(self, review_id: int) -> "CountsAnswer":
        """How many pairs wait for an answer, are linked or kept apart, and how many merges stand."""
        found: "CountsAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/duplicates/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_merges(self, review_id: int, **query: Unpack[ListMergesQuery]) -> "MergePage":
        """Merges that stand, the latest first."""
        found: "MergePage" = self._ask('GET', f'/api/v1/reviews/{review_id}/duplicates/merges/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_merges(self, review_id: int, **query: Unpack[ListMergesQuery]) -> Iterator["MergeAnswer"]:
        """Merges that stand, the latest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/duplicates/merges/', dict(query))

    def get_merge(self, review_id: int, merge_id: int) -> "MergeLookAnswer":
        """A merge, also one that was undone."""
        found: "MergeLookAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/duplicates/merges/{merge_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def take_out(self, review_id: int, merge_id: int, **body: Unpack["TakeOutInputRequest"]) -> None:
        """Takes one of several records out; the others stay merged."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/merges/{merge_id}/take-out/', query=None, body=dict(body), match="", files=False, media='')

    def undo_merge(self, review_id: int, merge_id: int, **body: Unpack["UndoInputRequest"]) -> None:
        """Takes a merge back: each record is as it was before."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/merges/{merge_id}/undo/', query=None, body=dict(body), match="", files=False, media='')

    def list_pairs(self, review_id: int, **query: Unpack[ListPairsQuery]) -> "PairPage":
        """Pairs with one answer; `open` and `later` ones wait for people."""
        found: "PairPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/duplicates/pairs/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_pairs(self, review_id: int, **query: Unpack[ListPairsQuery]) -> Iterator["PairAnswer"]:
        """Pairs with one answer; `open` and `later` ones wait for people. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/duplicates/pairs/', dict(query))

    def get_pair(self, review_id: int, pair_id: int) -> "PairAnswer":
        """A pair."""
        found: "PairAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/duplicates/pairs/{pair_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def answer_pair(self, review_id: int, pair_id: int, **body: Unpack["AnswerInputRequest"]) -> "PairAnswer":
        """Says that two records are the same report, different ones, or that it has to wait."""
        found: "PairAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/pairs/{pair_id}/answer/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def reopen_pair(self, review_id: int, pair_id: int) -> "PairAnswer":
        """Takes “different” or “later” back, so that the pair is to be checked again."""
        found: "PairAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/pairs/{pair_id}/reopen/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def answer_pairs(self, review_id: int, **body: Unpack["AnswersInputRequest"]) -> list["DoneAnswer"]:
        """Answers many pairs; what is refused is told, the rest stands."""
        found: list["DoneAnswer"] = self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/pairs/answers/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def find_duplicates(self, review_id: int) -> "JobAnswer":
        """Looks for duplicates among the records that are new since the last time, as a job."""
        found: "JobAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/duplicates/run/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_exports(self, review_id: int) -> list["ExportAnswer"]:
        """Every kind of file that can be taken away."""
        found: list["ExportAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/exports/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_export(self, review_id: int, key: str, **query: Unpack[GetExportQuery]) -> bytes:
        """The file, streamed while it is made. A large one is refused (409 `exports.large`): have it made as a job."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/exports/files/{key}/', query=dict(query), body=None, match="", files=False, media='application/octet-stream')
        return found

    def prepare_export(self, review_id: int, key: str, **body: Unpack["WishesInputRequest"]) -> "ExportFileAnswer":
        """Has a worker make the file; one that was asked for like this already is not made twice."""
        found: "ExportFileAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/exports/files/{key}/prepare/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_prepared(self, review_id: int, **query: Unpack[ListPreparedQuery]) -> "ExportFilePage":
        """One's own files that workers have made or are making, newest first."""
        found: "ExportFilePage" = self._ask('GET', f'/api/v1/reviews/{review_id}/exports/prepared/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_prepared(self, review_id: int, **query: Unpack[ListPreparedQuery]) -> Iterator["ExportFileAnswer"]:
        """One's own files that workers have made or are making, newest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/exports/prepared/', dict(query))

    def get_prepared(self, review_id: int, export_id: int) -> "ExportFileAnswer":
        """How far the making of one's own file is."""
        found: "ExportFileAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/exports/prepared/{export_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_prepared_content(self, review_id: int, export_id: int) -> bytes:
        """The file: for whoever asked, and while they may see what is in it."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/exports/prepared/{export_id}/content/', query=None, body=None, match="", files=False, media='application/octet-stream')
        return found

    def get_file(self, review_id: int, file_id: int) -> "FileLookAnswer":
        """A file: what was found in it before the import, and what became of it after."""
        found: "FileLookAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/files/{file_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def discard_file(self, review_id: int, file_id: int) -> None:
        """Takes away a file that was not imported."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/files/{file_id}/', query=None, body=None, match="", files=False, media='')

    def get_file_content(self, review_id: int, file_id: int) -> bytes:
        """The file exactly as it was brought."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/files/{file_id}/content/', query=None, body=None, match="", files=False, media='application/octet-stream')
        return found

    def list_dependents(self, review_id: int, file_id: int) -> list["DependentsAnswer"]:
        """Work of people that rests on the file's records: while there is any, the import cannot be undone."""
        found: list["DependentsAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/files/{file_id}/dependents/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def import_file(self, review_id: int, file_id: int, **body: Unpack["ImportInputRequest"]) -> "JobAnswer":
        """Imports what can be read of the file, all of it or nothing, as a job."""
        found: "JobAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/files/{file_id}/import/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def read_file_again(self, review_id: int, file_id: int, **body: Unpack["ReadAgainInputRequest"]) -> "FileLookAnswer":
        """Reads the file with another format, encoding or meaning of its columns."""
        found: "FileLookAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/files/{file_id}/read/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_rejected(self, review_id: int, file_id: int, **query: Unpack[ListRejectedQuery]) -> "RejectedPage":
        """Entries of the file that could not become records, with line, reason and text."""
        found: "RejectedPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/files/{file_id}/rejected/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_rejected(self, review_id: int, file_id: int, **query: Unpack[ListRejectedQuery]) -> Iterator["RejectedAnswer"]:
        """Entries of the file that could not become records, with line, reason and text. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/files/{file_id}/rejected/', dict(query))

    def mend_entry(self, review_id: int, file_id: int, entry_id: int, **body: Unpack["MendInputRequest"]) -> "RecordIds":
        """Reads a rejected entry again from its mended text, and imports what it holds."""
        found: "RecordIds" = self._ask('POST', f'/api/v1/reviews/{review_id}/files/{file_id}/rejected/{entry_id}/mend/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def undo_import(self, review_id: int, file_id: int) -> "JobAnswer":
        """Takes the import back, as a job; refused while work of people rests on it."""
        found: "JobAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/files/{file_id}/undo/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_flow(self, review_id: int) -> "FlowAnswer":
        """The numbers of the diagram, each with the list behind it."""
        found: "FlowAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/flow/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_numbers(self, review_id: int) -> list["NumberAnswer"]:
        """Numbers from before the tool, of this version of the review; withdrawn ones too."""
        found: list["NumberAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/flow/numbers/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def enter_number(self, review_id: int, **body: Unpack["NumberInputRequest"]) -> "NumberAnswer":
        """Adds a number from before the tool to its box and every sum above it."""
        found: "NumberAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/flow/numbers/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def withdraw_number(self, review_id: int, manual_id: int) -> None:
        """Has the number count no longer; the history keeps it."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/flow/numbers/{manual_id}/', query=None, body=None, match="", files=False, media='')

    def list_full_texts(self, review_id: int, **query: Unpack[ListFullTextsQuery]) -> "SoughtPage":
        """Reports whose full text is sought, and where each stands."""
        found: "SoughtPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/full-texts/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_full_texts(self, review_id: int, **query: Unpack[ListFullTextsQuery]) -> Iterator["SoughtAnswer"]:
        """Reports whose full text is sought, and where each stands. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/full-texts/', dict(query))

    def count_full_texts(self, review_id: int) -> "SoughtCounts":
        """How many reports are still to find, requested, retrieved and not retrieved."""
        found: "SoughtCounts" = self._ask('GET', f'/api/v1/reviews/{review_id}/full-texts/counts/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_full_text(self, review_id: int, document_id: int) -> bytes:
        """The file as it was uploaded."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/full-texts/files/{document_id}/', query=None, body=None, match="", files=False, media='application/octet-stream')
        return found

    def remove_full_text(self, review_id: int, document_id: int) -> None:
        """Takes a file away; the report still counts as retrieved."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/full-texts/files/{document_id}/', query=None, body=None, match="", files=False, media='')

    def set_full_text_status(self, review_id: int, **body: Unpack["StatusInputRequest"]) -> "ChangedAnswer":
        """Writes one status to these reports."""
        found: "ChangedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/full-texts/status/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_unmatched(self, review_id: int) -> list["UnmatchedAnswer"]:
        """Files that wait for somebody to say which report they are."""
        found: list["UnmatchedAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/full-texts/unmatched/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_unmatched(self, review_id: int, **body: Unpack["FullTextInputRequest"]) -> "UnmatchedAnswer":
        """Brings a file without saying which report it is; the report it seems to be is suggested."""
        found: "UnmatchedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/full-texts/unmatched/', query=None, body=dict(body), match="", files=True, media='application/json')
        return found

    def match_file(self, review_id: int, unmatched_id: int, **body: Unpack["MatchInputRequest"]) -> None:
        """Gives a waiting file to its report, or throws it away."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/full-texts/unmatched/{unmatched_id}/match/', query=None, body=dict(body), match="", files=False, media='')

    def list_highlights(self, review_id: int) -> list["HighlightAnswer"]:
        """The team's lists of terms, and one's own."""
        found: list["HighlightAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/highlights/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_highlights(self, review_id: int, **body: Unpack["HighlightInputRequest"]) -> "HighlightAnswer":
        """A new list: the team's for leads who do not ask for their own, else one's own."""
        found: "HighlightAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/highlights/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_highlights(self, review_id: int, highlights_id: int) -> "HighlightAnswer":
        """A list of terms."""
        found: "HighlightAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/highlights/{highlights_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_highlights(self, review_id: int, highlights_id: int, *, if_match: str = "*", **body: Unpack["PatchedHighlightChangeRequest"]) -> "HighlightAnswer":
        """Changes a list; the team's is the leads'."""
        found: "HighlightAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/highlights/{highlights_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def delete_highlights(self, review_id: int, highlights_id: int) -> None:
        """Deletes a list; the terms of a team's list stay in the history."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/highlights/{highlights_id}/', query=None, body=None, match="", files=False, media='')

    def list_history(self, review_id: int, **query: Unpack[ListHistoryQuery]) -> "EventPage":
        """What happened, as far as one may see it."""
        found: "EventPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/history/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_history(self, review_id: int, **query: Unpack[ListHistoryQuery]) -> Iterator["EventAnswer"]:
        """What happened, as far as one may see it. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/history/', dict(query))

    def list_invitations(self, review_id: int) -> list["InvitationAnswer"]:
        """Invitations that can still be accepted, newest first."""
        found: list["InvitationAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/invitations/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def invite(self, review_id: int, **body: Unpack["InvitationInputRequest"]) -> "InvitationAnswer":
        """Makes a link to pass on, for an address or for whoever has it. No mail is sent."""
        found: "InvitationAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/invitations/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def revoke_invitation(self, review_id: int, invitation_id: int) -> None:
        """Makes an open invitation worthless."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/invitations/{invitation_id}/', query=None, body=None, match="", files=False, media='')

    def list_jobs(self, review_id: int, **query: Unpack[ListJobsQuery]) -> "JobPage":
        """Work of this review, newest first: all of it for leads, else what one has started oneself."""
        found: "JobPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/jobs/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_jobs(self, review_id: int, **query: Unpack[ListJobsQuery]) -> Iterator["JobAnswer"]:
        """Work of this review, newest first: all of it for leads, else what one has started oneself. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/jobs/', dict(query))

    def get_job(self, review_id: int, job_id: int) -> "JobAnswer":
        """How far a job is. Ask again after a second or more."""
        found: "JobAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/jobs/{job_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def cancel_job(self, review_id: int, job_id: int) -> "JobAnswer":
        """Asks a job to stop and to leave nothing half done; one that has finished stays as it is."""
        found: "JobAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/jobs/{job_id}/cancel/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_labels(self, review_id: int) -> list["LabelAnswer"]:
        """The labels that one may choose from."""
        found: list["LabelAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/labels/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_label(self, review_id: int, **body: Unpack["LabelInputRequest"]) -> "LabelAnswer":
        """A label of that name; the one there is, if one knows of any."""
        found: "LabelAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/labels/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_methods(self, review_id: int, **query: Unpack[GetMethodsQuery]) -> list["SectionAnswer"]:
        """The methods text of the paper, every value from the data."""
        found: list["SectionAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/methods/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def get_progress(self, review_id: int) -> "ProgressAnswer":
        """How far each stage is, and what waits for oneself."""
        found: "ProgressAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/progress/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def put_review_away(self, review_id: int) -> None:
        """Takes the review off the lists; it is only read from then on."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/put-away/', query=None, body=None, match="", files=False, media='')

    def list_reasons(self, review_id: int) -> list["ReasonAnswer"]:
        """Reasons for exclusion that are in use, in the protocol's order."""
        found: list["ReasonAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/reasons/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_reason(self, review_id: int, **body: Unpack["ReasonInputRequest"]) -> "ReasonAnswer":
        """A new reason at the end of its stage's list."""
        found: "ReasonAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/reasons/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_reason(self, review_id: int, reason_id: int) -> "ReasonAnswer":
        """A reason that is in use."""
        found: "ReasonAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/reasons/{reason_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_reason(self, review_id: int, reason_id: int, *, if_match: str = "*", **body: Unpack["PatchedReasonChangeRequest"]) -> "ReasonAnswer":
        """New words for a reason; votes that name it keep it."""
        found: "ReasonAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/reasons/{reason_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def retire_reason(self, review_id: int, reason_id: int) -> None:
        """Takes a reason out of the list."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/reasons/{reason_id}/', query=None, body=None, match="", files=False, media='')

    def merge_reasons(self, review_id: int, reason_id: int, **body: Unpack["ReasonMergeInputRequest"]) -> None:
        """Has everything that names this reason name the other one, and takes this one out."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/reasons/{reason_id}/merge/', query=None, body=dict(body), match="", files=False, media='')

    def move_reason(self, review_id: int, reason_id: int, **body: Unpack["ReasonMoveInputRequest"]) -> None:
        """Moves a reason one place in the protocol's order."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/reasons/{reason_id}/move/', query=None, body=dict(body), match="", files=False, media='')

    def list_records(self, review_id: int, **query: Unpack[ListRecordsQuery]) -> "RecordPage":
        """The records that the filter finds, as on the records page; without a filter all that were imported."""
        found: "RecordPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/records/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_records(self, review_id: int, **query: Unpack[ListRecordsQuery]) -> Iterator["RecordListAnswer"]:
        """The records that the filter finds, as on the records page; without a filter all that were imported. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/records/', dict(query))

    def get_record(self, review_id: int, record_id: int) -> "RecordLookAnswer":
        """A record."""
        found: "RecordLookAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/records/{record_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def edit_record(self, review_id: int, record_id: int, *, if_match: str = "*", **body: Unpack["PatchedRecordInputRequest"]) -> "RecordLookAnswer":
        """Changes fields of a record; the history keeps what was there before."""
        found: "RecordLookAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/records/{record_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def add_comment(self, review_id: int, record_id: int, stage: str, **body: Unpack["CommentInputRequest"]) -> "CommentAnswer":
        """Says something to the team about a record, once it is decided or under discussion."""
        found: "CommentAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/{record_id}/comments/{stage}/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def mark_duplicate(self, review_id: int, record_id: int, **body: Unpack["OfInputRequest"]) -> "MergeAnswer":
        """Says that a record is a duplicate of another one, whose report stays."""
        found: "MergeAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/{record_id}/duplicate/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_files_of_record(self, review_id: int, record_id: int) -> list["FullTextAnswer"]:
        """The files of a report whose full text is sought."""
        found: list["FullTextAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/records/{record_id}/full-texts/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_full_text(self, review_id: int, record_id: int, **body: Unpack["FullTextInputRequest"]) -> "FullTextAnswer":
        """Keeps a file with its report; the report counts as retrieved."""
        found: "FullTextAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/{record_id}/full-texts/', query=None, body=dict(body), match="", files=True, media='application/json')
        return found

    def reopen_report(self, review_id: int, record_id: int, stage: str, **body: Unpack["ReopenInputRequest"]) -> "ReopeningAnswer":
        """Opens a report again that was decided at a stage. Nothing else moves, and it can be taken back exactly."""
        found: "ReopeningAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/{record_id}/reopen/{stage}/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def ask_reopening(self, review_id: int, record_id: int, stage: str, **body: Unpack["RequestInputRequest"]) -> "RequestAnswer":
        """Asks those who settle conflicts to open a report again on which one's own vote can no longer be changed."""
        found: "RequestAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/{record_id}/reopening-requests/{stage}/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def count_records(self, review_id: int, **query: Unpack[CountRecordsQuery]) -> "CountAnswer":
        """How many records the filter finds."""
        found: "CountAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/records/count/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def prepare_list_export(self, review_id: int, **body: Unpack["ListExportInputRequest"]) -> "ExportFileAnswer":
        """Has a worker make the file of a list of any length."""
        found: "ExportFileAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/export/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_list_export(self, review_id: int, form: str, **query: Unpack[GetListExportQuery]) -> bytes:
        """The records that the filter finds as CSV, RIS or BibTeX. A long list is refused: have it made as a job."""
        found: bytes = self._ask('GET', f'/api/v1/reviews/{review_id}/records/export/{form}/', query=dict(query), body=None, match="", files=False, media='application/octet-stream')
        return found

    def label_records(self, review_id: int, **body: Unpack["LabelManyInputRequest"]) -> "ChangedAnswer":
        """Puts one's label on these records, or takes it off."""
        found: "ChangedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/label/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def remove_records(self, review_id: int, **body: Unpack["RemovalInputRequest"]) -> "ChangedAnswer":
        """Removes reports that nobody has decided on before screening, or brings them back."""
        found: "ChangedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/records/remove/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_reopening_requests(self, review_id: int, **query: Unpack[ListReopeningRequestsQuery]) -> "ReopeningRequestPage":
        """What was asked and waits for an answer. Re-opening the report answers it, or `decline_reopening`."""
        found: "ReopeningRequestPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/reopening-requests/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_reopening_requests(self, review_id: int, **query: Unpack[ListReopeningRequestsQuery]) -> Iterator["RequestAnswer"]:
        """What was asked and waits for an answer. Re-opening the report answers it, or `decline_reopening`. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/reopening-requests/', dict(query))

    def decline_reopening(self, review_id: int, request_id: int, **body: Unpack["DeclineInputRequest"]) -> "RequestAnswer":
        """Leaves the report as it is, with a word for whoever asked."""
        found: "RequestAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/reopening-requests/{request_id}/decline/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def undo_reopening(self, review_id: int, reopening_id: int) -> None:
        """Takes a re-opening back: votes, settlements and places are exactly what they were."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/reopenings/{reopening_id}/', query=None, body=None, match="", files=False, media='')

    def get_queue(self, review_id: int, stage: str, **query: Unpack[GetQueueQuery]) -> "QueueAnswer":
        """The next records for oneself, in the order one likes."""
        found: "QueueAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/screening/{stage}/queue/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def get_card(self, review_id: int, stage: str, record_id: int) -> "CardAnswer":
        """One record as one screens it, with one's own vote, note and labels."""
        found: "CardAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/screening/{stage}/records/{record_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def put_labels_on(self, review_id: int, stage: str, record_id: int, **body: Unpack["LabelsInputRequest"]) -> "LabelsAnswer":
        """Makes these one's labels on the record; those of others stay as they are."""
        found: "LabelsAnswer" = self._ask('PUT', f'/api/v1/reviews/{review_id}/screening/{stage}/records/{record_id}/labels/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def write_note(self, review_id: int, stage: str, record_id: int, **body: Unpack["NoteInputRequest"]) -> None:
        """Keeps one's note on a record."""
        self._ask('PUT', f'/api/v1/reviews/{review_id}/screening/{stage}/records/{record_id}/note/', query=None, body=dict(body), match="", files=False, media='')

    def clear_vote(self, review_id: int, stage: str, record_id: int) -> None:
        """Takes one's own vote back, so that the record is unseen again."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/screening/{stage}/records/{record_id}/vote/', query=None, body=None, match="", files=False, media='')

    def list_my_votes(self, review_id: int, stage: str, **query: Unpack[ListMyVotesQuery]) -> "MyVotePage":
        """One's own votes at this stage, newest first."""
        found: "MyVotePage" = self._ask('GET', f'/api/v1/reviews/{review_id}/screening/{stage}/votes/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_my_votes(self, review_id: int, stage: str, **query: Unpack[ListMyVotesQuery]) -> Iterator["MyVoteAnswer"]:
        """One's own votes at this stage, newest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/screening/{stage}/votes/', dict(query))

    def cast_vote(self, review_id: int, stage: str, **body: Unpack["VoteInputRequest"]) -> "VoteAnswer":
        """Casts one's vote on a record, or changes it while that may be."""
        found: "VoteAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/screening/{stage}/votes/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def cast_votes(self, review_id: int, stage: str, **body: Unpack["VotesInputRequest"]) -> list["VoteDoneAnswer"]:
        """Casts many votes; what is refused is told, the rest stands."""
        found: list["VoteDoneAnswer"] = self._ask('POST', f'/api/v1/reviews/{review_id}/screening/{stage}/votes/many/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_searches(self, review_id: int) -> list["SearchAnswer"]:
        """All searches with their numbers."""
        found: list["SearchAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/searches/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_search(self, review_id: int, **body: Unpack["SearchInputRequest"]) -> "SearchAnswer":
        """A new search; bring its files next."""
        found: "SearchAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/searches/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_search(self, review_id: int, search_id: int) -> "SearchAnswer":
        """A search."""
        found: "SearchAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/searches/{search_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_search(self, review_id: int, search_id: int, *, if_match: str = "*", **body: Unpack["PatchedSearchChangeRequest"]) -> "SearchAnswer":
        """Changes what is reported of a search. Another kind may move its records: see 409 `rules.preview`."""
        found: "SearchAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/searches/{search_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def delete_search(self, review_id: int, search_id: int) -> None:
        """Deletes a search that holds neither files nor records."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/searches/{search_id}/', query=None, body=None, match="", files=False, media='')

    def list_files(self, review_id: int, search_id: int, **query: Unpack[ListFilesQuery]) -> "FilePage":
        """The files of a search, newest first."""
        found: "FilePage" = self._ask('GET', f'/api/v1/reviews/{review_id}/searches/{search_id}/files/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_files(self, review_id: int, search_id: int, **query: Unpack[ListFilesQuery]) -> Iterator["FileAnswer"]:
        """The files of a search, newest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/searches/{search_id}/files/', dict(query))

    def upload_file(self, review_id: int, search_id: int, **body: Unpack["UploadInputRequest"]) -> list["FileAnswer"]:
        """Brings a file. It is kept as it is and read; nothing is imported before `import_file`."""
        found: list["FileAnswer"] = self._ask('POST', f'/api/v1/reviews/{review_id}/searches/{search_id}/files/', query=None, body=dict(body), match="", files=True, media='application/json')
        return found

    def add_record(self, review_id: int, search_id: int, **body: Unpack["RecordInputRequest"]) -> "RecordLookAnswer":
        """Adds a record by hand to a search."""
        found: "RecordLookAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/searches/{search_id}/records/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_settlements(self, review_id: int, stage: str, **query: Unpack[ListSettlementsQuery]) -> "SettlementPage":
        """What was settled at a stage and stands, newest first."""
        found: "SettlementPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/settlements/{stage}/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_settlements(self, review_id: int, stage: str, **query: Unpack[ListSettlementsQuery]) -> Iterator["SettlementAnswer"]:
        """What was settled at a stage and stands, newest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/settlements/{stage}/', dict(query))

    def undo_settlement(self, review_id: int, stage: str, settlement_id: int) -> None:
        """Takes one's own settlement back at once, as a slip; later only re-opening corrects it."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/settlements/{stage}/{settlement_id}/', query=None, body=None, match="", files=False, media='')

    def list_stages(self, review_id: int) -> list["StageAnswer"]:
        """The stages in the order of the flow."""
        found: list["StageAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/stages/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_stage(self, review_id: int, stage: str) -> "StageAnswer":
        """A stage."""
        found: "StageAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/stages/{stage}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_stage(self, review_id: int, stage: str, *, if_match: str = "*", **body: Unpack["PatchedStageInputRequest"]) -> "StageAnswer":
        """Changes how a stage runs. Where that moves reports, what would move is told first (409 `rules.preview`)."""
        found: "StageAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/stages/{stage}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def deal(self, review_id: int, stage: str, **body: Unpack["DealInputRequest"]) -> "ChangedAnswer":
        """Deals the records that wait to these people."""
        found: "ChangedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/assignments/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def take_assignments_back(self, review_id: int, stage: str) -> None:
        """Takes back what was dealt; votes stay."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/stages/{stage}/assignments/', query=None, body=None, match="", files=False, media='')

    def start_calibration(self, review_id: int, stage: str, **body: Unpack["CalibrationInputRequest"]) -> None:
        """Has everybody vote on the same random sample first."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/calibration/', query=None, body=dict(body), match="", files=False, media='')

    def end_calibration(self, review_id: int, stage: str) -> None:
        """Ends the calibration round; its votes stay."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/stages/{stage}/calibration/', query=None, body=None, match="", files=False, media='')

    def close_stage(self, review_id: int, stage: str, **body: Unpack["WhyInputRequest"]) -> "StageAnswer":
        """Takes no more votes; those cast stay."""
        found: "StageAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/close/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def open_stage(self, review_id: int, stage: str, **body: Unpack["WhyInputRequest"]) -> "StageAnswer":
        """Takes votes from now on; a stage that was closed needs a reason."""
        found: "StageAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/open/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def screen_again(self, review_id: int, stage: str, **body: Unpack["AgainInputRequest"]) -> "ChangedAnswer":
        """Drops votes and settlements of these reports, so that they are screened anew."""
        found: "ChangedAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/screen-again/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def unblind_stage(self, review_id: int, stage: str, **body: Unpack["WhyInputRequest"]) -> "StageAnswer":
        """Shows all votes of the stage to everybody, tells everybody why, and bars them from what they were shown."""
        found: "StageAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/stages/{stage}/unblind/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def list_studies(self, review_id: int) -> "StudiesAnswer":
        """Studies with their included reports, and the reports that stand alone."""
        found: "StudiesAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/studies/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_study(self, review_id: int, **body: Unpack["StudyInputRequest"]) -> "StudyAnswer":
        """Puts reports into a new study."""
        found: "StudyAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/studies/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_study(self, review_id: int, study_id: int) -> "StudyAnswer":
        """A study with all its reports."""
        found: "StudyAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/studies/{study_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def name_study(self, review_id: int, study_id: int, *, if_match: str = "*", **body: Unpack["PatchedStudyNameInputRequest"]) -> "StudyAnswer":
        """Gives the study another name."""
        found: "StudyAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/studies/{study_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def add_to_study(self, review_id: int, study_id: int, **body: Unpack["ReportsInputRequest"]) -> "StudyAnswer":
        """Puts reports into the study."""
        found: "StudyAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/studies/{study_id}/reports/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def take_from_study(self, review_id: int, study_id: int, **body: Unpack["ReportsInputRequest"]) -> None:
        """Takes reports out; a study without reports ends."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/studies/{study_id}/reports/remove/', query=None, body=dict(body), match="", files=False, media='')

    def suggest_terms(self, review_id: int, **body: Unpack["SuggestionInputRequest"]) -> None:
        """Notes terms that an assistant suggests to highlight. The history keeps them; nothing else is changed."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/suggestions/', query=None, body=dict(body), match="", files=False, media='')

    def list_members(self, review_id: int) -> list["MemberAnswer"]:
        """Who is in the review, in the order of joining."""
        found: list["MemberAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/team/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def get_member(self, review_id: int, member_id: int) -> "MemberAnswer":
        """Somebody in the team."""
        found: "MemberAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/team/{member_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_roles(self, review_id: int, member_id: int, *, if_match: str = "*", **body: Unpack["PatchedRolesInputRequest"]) -> "MemberAnswer":
        """Gives a member other roles."""
        found: "MemberAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/team/{member_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def remove_from_team(self, review_id: int, member_id: int, **body: Unpack["MemberRemovalInputRequest"]) -> None:
        """Takes a member out of the review; their tokens find nothing here from the next request on."""
        self._ask('POST', f'/api/v1/reviews/{review_id}/team/{member_id}/remove/', query=None, body=dict(body), match="", files=False, media='')

    def begin_update(self, review_id: int) -> "VersionNumberAnswer":
        """Begins an update above the published version."""
        found: "VersionNumberAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/update/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_versions(self, review_id: int, **query: Unpack[ListVersionsQuery]) -> "VersionPage":
        """Published versions, oldest first."""
        found: "VersionPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/versions/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_versions(self, review_id: int, **query: Unpack[ListVersionsQuery]) -> Iterator["VersionListAnswer"]:
        """Published versions, oldest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/versions/', dict(query))

    def publish(self, review_id: int, **body: Unpack["PublishInputRequest"]) -> "VersionAnswer":
        """Publishes this version: freezes its numbers and where every record stands. Its files are made right after."""
        found: "VersionAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/versions/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_version(self, review_id: int, publication_id: int) -> "VersionAnswer":
        """A published version with its numbers."""
        found: "VersionAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/versions/{publication_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def list_visible_votes(self, review_id: int, **query: Unpack[ListVisibleVotesQuery]) -> "VisibleVotePage":
        """The votes that one may see: one's own, and all on reports that are decided. For agreement and for analysis."""
        found: "VisibleVotePage" = self._ask('GET', f'/api/v1/reviews/{review_id}/votes/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_visible_votes(self, review_id: int, **query: Unpack[ListVisibleVotesQuery]) -> Iterator["VisibleVoteAnswer"]:
        """The votes that one may see: one's own, and all on reports that are decided. For agreement and for analysis. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/votes/', dict(query))

    def list_webhooks(self, review_id: int) -> list["WebhookAnswer"]:
        """The webhooks of the review."""
        found: list["WebhookAnswer"] = self._ask('GET', f'/api/v1/reviews/{review_id}/webhooks/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def add_webhook(self, review_id: int, **body: Unpack["WebhookInputRequest"]) -> "NewWebhookAnswer":
        """A new webhook, and its secret."""
        found: "NewWebhookAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/webhooks/', query=None, body=dict(body), match="", files=False, media='application/json')
        return found

    def get_webhook(self, review_id: int, webhook_id: int) -> "WebhookAnswer":
        """A webhook."""
        found: "WebhookAnswer" = self._ask('GET', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_webhook(self, review_id: int, webhook_id: int, *, if_match: str = "*", **body: Unpack["PatchedWebhookChangeRequest"]) -> "WebhookAnswer":
        """Another address, other events, switched off or on again."""
        found: "WebhookAnswer" = self._ask('PATCH', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/', query=None, body=dict(body), match=if_match, files=False, media='application/json')
        return found

    def end_webhook(self, review_id: int, webhook_id: int) -> None:
        """Ends a webhook; nothing is sent there any more."""
        self._ask('DELETE', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/', query=None, body=None, match="", files=False, media='')

    def list_deliveries(self, review_id: int, webhook_id: int, **query: Unpack[ListDeliveriesQuery]) -> "DeliveryPage":
        """The messages of a webhook in the last thirty days, newest first."""
        found: "DeliveryPage" = self._ask('GET', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/deliveries/', query=dict(query), body=None, match="", files=False, media='application/json')
        return found

    def each_deliveries(self, review_id: int, webhook_id: int, **query: Unpack[ListDeliveriesQuery]) -> Iterator["DeliveryAnswer"]:
        """The messages of a webhook in the last thirty days, newest first. One by one, through all pages."""
        return self._each(f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/deliveries/', dict(query))

    def send_delivery_again(self, review_id: int, webhook_id: int, delivery_id: int) -> "DeliveryAnswer":
        """Sends a message again, under the same id."""
        found: "DeliveryAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/send/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def change_webhook_secret(self, review_id: int, webhook_id: int) -> "NewWebhookAnswer":
        """A new secret; for a day messages are signed with the one before as well."""
        found: "NewWebhookAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/secret/', query=None, body=None, match="", files=False, media='application/json')
        return found

    def test_webhook(self, review_id: int, webhook_id: int) -> "DeliveryAnswer":
        """Sends a message that tells of nothing."""
        found: "DeliveryAnswer" = self._ask('POST', f'/api/v1/reviews/{review_id}/webhooks/{webhook_id}/test/', query=None, body=None, match="", files=False, media='application/json')
        return found
