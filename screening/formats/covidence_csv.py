"""Covidence's CSV: references with tags and, for the excluded ones, the reason in the notes."""

import re
from collections.abc import Iterator, Mapping

from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._delimited_layout import layout
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record, ToolDecision

_REASON = re.compile(r"Exclusion reasons?:\s*([^;\n]+)", re.IGNORECASE)
_STATUS = {
    "included": "include",
    "extraction": "include",
    "include": "include",
    "yes": "include",
    "excluded": "exclude",
    "irrelevant": "exclude",
    "exclude": "exclude",
    "no": "exclude",
    "maybe": "maybe",
}


def sniff(head: str) -> float:
    """0.97 for a header with Covidence's own number."""
    plan = layout(head)
    present = {plain_name(name) for name in plan.header} if plan else set()
    return 0.97 if "title" in present and "covidence #" in present else 0.0


def _finish(draft: Draft, cells: Mapping[str, str]) -> None:
    by_name = {plain_name(name): value for name, value in cells.items()}
    reasons = tuple(
        dict.fromkeys(reason.strip() for reason in _REASON.findall(by_name.get("notes", "")))
    )
    labels = tuple(
        label for part in re.split("[;,]", by_name.get("tags", "")) if (label := part.strip())
    )
    status = next(
        (
            _STATUS.get(by_name.get(name, "").casefold(), "")
            for name in ("status", "decision")
            if name in by_name
        ),
        "",
    )
    verdict = "exclude" if reasons else status
    draft.keywords = tuple(word for word in draft.keywords if word not in labels)
    if number := by_name.get("covidence #", "").lstrip("# "):
        draft.identifiers.append(("covidence", number))
    if verdict or labels:
        draft.decisions = (
            *draft.decisions,
            ToolDecision("covidence", "", verdict, reasons, labels),
        )


def _reads(name: str) -> bool:
    return name in ("covidence #", "tags", "status", "decision")


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; tags become labels, "Exclusion reason:
    …" an exclusion with its reason.
    """
    return tables.read_delimited(source, Dialect(finish=_finish, reads=_reads))


FORMAT = Format(
    key="covidence_csv",
    label=gettext_noop("Covidence (CSV)"),
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
