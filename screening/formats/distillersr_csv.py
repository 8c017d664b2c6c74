"""DistillerSR's CSV: a row for each reviewer of a reference,
with the answers to the questions of a form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from screening.formats import _delimited as delimited
from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._decisions import verdict
from screening.formats._delimited_layout import layout
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record, ToolDecision

_NUMBER = ("refid", "reference id", "ref id")
_WHO = ("user", "reviewer", "user name", "username", "reviewer name")
_LEVEL = ("level", "form", "level name")
_QUESTION = re.compile(r"\binclu|\bexclu|\beligib|\brelevan|纳入|排除", re.IGNORECASE)
_REASON = re.compile(r"\breasons?\b|\bwhy\b|原因|理由", re.IGNORECASE)
_ANSWER = re.compile(
    r"^(yes|no(?! idea)|maybe|unclear|unsure|not sure|uncertain|undecided|can(?:'|’)?(?:no)?t (?:tell|say|decide)|"
    r"can not (?:tell|say|decide)|(?:i )?do(?:n'|n’| no)t know|include[ds]?|exclude[ds]?|是|否|纳入|排除|"
    r"不确定|无法判断)"
    r"(?!\w)[\s:,–-]*(.*)$",
    re.IGNORECASE,
)
_WORDS = {
    "includes": "include",
    "excludes": "exclude",
    "是": "include",
    "否": "exclude",
    "纳入": "include",
    "排除": "exclude",
}
_PLAIN = frozenset({"yes", "no", "include", "included", "exclude", "excluded", "maybe"})


def sniff(head: str) -> float:
    """0.96 for a header with DistillerSR's number of a reference, a reviewer and a title."""
    plan = layout(head)
    present = {plain_name(name) for name in plan.header} if plan else set()
    known = present & set(_NUMBER) and present & set(_WHO)
    return 0.96 if known and any("title" in name for name in present) else 0.0


def _finish(draft: Draft, cells: Mapping[str, str]) -> None:
    named = {plain_name(name): value for name, value in cells.items()}
    reasons = tuple(
        dict.fromkeys(text for name, text in named.items() if text and _REASON.search(name))
    )
    verdicts: list[str] = []
    further: list[str] = []
    for name, text in named.items():
        if not _QUESTION.search(name) or _REASON.search(name):
            continue
        if found := _ANSWER.match(text.strip()):
            word = _WORDS.get(found.group(1).casefold(), found.group(1).casefold())
            said = verdict(word if word in _PLAIN else "maybe")
            # "Should this be excluded?" asks the other way round.
            if re.search(r"\bexclu|排除", name, re.IGNORECASE) and not re.search(
                r"\binclu|纳入", name, re.IGNORECASE
            ):
                turned = {"yes": "exclude", "no": "include", "是": "exclude", "否": "include"}
                said = turned.get(word, said)
            verdicts.append(said)
            further += [found.group(2)] if found.group(2) else []
    who = next((named[name] for name in _WHO if named.get(name)), "")
    level = next((named[name] for name in _LEVEL if named.get(name)), "")
    said = next((each for each in ("exclude", "maybe", "include") if each in verdicts), "")
    reasons = reasons or (tuple(further) if said == "exclude" else ())
    if said or reasons or who:
        labels = (level,) if level else ()
        draft.decisions = (
            *draft.decisions,
            ToolDecision("distillersr", who, said, reasons, labels),
        )
    number = next((named[name] for name in _NUMBER if named.get(name)), "")
    if number:
        draft.identifiers.append(("distillersr", number))


def _reads(name: str) -> bool:
    return name in (*_NUMBER, *_WHO, *_LEVEL) or bool(
        _QUESTION.search(name) or _REASON.search(name)
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in the order of the references' first rows;
    the rows of one reference become one record.
    """
    merged: dict[str, Record] = {}
    waiting: list[Problem] = []
    for item in tables.read_delimited(source, Dialect(finish=_finish, reads=_reads)):
        if isinstance(item, Problem):
            waiting.append(item)
            continue
        number = dict(item.identifiers).get("distillersr", "") or f"line {item.line}"
        kept = merged.get(number)
        merged[number] = _joined(kept, item) if kept else item
    yield from merged.values()
    yield from waiting


def _joined(kept: Record, other: Record) -> Record:
    """One record of two rows: what the first lacks comes from the second, the decisions of both."""
    decisions = (*kept.decisions, *(each for each in other.decisions if each not in kept.decisions))
    return replace(
        kept,
        decisions=decisions,
        abstract=kept.abstract or other.abstract,
        raw=f"{kept.raw}{other.raw}",
    )


def count(source: Source) -> int:
    """Different numbers of references below the header; rows without one count singly."""
    plan = layout(source.text)
    if plan is None:
        return 0
    place = next((n for n, name in enumerate(plan.header) if plain_name(name) in _NUMBER), None)
    numbers: set[str] = set()
    for row in delimited.rows(source.text, plan):
        cells = row.cells if isinstance(row, delimited.Row) else []
        numbers.add(
            cells[place].strip() if place is not None and place < len(cells) else f"line {row.line}"
        )
    return len(numbers)


FORMAT = Format(
    key="distillersr_csv",
    label=gettext_noop("DistillerSR (CSV)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
