"""Reads a workbook from standard input and prints its rows as JSON lines;
runs as a process of its own.

A damaged workbook may name a cell at the far corner of the sheet and make the reader ask for more
memory than there is; that ends this process, under a limit, and not the one that serves people.
Lines: {"sheet": name}, then [cells …].
"""

import datetime
import io
import json
import sys
from typing import Any

MEMORY = 3 << 30
SECONDS = 600


def text(value: Any) -> str:
    """A cell as a person sees it: whole numbers without a fraction, dates as ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return "" if value is None else str(value)


def main() -> int:
    """Exit status 0, or 2 after a line {"error": reason}; a crash of the reader gives any other."""
    import resource

    from python_calamine import CalamineError, CalamineWorkbook

    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        # The process that asks may have less itself, and nobody may take more than what was left to
        # him.
        _, most = resource.getrlimit(kind)
        allowed = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (allowed, allowed))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            print(json.dumps({"sheet": name}))
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
                print(json.dumps([text(cell) for cell in row]))
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        print(json.dumps({"error": str(error)[:200] or type(error).__name__}))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
