"""The database as a file, and back: `VACUUM INTO` for SQLite,
pg_dump and pg_restore for PostgreSQL.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from screening.management.backups import BackupRefused

#: The name of the copy by kind of database.
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def copy_database(folder: Path) -> tuple[Path, dict[str, int]]:
    """A consistent copy in this folder, checked, and the rows of each table in it.
    People may go on voting meanwhile.

    SQLite is never copied page by page: such a copy starts again with every write of another
    process and never ends. Raises BackupRefused.
    """
    target = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        return target, _copy_sqlite(target)
    return target, _dump_postgresql(target)


def _copy_sqlite(target: Path) -> dict[str, int]:
    source = Path(settings.DATABASES["default"]["NAME"])
    if not source.exists():
        raise BackupRefused(
            f"there is no database at {source}; is DATA_DIR the folder of the running site?"
        )
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=60)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
        return check_sqlite(target)
    except sqlite3.Error as error:
        raise BackupRefused(f"the database could not be copied: {error}") from None


def check_sqlite(file: Path) -> dict[str, int]:
    """The rows of each table of a database file that is whole.
    Raises BackupRefused where it is damaged.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        try:
            found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok" or database.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupRefused(f"the copy of the database is damaged: {found}")
            query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            tables = [name for (name,) in database.execute(query) if not name.startswith("sqlite_")]
            return _rows(tables, lambda sql: database.execute(sql).fetchone()[0])
        except sqlite3.Error as error:
            raise BackupRefused(f"the copy of the database is damaged: {error}") from None


def _rows(tables: Iterable[str], ask: Any) -> dict[str, int]:
    return {name: int(ask(f'SELECT count(*) FROM "{name}"')) for name in sorted(tables)}  # noqa: S608


def _dump_postgresql(target: Path) -> dict[str, int]:
    with _one_snapshot() as (snapshot, rows):
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
    _run("pg_restore", "--list", str(target), connects=False)
    return rows


@contextmanager
def _one_snapshot() -> Iterator[tuple[str, dict[str, int]]]:
    """A snapshot that pg_dump can join, with the rows of each table in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
        )
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        yield snapshot, count_postgresql(cursor)


def count_postgresql(cursor: Any) -> dict[str, int]:
    """The rows of each table of the public schema, as this transaction sees them."""

    def ask(sql: str) -> int:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])

    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return _rows([name for (name,) in cursor.fetchall()], ask)


def refuse_unless_empty() -> None:
    """Raises BackupRefused where the configured database holds anything already."""
    if connection.vendor == "sqlite":
        if (file := Path(settings.DATABASES["default"]["NAME"])).exists():
            raise BackupRefused(
                f"{file} is there already; a backup is brought back into an empty place only"
            )
        return
    with connection.cursor() as cursor:
        if tables := count_postgresql(cursor):
            raise BackupRefused(
                f"the database has {len(tables)} tables already; make an empty one (createdb)"
            )
    connection.close()


def bring_back(file: Path) -> dict[str, int]:
    """Puts a checked copy into the empty place of the configured database;
    the rows of each table there.

    Raises BackupRefused, also for a copy of the other kind of database.
    """
    if file.name != NAMES[connection.vendor]:
        raise BackupRefused(
            f"the backup is of another kind of database ({file.name}); set DATABASE_URL accordingly"
        )
    if connection.vendor == "sqlite":
        rows = check_sqlite(file)
        place = Path(settings.DATABASES["default"]["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, place)
        return rows
    _run(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        str(file),
    )
    with connection.cursor() as cursor:
        return count_postgresql(cursor)


def _run(program: str, *arguments: str, connects: bool = True) -> None:
    """Runs a program of PostgreSQL on the configured database;
    its password is never on the command line.
    """
    path = _programs().get(program)
    if path is None:
        raise BackupRefused(f"{program} is needed: sudo apt-get install postgresql-client")
    values = connection.get_connection_params()
    given = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = {name: str(values[key]) for name, key in given.items() if values.get(key)}
    name = [f"--dbname={values['dbname']}"] if connects else []
    done = subprocess.run(
        [path, *name, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupRefused(f"{program} failed: {done.stderr.strip()[-500:]}")


def _programs() -> dict[str, str]:
    """The newest pg_dump and pg_restore of this machine: an older one refuses a newer server."""
    newest = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    found = {}
    for program in ("pg_dump", "pg_restore"):
        paths = [folder / program for folder in newest if (folder / program).exists()]
        if path := str(paths[-1]) if paths else shutil.which(program):
            found[program] = path
    return found
