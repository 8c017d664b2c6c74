"""Tables, constraints and facts about one row."""

from screening.models.duplicates import BlockingKey, DedupeRun, DuplicatePair, Merge
from screening.models.entrance import CacheEntry, SignInAttempt
from screening.models.fulltext import FullTextFile, FullTextMark, Retrieval, Study, UnmatchedFile
from screening.models.history import Event, Job
from screening.models.installation import Duty
from screening.models.news import NEWS, Mailing, News
from screening.models.people import Invitation, Membership, User
from screening.models.published import PublicationCopy
from screening.models.ranking import (
    Audit,
    FeatureSet,
    OrderPart,
    OrderReason,
    PersonalOrder,
    RankedOrder,
    Stopping,
)
from screening.models.records import Record, SourceText
from screening.models.reopening import Reopening, ReopeningRequest
from screening.models.results import ManualNumber, NoticeAnswer, Publication, SavedFilter, Seal
from screening.models.review import ConflictVotes, Criterion, HighlightList, Reason, Review, StageSetting
from screening.models.sources import ImportFile, RejectedEntry, Search
from screening.models.tools import ToolUse
from screening.models.voting import (
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
from screening.models.words import RecordWords
from screening.models.workload import Assignment, CalibrationRound, Notice

__all__ = [
    "NEWS",
    "Assignment",
    "Audit",
    "BlockingKey",
    "CacheEntry",
    "CalibrationRound",
    "Comment",
    "ConflictVotes",
    "Criterion",
    "DedupeRun",
    "DuplicatePair",
    "Duty",
    "Event",
    "FeatureSet",
    "FullTextFile",
    "FullTextMark",
    "HighlightList",
    "ImportFile",
    "Invitation",
    "Job",
    "Label",
    "Labelling",
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
    "SavedFilter",
    "Seal",
    "Search",
    "Settlement",
    "SignInAttempt",
    "SourceText",
    "StageSetting",
    "Standing",
    "Stopping",
    "Study",
    "ToolUse",
    "Unblinded",
    "UnmatchedFile",
    "User",
    "Verdict",
    "Vote",
]
