"""Records with the votes at title and abstract in the form that Rayyan writes and reads, as RIS."""

from collections.abc import Iterator
from dataclasses import replace

from screening.exports._export import Export, Translate
from screening.exports._records import write
from screening.formats import FORMATS
from screening.records.messages import gettext_noop
from screening.records.record import Record, ToolDecision
from screening.records.snapshot import Report, Snapshot
from screening.stages import first


def _with_votes(report: Report) -> Record:
    votes = (d for d in report.decisions if d.stage == first().key and not d.settles and not d.tool)
    decisions = tuple(
        ToolDecision("rayyan", d.by, d.verdict, (d.reason,) if d.reason else (), report.labels)
        for d in votes
    )
    return replace(report.record, decisions=decisions)


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return write("ris", (_with_votes(report) for report in snapshot.reports(())))


EXPORT = Export(
    "decisions_rayyan",
    gettext_noop("For Rayyan (RIS)"),
    "rayyan.ris",
    FORMATS["ris"].content_type,
    _render,
    group="decisions",
    shows_votes=True,
    reads=(),
)
