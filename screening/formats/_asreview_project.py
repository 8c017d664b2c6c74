"""A project of ASReview (.asreview): its data set, and the decisions that people made in it."""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from screening.formats._draft import Draft
from screening.formats._format import Problem
from screening.formats._limits import Limits
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record, ToolDecision

KEY = "asreview_project"
_VERDICTS = {1: "include", 0: "exclude"}


def is_project(data: bytes | IO[bytes]) -> bool:
    """Whether a zip is such a project: a description, and a folder of reviews or one of data."""
    try:
        with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "project.json" in names and any(name.startswith(("reviews/", "data/")) for name in names)


def decisions(data: bytes, limits: Limits) -> dict[int, tuple[ToolDecision, str]]:
    """Number of a record to its decision and the note beside it, from the project's own results.

    The first version calls the file `results.sql`, the second `results.db`; both have a table
    `results` with record_id and label. A record chosen as prior knowledge has no query strategy.
    Raises ValueError for results that are damaged.
    """
    found: dict[int, tuple[ToolDecision, str]] = {}
    for path in _databases(data, ("results.sql", "results.db"), limits):
        for row in _rows(path, "results"):
            label, number = row.get("label"), row.get("record_id")
            if number is None or label not in _VERDICTS:
                continue
            strategy = row.get("querier", row.get("query_strategy"))
            labels = ("prior",) if strategy in (None, "prior") else ()
            by = str(row["user_id"]) if row.get("user_id") is not None else ""
            note = str(row.get("note") or row.get("notes") or "")
            found[int(number)] = (
                ToolDecision("asreview", by, _VERDICTS[label], (), labels + _tags(row)),
                note,
            )
    return found


def _tags(row: dict[str, Any]) -> tuple[str, ...]:
    try:
        tags = json.loads(row.get("tags") or "[]")
    except (TypeError, ValueError):
        return ()
    values = [each for tag in tags if isinstance(tag, dict) for each in tag.get("values", ())]
    return tuple(
        str(each.get("name", ""))
        for each in values
        if isinstance(each, dict) and each.get("checked")
    )


def stored(data: bytes, limits: Limits) -> Iterator[tuple[int, Record]]:
    """Number and record of each row of the second version's store of the data set;
    nothing for the first version.
    """
    for path in _databases(data, ("data_store.db",), limits):
        for row in _rows(path, "record"):
            draft = Draft(
                title=str(row.get("title") or ""),
                authors=tuple(map(str, _list(row.get("authors")))),
                date=str(row.get("year") or ""),
                doi=str(row.get("doi") or ""),
                abstract=str(row.get("abstract") or ""),
                keywords=tuple(map(str, _list(row.get("keywords")))),
                url=str(row.get("url") or ""),
                notes="\n".join(map(str, _list(row.get("notes")))),
                type="article",
                raw=json.dumps(
                    {name: value for name, value in row.items() if value not in (None, "")},
                    ensure_ascii=False,
                ),
            )
            yield int(row["record_id"]), draft.record()


def _list(value: Any) -> list[Any]:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return [value]
    return found if isinstance(found, list) else []


def _databases(data: bytes, names: tuple[str, ...], limits: Limits) -> Iterator[Path]:
    with (
        zipfile.ZipFile(io.BytesIO(data)) as packed,
        tempfile.TemporaryDirectory(prefix="asreview-") as folder,
    ):
        for info in packed.infolist():
            if info.filename.rsplit("/", 1)[-1] in names and info.file_size <= limits.whole_bytes:
                path = Path(folder) / "one.db"
                with packed.open(info) as member:
                    path.write_bytes(member.read(info.file_size + 1)[: limits.whole_bytes])
                yield path


def _rows(path: Path, table: str) -> list[dict[str, Any]]:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 (a constant)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def records(
    data: bytes, members: Iterator[tuple[int, Record | Problem]], limits: Limits
) -> Iterator[Record | Problem]:
    """Every record once, with the project's decision in place of the labels that its data set
    brought along.

    `members` are number and record of the rows of the data set as its own file gives them,
    for the first version.
    """
    try:
        decided = decisions(data, limits)
        own = list(stored(data, limits))
    except ValueError as error:
        text = gettext_noop(
            "The decisions of this ASReview project cannot be read (%(reason)s); its records were."
        )
        yield Problem(Message(text, {"reason": str(error)}))
        decided, own = {}, []
    rows: Iterator[tuple[int, Record | Problem]] = iter(own) if own else members
    for number, item in rows:
        if isinstance(item, Problem):
            yield item
            continue
        decision, note = decided.get(number, (None, ""))
        others = tuple(each for each in item.decisions if each.tool != "asreview")
        notes = f"{item.notes}\n{note}".strip() if note and note not in item.notes else item.notes
        yield replace(item, decisions=(*others, decision) if decision else others, notes=notes)
