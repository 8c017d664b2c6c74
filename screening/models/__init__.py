"""Tables, constraints and facts about one row."""

from screening.models.access.people import Invitation, Membership, User
from screening.models.access.sign_in_attempts import CacheEntry, SignInAttempt
from screening.models.access.tokens import AccessToken, GivenAnswer, Scope
from screening.models.connectors import (
    Proposal,
    ReviewServices,
    RunPage,
    SearchSchedule,
    ServiceAnswer,
    ServiceGate,
    ServiceNotice,
    ServiceRequest,
    ServiceRun,
    Strategy,
)
from screening.models.duplicates import (
    BlockingKey,
    DedupeRun,
    DuplicatePair,
    DuplicateSample,
    Merge,
)
from screening.models.flow.published_files import PublicationCopy
from screening.models.flow.results import ManualNumber, NoticeAnswer, Publication, SavedFilter, Seal
from screening.models.fulltext import FullTextFile, FullTextMark, Retrieval, Study, UnmatchedFile
from screening.models.history.events import Event, Job
from screening.models.history.tool_use import ToolUse
from screening.models.imports import ImportFile, RejectedEntry, Search
from screening.models.jobs import Duty, SiteText
from screening.models.news import NEWS, Mailing, News
from screening.models.protocol import (
    ConflictVotes,
    Criterion,
    HighlightList,
    Languages,
    Reason,
    Review,
    StageSetting,
)
from screening.models.ranking import (
    Audit,
    FeatureSet,
    OrderPart,
    OrderReason,
    PersonalOrder,
    RankedOrder,
    Stopping,
)
from screening.models.records.record import Record, SourceText
from screening.models.records.search_words import RecordWords
from screening.models.screening.assignment import Assignment, CalibrationRound, Notice
from screening.models.screening.reopening import Reopening, ReopeningRequest
from screening.models.screening.votes import (
    BulkVote,
    Comment,
    Label,
    Labelling,
    Note,
    Settlement,
    Standing,
    Unblinded,
    Verdict,
    Vote,
)
from screening.models.webhooks import Delivery, ToldOutcome, Webhook, WebhookEvent

__all__ = [
    "NEWS",
    "AccessToken",
    "Assignment",
    "Audit",
    "BlockingKey",
    "BulkVote",
    "CacheEntry",
    "CalibrationRound",
    "Comment",
    "ConflictVotes",
    "Criterion",
    "DedupeRun",
    "Delivery",
    "DuplicatePair",
    "DuplicateSample",
    "Duty",
    "Event",
    "FeatureSet",
    "FullTextFile",
    "FullTextMark",
    "GivenAnswer",
    "HighlightList",
    "ImportFile",
    "Invitation",
    "Job",
    "Label",
    "Labelling",
    "Languages",
    "Mailing",
    "ManualNumber",
    "Membership",
    "Merge",
    "News",
    "Note",
    "Notice",
    "NoticeAnswer",
    "OrderPart",
    "OrderReason",
    "PersonalOrder",
    "Proposal",
    "Publication",
    "PublicationCopy",
    "RankedOrder",
    "Reason",
    "Record",
    "RecordWords",
    "RejectedEntry",
    "Reopening",
    "ReopeningRequest",
    "Retrieval",
    "Review",
    "ReviewServices",
    "RunPage",
    "SavedFilter",
    "Scope",
    "Seal",
    "Search",
    "SearchSchedule",
    "ServiceAnswer",
    "ServiceGate",
    "ServiceNotice",
    "ServiceRequest",
    "ServiceRun",
    "Settlement",
    "SignInAttempt",
    "SiteText",
    "SourceText",
    "StageSetting",
    "Standing",
    "Stopping",
    "Strategy",
    "Study",
    "ToldOutcome",
    "ToolUse",
    "Unblinded",
    "UnmatchedFile",
    "User",
    "Verdict",
    "Vote",
    "Webhook",
    "WebhookEvent",
]
