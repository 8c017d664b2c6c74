"""Tables of references from any tool: a mapping of columns to fields, and rows to records."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from screening.formats import _columns as columns
from screening.formats import _delimited as delimited
from screening.formats._column_names import FIELDS
from screening.formats._delimited_layout import layout
from screening.formats._format import Problem, Source
from screening.formats._leftovers import Leftovers
from screening.formats._table_cells import EMPTY, MISSING, Dialect, draft_of
from screening.formats._table_writing import BEFORE, COLUMNS, record_of
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

GUARDED = re.compile(r"'+(?=[=+\-@\t\r＝＋－＠])")
#: The apostrophes our writers, and others, put before a cell that a spreadsheet would take for a
#: formula.
_WRAPPED = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Description:
    """What the import page shows of a table: column names, which field each holds,
    and the first rows.
    """

    header: list[str]
    mapping: dict[str, str]
    rows: list[list[str]]


_LONGEST_EMPTY = max(map(len, EMPTY))
_EMPTY_FIRST = frozenset(each for word in (*EMPTY, MISSING) for each in (word[0], word[0].upper()))
Cells = Sequence[str]
#: The cells of a row, its line (or row number in a workbook), and its text where the file is a
#: text.
Line = tuple[Cells, int, str]


def mapping_of(header: Sequence[str], options: Mapping[str, object]) -> dict[str, str]:
    """The mapping a person chose for the file (`options["mapping"]`, column -> field,
    "" to ignore), else the guess.
    """
    chosen = options.get("mapping")
    if not isinstance(chosen, Mapping) or not chosen:
        return columns.guess_mapping(header)
    known = set(columns.labels(header))
    return {
        str(name): str(field) for name, field in chosen.items() if name in known and field in FIELDS
    }


def records(
    header: Sequence[str],
    lines: Iterable[Line | Problem],
    options: Mapping[str, object],
    dialect: Dialect,
    leftovers: Leftovers | None = None,
) -> Iterator[Record | Problem]:
    """Every row as a record; a row that repeats the header, and a table without a title column,
    are told.
    """
    named = columns.labels(header)
    if tuple(named) in (COLUMNS, BEFORE) and not options.get("mapping"):
        yield from _own(named, lines)
        return
    mapping = mapping_of(header, options)
    if "title" not in mapping.values():
        yield no_title(header)
        return
    places: dict[str, list[int]] = {}
    for place, label in enumerate(named):
        if label in mapping:
            places.setdefault(mapping[label], []).append(place)
    for fields in places.values():
        fields.sort(key=lambda place: columns.rank(named[place]))
    left = leftovers if leftovers is not None else Leftovers()
    unread = [
        (place, label)
        for place, label in enumerate(named)
        if label not in mapping and not (dialect.reads and dialect.reads(columns.plain_name(label)))
    ]
    for line in lines:
        if isinstance(line, Problem):
            yield line
        else:
            yield from _row(named, places, line, dialect, left, unread)


def _own(named: list[str], lines: Iterable[Line | Problem]) -> Iterator[Record | Problem]:
    """The rows of a table that we wrote ourselves: every cell means exactly its field."""
    for line in lines:
        if isinstance(line, Problem):
            yield line
        else:
            cells = [unguarded(cell) for cell in line[0]]
            yield record_of(cells, as_text(named, cells), line[1], named)


def no_title(header: Sequence[str]) -> Problem:
    """The message for a table in which no column could be taken for the title."""
    if not any(name.strip() for name in header):
        return Problem(
            Message(gettext_noop("There is no table with names of columns in this file.")), 1
        )
    text = gettext_noop(
        "No column could be recognised as the title among: %(columns)s. Choose the columns by hand."
    )
    return Problem(Message(text, {"columns": ", ".join(columns.labels(header))[:300]}), 1)


def _row(
    named: list[str],
    places: Mapping[str, list[int]],
    line: Line,
    dialect: Dialect,
    leftovers: Leftovers,
    unread: Sequence[tuple[int, str]],
) -> Iterator[Record | Problem]:
    cells = [bare(cell) if cell[:1] in ("'", "=") else cell for cell in line[0]]
    raw = line[2] or as_text(named, cells)
    if passed := _passed_over(cells, named, places, dialect):
        yield Problem(passed, line[1], raw, rejected=True)
        return
    extra = [cell for cell in cells[len(named) :] if cell.strip()]
    if extra:
        text = gettext_noop(
            "This row has %(found)s cells for %(expected)s columns; a separator may stand inside a text."
        )
        yield Problem(Message(text, {"found": len(cells), "expected": len(named)}), line[1], raw)

    texts = [_text(cell) if cell else "" for cell in cells]
    texts += [""] * (len(named) - len(texts))
    values = {
        field: [value for place in where if (value := texts[place])]
        for field, where in places.items()
    }
    draft = draft_of(values, dialect)
    draft.raw, draft.line = raw, line[1]
    if dialect.finish:
        dialect.finish(draft, dict(zip(named, texts, strict=False)))
    record = draft.record()
    if unread:
        taken = {text for found in values.values() for text in found}
        left = ((label, texts[place]) for place, label in unread)
        leftovers.judge([each for each in left if each[1] and each[1] not in taken], line[1])
    if len(values.get("journal", ())) > 1:
        leftovers.judge(_other_journals(named, places["journal"], texts), line[1])
    if extra:
        leftovers.judge([("…", "; ".join(extra))], line[1])
    yield record


def _passed_over(
    cells: Cells, named: list[str], places: Mapping[str, list[int]], dialect: Dialect
) -> Message | None:
    """Why a row is none of the references; None where it may be one."""
    if _names_columns(cells, named, dialect):
        return Message(gettext_noop("This row repeats the names of the columns."))
    if _is_remark(cells, named, places):
        text = gettext_noop(
            "This line stands between the rows and fills no column that tells of a reference: “%(text)s”"
        )
        return Message(text, {"text": "".join(cells).strip()[:80]})
    return None


def _other_journals(
    named: list[str], where: list[int], texts: list[str]
) -> Iterator[tuple[str, str]]:
    """What further columns of the journal say, where it is another than the first has."""
    said = [(named[place], value) for place in where if (value := texts[place])]
    return (each for each in said[1:] if each[1] != said[0][1])


def _text(cell: str) -> str:
    """What a cell says; "" for words like "null" that say nothing."""
    value = cell.strip()
    if value[:1] in _EMPTY_FIRST and (
        value == MISSING or (len(value) <= _LONGEST_EMPTY and value.casefold() in EMPTY)
    ):
        return ""
    return value


def _names_columns(cells: Cells, named: list[str], dialect: Dialect) -> bool:
    """Whether a row is the header once more, or a second line of it."""
    if cells and cells[0].strip() == named[0] and [cell.strip() for cell in cells] == named:
        return True
    return dialect.heads is not None and dialect.heads(cells)


def _is_remark(cells: Cells, named: Sequence[str], places: Mapping[str, list[int]]) -> bool:
    """Whether a row is a sentence across a table: one cell in its first column,
    which is not that of the title.
    """
    if (
        len(named) < 4
        or not cells
        or not cells[0].strip()
        or any(cell.strip() for cell in cells[1:])
    ):
        return False
    known = {
        place
        for field in ("title", "doi", "pmid", "url", "trial", "authors")
        for place in places.get(field, ())
    }
    return 0 not in known and " " in cells[0].strip()


def bare(cell: str) -> str:
    """The cell without what a spreadsheet needs: a guarding apostrophe,
    or the wrapper of `="0012"`.
    """
    wrapped = _WRAPPED.fullmatch(cell)
    return wrapped.group(1) if wrapped else unguarded(cell)


def unguarded(cell: str) -> str:
    """The cell without the one apostrophe that a writer put before a would-be formula."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def as_text(named: Sequence[str], cells: Cells) -> str:
    """A row as a small table of its own, header and cells, to be mended and read again;
    empty columns left out.

    Cells beyond the header stand below an empty name.
    """
    written = io.StringIO()
    kept = [
        (name, value)
        for name, value in zip_longest(named, cells, fillvalue="")
        if value and not value.isspace()
    ]
    csv.writer(written, lineterminator="\n").writerows(zip(*kept, strict=True) if kept else [[]])
    return written.getvalue()


