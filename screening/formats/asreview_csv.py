"""ASReview's CSV: references with a column that says which were found relevant."""

from collections.abc import Iterator, Mapping

from screening.formats import _tables as tables
from screening.formats._columns import plain_name
from screening.formats._delimited_layout import layout
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._table_cells import Dialect
from screening.records.messages import gettext_noop
from screening.records.record import Record, ToolDecision

#: The columns, best first, that ASReview takes for labels (`asreview_label`, `included`,
#: `label_included`, …).
_LABELS = (
    "asreview label",
    "included",
    "label included",
    "final included",
    "included label",
    "included final",
    "included flag",
)

_VERDICTS = {
    "1": "include",
    "1.0": "include",
    "true": "include",
    "yes": "include",
    "relevant": "include",
    "0": "exclude",
    "0.0": "exclude",
    "false": "exclude",
    "no": "exclude",
    "irrelevant": "exclude",
}


def sniff(head: str) -> float:
    """0.9 for a header with a title and one of ASReview's label columns."""
    plan = layout(head)
    present = {plain_name(name) for name in plan.header} if plan else set()
    own = any(name.startswith("asreview ") for name in present)
    return 0.9 if "title" in present and (own or present & set(_LABELS)) else 0.0


def _finish(draft: Draft, cells: Mapping[str, str]) -> None:
    by_name = {plain_name(name): value for name, value in cells.items()}
    verdict = next(
        (
            found
            for name in _LABELS
            if (found := _VERDICTS.get(by_name.get(name, "").casefold(), ""))
        ),
        "",
    )
    note = by_name.get("asreview note", "")
    if verdict:
        prior = by_name.get("asreview prior", "").casefold() in ("1", "1.0", "true")
        draft.decisions = (
            *draft.decisions,
            ToolDecision("asreview", "", verdict, (), ("prior",) if prior else ()),
        )
    if note and note not in draft.notes:
        draft.notes = f"{draft.notes}\n{note}".strip()


def _reads(name: str) -> bool:
    return name in (*_LABELS, "asreview prior", "asreview note")


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; a label column becomes a decision without a name."""
    return tables.read_delimited(source, Dialect(finish=_finish, reads=_reads))


FORMAT = Format(
    key="asreview_csv",
    label=gettext_noop("ASReview (CSV)"),
    sniff=sniff,
    read=read,
    count=tables.count_delimited,
    extension="csv",
    content_type="text/csv; charset=utf-8",
)
