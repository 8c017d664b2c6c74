"""The interface asked from inside the program, without the network: through every door all the same."""

import json
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def ask(
    token: str, method: str, path: str, query: Any = None, body: Any = None, language: str = ""
) -> tuple[int, Any]:
    """Status and JSON of the answer to a request with that token."""
    sent = json.dumps(body).encode() if body is not None else b""
    host = next(
        (name.lstrip(".") for name in settings.ALLOWED_HOSTS if name not in ("*", "[::1]")),
        "localhost",
    )
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": urlencode(query or {}, doseq=True),
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(sent)),
        "HTTP_HOST": host,
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_ACCEPT_LANGUAGE": language or "en",
        "HTTP_X_FORWARDED_PROTO": "https" if settings.HTTPS else "http",
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "wsgi.input": BytesIO(sent),
        "wsgi.errors": BytesIO(),
    }
    told: dict[str, int] = {}

    def start(status: str, headers: Any, exception: Any = None) -> Any:
        told["status"] = int(status.split()[0])

    answer = _handler()(environ, start)  # type: ignore[arg-type]
    try:
        content = b"".join(answer)
    finally:
        answer.close()
    return told["status"], json.loads(content) if content else None
