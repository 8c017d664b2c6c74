"""Logs: one line an event, with the request or job it belongs to,
and without a word of what is in a review.

Messages of exceptions often quote what was being worked on (a title that could not be read, a row
that broke a rule). So of an exception its kind and its place are told, and its message only where
the kind never holds people's texts.
"""

import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

REQUEST: ContextVar[str] = ContextVar("request", default="")
#: What this thread is at, for every line that is logged meanwhile.
JOB: ContextVar[int | None] = ContextVar("job", default=None)

#: Exceptions whose message names things of the program, never what people wrote.
SPEAKS_OF_CODE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    MemoryError,
    NameError,
    RecursionError,
    TimeoutError,
    TypeError,
)
CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}


class Where(logging.Filter):
    """Adds to each record the request and the job in whose course it was logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it through."""
        record.request, record.job = REQUEST.get(), JOB.get()
        return True


class PassingFaults(logging.Filter):
    """While the database or the disk is away, each request gets a line that says so,
    and no traceback.

    The same goes for requests under a name the site does not have,
    which any scanner of the network sends.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it through."""
        from django.core.exceptions import SuspiciousOperation

        from screening.web.storage_errors import is_storage_fault

        error = record.exc_info[1] if record.exc_info else None
        if is_storage_fault(error):
            record.msg, record.args = (
                f"{record.getMessage()}: {type(error).__name__}: {_first_line(error)}",
                (),
            )
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        elif not isinstance(error, SuspiciousOperation):
            return True
        record.exc_info = record.exc_text = None
        return True


class Line(logging.Formatter):
    """For people: time in UTC, level, where from, request or job, and the message on one line;
    then the traceback.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}{place} {message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """ISO 8601, UTC."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Nothing in it begins a second line, whoever made it up."""
        request, job = getattr(record, "request", ""), getattr(record, "job", None)
        record.place = f" [request {request}]" if request else f" [job {job}]" if job else ""
        record.message = record.message.translate(CONTROL)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        """Without messages that may quote a review."""
        return told(ei[1])


class Json(JsonFormatter):
    """For programs: one JSON object a line."""

    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{message}{request}{job}",
            style="{",
            timestamp="at",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
        )

    def formatException(self, ei: Any) -> str:
        """Without messages that may quote a review."""
        return told(ei[1])

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """What is empty is left out."""
        return {key: value for key, value in log_data.items() if value not in ("", None)}


def told(error: BaseException | None) -> str:
    """The traceback of an exception and of those it came from;
    messages only where they hold nobody's texts.
    """
    lines: list[str] = []
    while error is not None:
        kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
        said = f": {_first_line(error)}" if _may_be_said(error) else ""
        lines = [
            *traceback.format_tb(error.__traceback__),
            f"{kind}{said}\n",
            *(lines and ["then\n", *lines]),
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip("\n")


def _may_be_said(error: BaseException) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(error, (*SPEAKS_OF_CODE, OSError, OperationalError, InterfaceError))


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "").translate(CONTROL)[:300]


def logging_settings(*, level: str, form: str, requests: bool) -> dict[str, Any]:
    """Django's LOGGING. `form` is "line" or "json";
    with `requests` every request is logged as well.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "where": {"()": "reviewapp.logs.Where"},
            "passing": {"()": "reviewapp.logs.PassingFaults"},
        },
        "formatters": {
            "line": {"()": "reviewapp.logs.Line"},
            "json": {"()": "reviewapp.logs.Json"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["where", "passing"],
            },
        },
        "loggers": {
            "waitress.queue": {
                "level": "ERROR"
            },  # more requests than threads, for a moment: no news
            "reviewapp.requests": {"level": "INFO" if requests else level},
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": level},
    }
