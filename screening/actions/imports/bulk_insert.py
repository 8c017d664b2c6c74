"""Many rows into a table at once: COPY on PostgreSQL, prepared statements on SQLite;
keys are taken beforehand.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

from screening.models import ImportFile, Record, RecordWords, SourceText
from screening.records.columns import COLUMNS

#: What the reader sends: the values of COLUMNS, then shuffle, search words, line and raw text.
Row = Sequence[Any]

OWN = (
    "id",
    "review_id",
    "search_id",
    "file_id",
    "position",
    "lane",
    "flow_lane",
    "version",
    "created_at",
)
FIXED = {"removed": "", "removed_note": "", "place": "loading", "moved": False}
NAMES = (*OWN, *FIXED, *COLUMNS, "shuffle")
_JSON = frozenset(
    NAMES.index(field.attname)
    for field in Record._meta.concrete_fields
    if isinstance(field, models.JSONField) and field.attname in NAMES
)


def load(file: ImportFile, position: int, rows: Sequence[Row]) -> None:
    """Adds these rows as records of the file, unseen yet, from that position on.
    Call it in a transaction.
    """
    if not rows:
        return
    first = reserve_keys(len(rows))
    search, now = file.search, timezone.now()
    moment = (
        now if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(now)
    )
    own = (file.review_id, search.pk, file.pk)
    after = (search.lane, search.lane, file.review.version, moment, *FIXED.values())
    records, texts, words = [], [], []
    for number, (key, row) in enumerate(zip(first, rows, strict=True)):
        *values, shuffle, tokens, line, raw = row
        records.append(_plain((key, *own, position + number, *after, *values, shuffle)))
        texts.append((key, line, raw))
        words.append((key, tokens))
    insert(Record, NAMES, records)
    insert(SourceText, ("record_id", "line", "raw"), texts)
    insert(RecordWords, ("rowid", "words"), _lexemes(words))


def _plain(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        json.dumps(v, ensure_ascii=False) if n in _JSON else v for n, v in enumerate(values)
    )


def _lexemes(words: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """As a tsvector is written where there is one; tokens are letters and digits,
    which need no escape.
    """
    if connection.vendor != "postgresql":
        return words
    return [(key, " ".join(f"'{token}'" for token in tokens.split())) for key, tokens in words]


def reserve_keys(count: int) -> Sequence[int]:
    """As many new keys for records, which nobody else will use."""
    table = Record._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the only write lock, and AUTOINCREMENT counts on from the highest
        # key ever used.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts the rows, values as the database takes them, in the order of the named columns."""
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, names))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 - names of our own
