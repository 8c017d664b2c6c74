"""Every record of every real export through every format we write and back:
`python -m tests.benchmarks.round_trip`.

The suite does this with the first records of each file; this takes whole files. Prints the files
and formats in which a record came back otherwise, with the fields that differ; ends with 1 when
there are any.
"""

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

from screening.formats import FORMATS, parse
from screening.records.record import Record
from tests.shared import SHARED


def main() -> int:
    """Prints what differs, and how much was tried."""
    exports = SHARED / "data" / "exports"
    writers = [key for key, one in FORMATS.items() if one.write]
    tried = records = differ = 0
    for path in sorted(
        path for path in exports.rglob("*") if path.is_file() and path.name != "expected.json"
    ):
        read = [bare(record) for record in parse(path.read_bytes(), name=path.name).records]
        tried, records = tried + bool(read), records + len(read)
        for key in writers if read else ():
            for line in differences(read, key):
                differ += 1
                print(path.relative_to(exports), key, line, flush=True)
    print(
        f"{records} records of {tried} files in {len(writers)} formats: {differ} come back otherwise"
    )
    return int(differ > 0 or not tried)


def differences(records: list[Record], key: str) -> Iterator[str]:
    """What is not the same after writing and reading in that format, a line a record."""
    back = [bare(record) for record in parse(b"".join(FORMATS[key].write(iter(records)))).records]  # type: ignore[misc]
    if len(back) != len(records):
        yield f"{len(records)} records became {len(back)}"
    for number, (one, other) in enumerate(zip(records, back, strict=False), 1):
        if one != other:
            names = [
                f.name
                for f in dataclasses.fields(one)
                if getattr(one, f.name) != getattr(other, f.name)
            ]
            yield f"record {number}: {', '.join(names)}"


def bare(record: Record) -> Record:
    """The record without the text and the line it was read from."""
    return dataclasses.replace(record, raw="", line=0)


if __name__ == "__main__":
    if not Path(SHARED).is_dir():
        sys.exit(f"NOT RUN: {SHARED} is not here")
    sys.exit(main())
