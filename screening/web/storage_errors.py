"""Faults of what the program stands on, told apart from faults of the program: they pass,
and asking again is right.
"""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

SQLITE_FAULTS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}
DISK_FAULTS = {errno.EDQUOT, errno.EIO, errno.ENOSPC, errno.EROFS}
#: SQLite puts details into the higher bits of an error code.
PRIMARY_CODE = 0xFF


def is_storage_fault(error: BaseException | None) -> bool:
    """Whether the database or the disk cannot be reached or written just now: full, read-only,
    locked, restarting.

    An `OperationalError` of SQLite may also be a mistake in a query ("no such column");
    that is none.
    """
    if isinstance(error, OperationalError):
        code = getattr(error.__cause__, "sqlite_errorcode", None)
        return code is None or code & PRIMARY_CODE in SQLITE_FAULTS
    return isinstance(error, InterfaceError) or (
        isinstance(error, OSError) and error.errno in DISK_FAULTS
    )
