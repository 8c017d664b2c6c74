"""The process that reads files of people, apart from the server and with little to spend: memory,
time, no writing.

Requests come as JSON lines on standard input, answers go as JSON lines to standard output. It knows
neither Django nor the database, and its environment holds no secret. `python -m
screening.actions.imports.parser_process '{"memory": …}'`.
"""

import gc
import json
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from screening.formats import Limits, Problem, Stream, describe_table, stream, unpack
from screening.formats._archive import ArchiveRefused
from screening.records.columns import COLUMNS, search_words, to_columns
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.sorting import shuffle_key

#: Rows in one answer.
AT_ONCE = 250
#: At most so many columns that were not taken over, and readings of a text of uncertain encoding,
#: are told.
UNUSED, READINGS = 200, 6
TABLES = frozenset(
    {
        "asreview_csv",
        "covidence_csv",
        "csv",
        "distillersr_csv",
        "html_table",
        "pubmed_csv",
        "rayyan_csv",
        "scopus_csv",
        "wos_tab",
        "xls",
        "xlsx",
    }
)
LARGEST_TABLE = 50 << 20
#: Letters of a cell that a person sees who gives columns their meaning.
SHOWN = 60
TOO_MUCH_MEMORY = gettext_noop(
    "Reading %(name)s needs more than the %(limit)s MB of memory that one file may have. Split it and import the parts."
)

#: A NUL as JSON writes it. Behind an escaped backslash the same letters are text, as in the text of
#: a JSON entry.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")

Answer = dict[str, Any]


def main() -> None:
    """Serves requests until standard input ends."""
    limits = json.loads(sys.argv[1])
    restrict(**limits)
    # Records hold no cycles; looking for some after every few hundred of them would take a fifth of
    # the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody listens any more: end without a word
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            for answer in serve(request):
                out.write(encoded(answer))
        except MemoryError:
            values = {"name": request["name"], "limit": limits["memory"] >> 20}
            out.write(encoded({"kind": "end", "error": Message(TOO_MUCH_MEMORY, values).to_json()}))
        out.flush()


def restrict(*, memory: int, seconds: int, file_size: int) -> None:
    """Denies this process more memory and processor time than it needs, large files, core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def encoded(answer: Answer) -> bytes:
    """One line of JSON; what no database stores (NUL,
    halves of characters) becomes a replacement mark.
    """
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=_plain)
    if "\\u0000" in text:
        text = _NUL.sub("\\1\ufffd", text)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace") + b"\n"


def _plain(value: Any) -> Any:
    return value.to_json() if isinstance(value, Message) else str(value)


def serve(request: Answer) -> Iterator[Answer]:
    """The answers to one request: `{"do": "read", …}` or `{"do": "unpack", …}`."""
    return _unpack(request) if request["do"] == "unpack" else _read(request)


def _read(request: Answer) -> Iterator[Answer]:
    """First "start", then "rows", "problem" and "seen" as they come, last "end" with the counts.

    Rows are sent from record number `after` on, `most` of them at most (None: all), as values in
    the order of COLUMNS and four more: shuffle, search words, line and raw text.
    """
    reading = stream(
        Path(request["path"]),
        name=request["name"],
        format_key=request["format"] or None,
        encoding=request["encoding"] or None,
        options=request["options"],
        limits=Limits(seconds=request["seconds"]),
    )
    yield {
        "kind": "start",
        "format": reading.format,
        "encoding": reading.encoding,
        "error": _told(reading.error),
        "readings": reading.readings[:READINGS],
    }
    if request["most"] is not None:
        yield from _table(request, reading)
    after = request["after"]
    until = None if request["most"] is None else after + request["most"]
    rows: list[list[Any]] = []
    decisions: Counter[tuple[str, str, str]] = Counter()
    for item in reading:
        if isinstance(item, Problem):
            yield _problem(item)
            continue
        decisions.update((each.tool, each.by, each.verdict) for each in item.decisions)
        if reading.records > after and (until is None or reading.records <= until):
            rows.append(row_of(item, request["seed"], f"{request['key']}:{reading.records}"))
        if len(rows) >= AT_ONCE:
            yield {"kind": "rows", "rows": rows}
            rows = []
        elif reading.records % AT_ONCE == 0:
            yield {"kind": "seen", "count": reading.records}
    if rows:
        yield {"kind": "rows", "rows": rows}
    yield _end(reading, decisions)


def _table(request: Answer, reading: Stream) -> Iterator[Answer]:
    """For a table: its columns, which field each holds,
    and the beginnings of the cells of a few rows.
    """
    path = Path(request["path"])
    if reading.format not in TABLES or path.stat().st_size > LARGEST_TABLE:
        return
    found = describe_table(
        path.read_bytes(), encoding=reading.encoding or None, options=request["options"]
    )
    if found is not None:
        rows = [[cell[:SHOWN] for cell in row[: len(found.header)]] for row in found.rows]
        yield {"kind": "table", "header": found.header, "mapping": found.mapping, "rows": rows}


def row_of(record: Record, seed: int, key: str) -> list[Any]:
    """The record as a row: the values of COLUMNS, then shuffle, search words, line and raw text."""
    columns = to_columns(record)
    values = [columns[name] for name in COLUMNS]
    return [*values, shuffle_key(seed, key), search_words(columns), record.line, record.raw]


def _end(reading: Stream, decisions: Mapping[tuple[str, str, str], int]) -> Answer:
    """The counts, and how often the file holds a decision of another tool: [tool, by, verdict,
    times].
    """
    return {
        "kind": "end",
        "found": reading.found,
        "records": reading.records,
        "rejected": reading.rejected,
        "unused": [
            [name, each.records, each.example, each.line]
            for name, each in reading.leftovers.found.items()
        ][:UNUSED],
        "error": _told(reading.error),
        "decisions": [[*key, times] for key, times in sorted(decisions.items())],
    }


def _problem(problem: Problem) -> Answer:
    return {
        "kind": "problem",
        "line": problem.line,
        "times": problem.times,
        "rejected": problem.rejected,
        "message": problem.message.to_json(),
        "raw": problem.raw,
    }


def _told(error: Message | None) -> Answer | None:
    return error.to_json() if error else None


def _unpack(request: Answer) -> Iterator[Answer]:
    """The files of an archive, each written into the folder `into` under a number:
    "member" with name and path.
    """
    folder = Path(request["into"])
    limits = Limits(unpacked_bytes=request["most_bytes"], files=request["most_files"])
    try:
        for number, packed in enumerate(
            unpack(Path(request["path"]).read_bytes(), request["name"], limits)
        ):
            if isinstance(packed, Problem):
                yield _problem(packed)
                continue
            path = folder / str(number)
            path.write_bytes(packed.data)
            yield {"kind": "member", "name": packed.name, "path": str(path)}
    except ArchiveRefused as refused:
        yield {"kind": "end", "error": refused.message.to_json()}
        return
    yield {"kind": "end", "error": None}


if __name__ == "__main__":
    main()
