"""A small made-up review as a snapshot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from screening.flow.counts import Tally, count
from screening.records.record import Record
from screening.records.snapshot import Decision, Found, Report, Searched, Snapshot, Wishes

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ZH = Record(
    title="骨骼肌源性外泌体与骨形成",
    title_translated="Muscle exosomes and bone",
    authors=("高亚", "欧阳修文"),
    year=2024,
    journal="示例杂志",
    volume="30",
    issue="13",
    pages="1-9",
    doi="10.5555/zh.1",
    language="zh",
    keywords=("外泌体", "骨形成"),
    identifiers=(("cnki", "SLJZ202413001"),),
    abstract="目的：…",
    source_database="CNKI",
)
EN = Record(
    title="=1+1 exosomes",
    authors=("Page, Matthew J", "@cmd"),
    year=2021,
    journal="Example J",
    language="en",
    pmid="90000001",
    abstract="＝SUM(A1)",
    notes="-5",
    source_database="PubMed",
)
SOURCES = {"CNKI": "database", "PubMed": "database"}


def _report(number: int, record: Record, place: str, reason: str = "", *others: Record) -> Report:
    found = tuple(
        Found(r.source_database, SOURCES[r.source_database], r, 10 * number + i, date(2024, 11, 1))
        for i, r in enumerate((record, *others))
    )
    decisions = [Decision("title-abstract", by, "include", at=AT) for by in ("A", "B")]
    if place == "ft_exclude":
        decisions += [
            Decision("full-text", "A", "exclude", reason, AT),
            Decision("full-text", "B", "include", at=AT),
            Decision("full-text", "C", "exclude", reason, AT, settles=True),
        ]
    outcomes = {
        "title-abstract": "include",
        "full-text": {"included": "include"}.get(place, "exclude"),
    }
    return Report(
        number,
        record,
        place,
        reason=reason,
        found=found,
        decisions=tuple(decisions),
        outcomes=outcomes,
        labels=("待讨论",),
        studies=("Gao 2024",) if place == "included" else (),
    )


REPORTS = (
    _report(
        1, ZH, "included", "", replace(EN, title="Muscle exosomes and bone", doi="10.5555/zh.1")
    ),
    _report(2, EN, "included"),
    _report(
        3,
        replace(EN, title='Wrong design; with, "quotes"\nand lines'),
        "ft_exclude",
        "研究设计不符",
    ),
    _report(4, replace(ZH, title="未能获取"), "not_retrieved"),
)


def reports(places: tuple[str, ...]) -> Iterator[Report]:
    return (report for report in REPORTS if not places or report.place in places)


def make_snapshot(wishes: Wishes | None = None) -> Snapshot:
    tallies = [
        Tally("CNKI", "database", "dbr", "included", 1),
        Tally("PubMed", "database", "dbr", "included", 1),
        Tally("PubMed", "database", "dbr", "duplicate", 1),
        Tally("CNKI", "database", "dbr", "not_retrieved", 1),
        Tally("PubMed", "database", "dbr", "ft_exclude", 1, "研究设计不符"),
    ]
    return Snapshot(
        title="示例综述",
        taken_at=AT,
        language="zh-hans",
        reports=reports,
        flow=count(tallies).to_snapshot(),
        searches=(
            Searched(
                "PubMed",
                "database",
                "NLM",
                date(2024, 11, 1),
                "建库至 2024-11",
                "#1 exosome*\n#2 bone",
                hits=3,
                records=3,
            ),
        ),
        reasons=("研究设计不符",),
        wishes=wishes or Wishes(label_set="zh"),
    )
