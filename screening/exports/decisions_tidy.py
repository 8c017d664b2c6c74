"""Every decision as a row of its own, in fixed words, for R and the like."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._table import Cells, csv_bytes
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot

HEADER = (
    "report",
    "title",
    "language",
    "stage",
    "by",
    "role",
    "verdict",
    "reason",
    "at",
    "outcome",
    "place",
)


def rows(snapshot: Snapshot) -> Iterator[Cells]:
    """A row for each vote, settlement and tool decision; reports without any have none."""
    for report in snapshot.reports(()):
        title = report.record.title or report.record.title_translated
        for d in report.decisions:
            role = "tool" if d.tool else "adjudicator" if d.settles else "reviewer"
            at = d.at.isoformat(timespec="seconds") if d.at else ""
            outcome = report.outcomes.get(d.stage, "")
            yield [
                str(report.id),
                title,
                report.record.language,
                d.stage,
                d.by,
                role,
                d.verdict,
                d.reason,
                at,
                outcome,
                report.place,
            ]


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return csv_bytes(HEADER, rows(snapshot))


EXPORT = Export(
    "decisions_tidy",
    gettext_noop("One row per decision, for R (CSV)"),
    "decisions.csv",
    "text/csv; charset=utf-8",
    _render,
    group="decisions",
    shows_votes=True,
    reads=(),
)
