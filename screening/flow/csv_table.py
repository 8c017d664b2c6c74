"""The CSV of the PRISMA2020 R package and Shiny app, written and read back.

Schema and reading rules: prisma-flowdiagram/PRISMA2020 1.1.4, `inst/extdata/PRISMA.csv` (MIT
licence); the rows stand in `prisma2020.csv` beside this file.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from screening.flow.counts import Flow
from screening.flow.labels import SETS, LabelSet
from screening.records.messages import Message, gettext_noop
from screening.records.text import collapse, has_han

#: Rows whose number is a list "label, count; label, count"; for sources the kind of source.
LISTS = {
    "database_specific_results": "database",
    "register_specific_results": "register",
    "dbr_excluded": "",
    "other_excluded": "",
}

META_ANALYSIS = ("total_studies_ma", "total_reports_ma")
#: Numbers of updates and of unfinished reviews, for which the template has no boxes.
UNFINISHED = (
    "other_reassessed",
    "other_pre_excluded",
    "records_awaiting_screening",
    "dbr_awaiting_retrieval",
    "dbr_awaiting_assessment",
    "other_awaiting_screening",
    "other_awaiting_retrieval",
    "other_awaiting_assessment",
)
#: Numbers that the sums need and the schema has no row for. They follow in rows the package does
#: not look at: it finds rows by `data` (NA here) and three of them by `box`, and takes the address
#: of a box from its first row.
BESIDE = (
    "other_results",
    *UNFINISHED,
    "previous_removed_studies",
    "previous_removed_reports",
    "previous_awaiting_studies",
    "previous_awaiting_reports",
    "previous_joined_studies",
    "previous_joined_reports",
    "new_reports_of_previous_studies",
)
#: Numbers that the package cannot show; they belong in the note to the figure.
OMITTED = (*BESIDE, "other_duplicates", "records_excluded_automation")
_BESIDE_BOX = "box16"

#: Row to label where the label's key is another one than the row's.
_LABELS = {
    "database_results": "database_results",
    "register_results": "register_results",
    "prevstud": "header_previous",
    "newstud": "header_dbr_updated",
    "othstud": "header_other_updated",
    "new_studies": "new_studies_updated",
    "new_reports": "new_reports_updated",
    "identification": "side_identification",
    "screening": "side_screening",
    "included": "side_included",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The file's text (UTF-8 without byte order mark, LF), labels that had to be altered,
    and numbers left out.
    """

    text: str
    altered: tuple[tuple[str, str], ...] = ()
    omitted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Numbers by data key, with `sources` and the reasons as mappings, ready to be checked;
    and what was wrong.

    `beside` are those of BESIDE, which only files of this program have.
    """

    numbers: dict[str, Any]
    problems: tuple[Message, ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)


@cache
def _schema() -> tuple[dict[str, str], ...]:
    text = (resources.files("screening.flow") / "prisma2020.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def write(flow: Flow, labels: LabelSet | None = None, pad_single_reason: bool = False) -> Table:
    """The file for the numbers of a flow, in the words of a label set (default: the schema's own).

    `pad_single_reason` adds "Other, 0" to a lone reason,
    which releases of the package before May 2024 need.
    """
    altered: dict[str, str] = {}
    out = io.StringIO()
    words = labels or SETS["en"]
    rows = [
        row for row in _schema() if row["data"] not in META_ANALYSIS or row["data"] in flow.numbers
    ]
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        text = row["boxtext"] if words.labels == SETS["en"].labels else _translated(row, words)
        writer.writerow(
            {**row, "boxtext": text, "n": _number(row, flow, words, pad_single_reason, altered)}
        )
    omitted = {key: flow.numbers[key] for key in OMITTED if flow.numbers.get(key)}
    for key in (key for key in BESIDE if key in omitted):
        row = dict.fromkeys(rows[0], "NA")
        label = _translated(row | {"data": key, "boxtext": key}, words)
        writer.writerow(
            row | {"box": _BESIDE_BOX, "description": key, "boxtext": label, "n": str(omitted[key])}
        )
    return Table(
        out.getvalue(), tuple((old, new) for old, new in altered.items() if old != new), omitted
    )


def _translated(row: Mapping[str, str], labels: LabelSet) -> str:
    key = row["data"] if row["data"] != "NA" else row["box"]
    for name in (_LABELS.get(key, ""), key, key.removeprefix("dbr_").removeprefix("other_")):
        if name in labels.labels:
            return _safe(labels[name].rstrip("*:："))
    return row["boxtext"]


def _number(
    row: Mapping[str, str],
    flow: Flow,
    labels: LabelSet,
    pad_single_reason: bool,
    altered: dict[str, str],
) -> str:
    key = row["data"]
    if key not in LISTS:
        return str(flow.numbers.get(key, 0)) if row["n"].isdigit() else row["n"]
    if LISTS[key]:
        entries = {
            name: number
            for name, number in flow.sources.items()
            if flow.kinds.get(name) == LISTS[key]
        }
        return _list(entries, labels, altered) or row["n"]
    reasons: Mapping[str, int] = getattr(flow, key)
    written = _list(reasons, labels, altered)
    return written + "; Other, 0" if pad_single_reason and len(reasons) == 1 else written or "0"


def _list(entries: Mapping[str, int], labels: LabelSet, altered: dict[str, str]) -> str:
    written: dict[str, int] = {}
    for name, number in entries.items():
        label = name if _safe(name) else labels["no_reason"]
        safe, copy = _safe(label), 1
        while safe in written:
            copy += 1
            safe = f"{_safe(label)} [{copy}]"
        altered[label] = safe
        written[safe] = number
    return "; ".join(f"{name}, {number}" for name, number in written.items())


def _safe(label: str) -> str:
    """The label without what the package reads as punctuation of its own: comma, semicolon,
    straight quote.
    """
    comma = "，" if has_han(label) else " -"
    label = re.sub(r"[,;']\s*$", "", collapse(label)).strip()
    if has_han(label):
        label = re.sub(r"\s*,\s*", comma, label)
        label = re.sub(r"\s*;\s*", "；", label)
    return label.replace(",", comma).replace(";", "；").replace("'", "’")


_NOT_THE_FILE = gettext_noop(
    "This is not a PRISMA2020 file: the columns “data” and “n” are missing."
)
_NO_NUMBER = gettext_noop(
    "Row %(row)s: “%(text)s” is not a number; the package would read %(read)s."
)
_NO_COUNT = gettext_noop("Row %(row)s: the entry “%(text)s” has no number after its first comma.")
_TWICE = gettext_noop("Row %(row)s appears twice in the file.")


def read(text: str) -> Reading:
    """The numbers of such a file; a row that is missing or empty gives no number.

    Columns may be cut by comma, semicolon or tab, as spreadsheets save them. Counts may have
    thousands commas; whatever the package would read differently from what is written is a problem.
    """
    rows = _rows(text)
    if not rows:
        return Reading({}, (Message(_NOT_THE_FILE),))
    numbers: dict[str, Any] = {}
    beside: dict[str, int] = {}
    problems: list[Message] = []
    template = {row["data"]: row["n"] for row in _schema()}
    for row in rows:
        key, n = (row.get("data") or "").strip(), (row.get("n") or "").strip()
        said = (row.get("description") or "").strip()
        if key in {"NA", ""} and said in BESIDE and re.fullmatch("-?[0-9]+", n):
            beside[said] = int(n)
        if key not in template or key in {"NA", "identification", "screening", "included"}:
            continue
        if key in numbers:
            problems.append(Message(_TWICE, {"row": key}))
        if key in LISTS:
            _take_list(key, "" if n == template[key] else n, numbers, problems)
        elif n and n != "NA":
            numbers[key] = _count(key, n, problems)
    return Reading(numbers, tuple(problems), beside)


def _rows(text: str) -> list[dict[str, str]]:
    """The rows under a header with the columns data and n; none where no delimiter gives one."""
    text = re.sub(r"^\ufeff?(?:sep=.\s*\n)?", "", text)
    for delimiter in ",;\t":
        try:
            rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        if rows and {"data", "n"} <= {str(name).strip() for name in rows[0]}:
            return [
                {str(name).strip(): cell for name, cell in row.items() if isinstance(cell, str)}
                for row in rows
            ]
    return []


def _count(row: str, text: str, problems: list[Message]) -> int:
    digits = re.sub(r"[^0-9]", "", text)
    if not re.fullmatch(r"[0-9][0-9,]*", text):
        problems.append(Message(_NO_NUMBER, {"row": row, "text": text, "read": digits or "0"}))
    return int(digits or 0)


def _take_list(key: str, text: str, numbers: dict[str, Any], problems: list[Message]) -> None:
    target = "sources" if LISTS[key] else key
    if LISTS[key] and not text:
        return
    numbers.setdefault(target, {})
    for label, number in _entries(key, text, problems):
        numbers[target][label] = numbers[target].get(label, 0) + number


def _entries(row: str, text: str, problems: list[Message]) -> Iterable[tuple[str, int]]:
    if re.fullmatch(r"0*", text.strip()):
        return
    for entry in filter(str.strip, text.split(";")):
        label, comma, number = entry.strip().partition(",")
        if not comma or not re.fullmatch(r"\s*[0-9]+\s*", number):
            problems.append(Message(_NO_COUNT, {"row": row, "text": entry.strip()}))
            continue
        yield label.strip(), int(number)
