"""Tables, constraints and facts about one row."""

from screening.models.duplicates import BlockingKey, DedupeRun, DuplicatePair, Merge
from screening.models.fulltext import FullTextFile, FullTextMark, Retrieval, Study, UnmatchedFile
from screening.models.history import Event, Job
from screening.models.people import Invitation, Membership, User
from screening.models.records import Record, SourceText
from screening.models.results import ManualNumber, Publication, SavedFilter, Seal
from screening.models.review import ConflictVotes, Criterion, HighlightList, Reason, Review, StageSetting
from screening.models.sources import ImportFile, RejectedEntry, Search
from screening.models.voting import Comment, Label, Labelling, Note, Settlement, Standing, Verdict, Vote
from screening.models.words import RecordWords
from screening.models.workload import Assignment, CalibrationRound, Notice

__all__ = [
    "Assignment",
    "BlockingKey",
    "CalibrationRound",
    "Comment",
    "ConflictVotes",
    "Criterion",
    "DedupeRun",
    "DuplicatePair",
    "Event",
    "FullTextFile",
    "FullTextMark",
    "HighlightList",
    "ImportFile",
    "Invitation",
    "Job",
    "Label",
    "Labelling",
    "ManualNumber",
    "Membership",
    "Merge",
    "Note",
    "Notice",
    "Publication",
    "Reason",
    "Record",
    "RecordWords",
    "RejectedEntry",
    "Retrieval",
    "Review",
    "SavedFilter",
    "Seal",
    "Search",
    "Settlement",
    "SourceText",
    "StageSetting",
    "Standing",
    "Study",
    "UnmatchedFile",
    "User",
    "Verdict",
    "Vote",
]
