"""How long a service asks to be left alone."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

#: No service is believed that wants to be left alone for more than a day.
LONGEST = 86_400.0


def seconds_asked(
    headers: Mapping[str, str], body: bytes = b"", *, now: datetime | None = None
) -> float | None:
    """Seconds of Retry-After (whole, decimal, a date), of Backoff,
    or of "retryAfter" in a JSON body, if said.
    """
    for name in ("retry-after", "backoff"):
        if (
            name in headers
            and (found := _read(headers[name], now or datetime.now(UTC))) is not None
        ):
            return found
    told = json_of(body).get("retryAfter")
    return (
        _bounded(float(told))
        if isinstance(told, int | float) and not isinstance(told, bool)
        else None
    )


def _read(value: str, now: datetime) -> float | None:
    try:
        return _bounded(float(value))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return _bounded((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now.timestamp())


def _bounded(seconds: float) -> float:
    # NaN compares with nothing and falls to 0.
    return min(seconds, LONGEST) if seconds > 0 else 0.0


def json_of(body: bytes) -> dict[str, Any]:
    """The object in a JSON body, {} for anything else."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