def delimited_lines(source: Source, plan: delimited.Layout) -> Iterator[Line | Problem]:
    """The rows of a text table; rows whose quotation marks do not match are told,
    and kept where they can be read.
    """
    for row in delimited.rows(source.text, plan):
        if isinstance(row, delimited.BadRow):
            text = gettext_noop(
                "This line could not be split into columns: a quotation mark is missing or "
                "superfluous. Correct it here."
            )
            raw = f"{plan.delimiter.join(plan.header)}\n{row.raw}\n"
            yield Problem(Message(text), row.line, raw, rejected=True)
            continue
        if row.mended:
            text = gettext_noop(
                "A quotation mark is missing or superfluous in this row; it was read as one row. Please check it."
            )
            yield Problem(Message(text), row.line, as_text(columns.labels(plan.header), row.cells))
        yield row.cells, row.line, ""


def read_delimited(source: Source, dialect: Dialect) -> Iterator[Record | Problem]:
    """Records and problems of a text table."""
    plan = layout(source.text)
    if plan is None:
        yield Problem(
            Message(
                gettext_noop(
                    "No table could be found in this text: it has no line with several columns."
                )
            ),
            1,
        )
        return
    yield from records(
        plan.header, delimited_lines(source, plan), source.options, dialect, source.leftovers
    )


def count_delimited(source: Source) -> int:
    """Rows below the header; 0 when no column can be the title and nothing will be read."""
    plan = layout(source.text)
    if plan is None or "title" not in mapping_of(plan.header, source.options).values():
        return 0
    return delimited.count(source.text, plan)


def describe_text(text: str, options: Mapping[str, object] | None = None) -> Description | None:
    """Header, mapping and first five rows of a text table; None when it is no table."""
    plan = layout(text)
    if plan is None:
        return None
    shown = [
        row.cells
        for row in _some(delimited.rows(text[: 1 << 20], plan), 5)
        if isinstance(row, delimited.Row)
    ]
    return described(plan.header, shown, options or {})


def described(
    header: Sequence[str], rows: list[list[str]], options: Mapping[str, object]
) -> Description:
    """What the page shows of a table; where nobody has chosen,
    fields are suggested by names and by cells.
    """
    chosen = (
        mapping_of(header, options) if options.get("mapping") else columns.suggest(header, rows)
    )
    return Description(columns.labels(header), chosen, rows)


def _some(
    rows: Iterator[delimited.Row | delimited.BadRow], number: int
) -> Iterator[delimited.Row | delimited.BadRow]:
    for _, row in zip(range(number), rows, strict=False):
        yield row
