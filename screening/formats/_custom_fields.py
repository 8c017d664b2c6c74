"""Fields that a format has no tag for, written as `reviewapp name:
JSON` lines in a custom field and read back.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from screening.formats._decisions import from_json, to_json
from screening.records.record import TYPES, Record

_PREFIX = "reviewapp "
_EMPTY = Record()
_NAMES = tuple(each.name for each in fields(Record) if each.name not in ("raw", "line"))
_PAIRS = "identifiers"
_DECISIONS = "decisions"


def lines(record: Record, reread: Record | None) -> Iterator[str]:
    """One line for each field in which `reread`, the record as the written text gives it back,
    differs.

    Where nothing can be read back at all there is always at least one line.
    """
    for name in _NAMES:
        value = getattr(record, name)
        if value != getattr(reread or _EMPTY, name) or (reread is None and name == "type"):
            if name == _DECISIONS:
                value = to_json(value)
            yield f"{_PREFIX}{name}: {json.dumps(value, ensure_ascii=False)}"


def merged(record: Record | None, texts: Iterable[str], raw: str, line: int) -> Record | None:
    """The record with the fields that such lines name; other texts, and lines that make no sense,
    are passed over.

    Without a record the lines alone make one; None where there is neither.
    """
    changes: dict[str, Any] = {}
    for text in texts:
        name, colon, value = text.removeprefix(_PREFIX).partition(":")
        if colon and name in _NAMES and text.startswith(_PREFIX):
            try:
                changes[name] = _checked(name, json.loads(value.replace("\n", " ")))
            except (ValueError, TypeError, KeyError, RecursionError):
                continue
    if not changes:
        return record
    return replace(record, **changes) if record else Record(**changes, raw=raw, line=line)


def _checked(name: str, value: Any) -> Any:
    """The value as the record's field wants it. Raises ValueError,
    TypeError or KeyError for another kind.
    """
    if name == "year":
        return None if value is None else int(value)
    if isinstance(getattr(_EMPTY, name), bool):
        return value is True
    if name == _DECISIONS:
        return from_json(value)
    if name == _PAIRS:
        return tuple((str(scheme), str(text)) for scheme, text in value)
    if name == "type" and value not in TYPES:
        raise ValueError(value)
    if isinstance(getattr(_EMPTY, name), tuple):
        if name == "isbn" and isinstance(value, str):
            value = [value]  # as files written before hold it
        if not isinstance(value, list):
            raise TypeError(name)
        return tuple(str(each) for each in value)
    if not isinstance(value, str):
        raise TypeError(name)
    return value
