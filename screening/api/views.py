"""From an operation to an answer: the same steps for each, so that none can forget one.

Who asks (401), what the token is for (403), the door of the review (404, 403), what was sent (400), what the sender
had seen (412), whether it was done before (Idempotency-Key); then the function of the operation, and its answer.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import authentication, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from screening.api.operation import OPERATIONS, Call, Operation
from screening.api.problems import Invalid, Problem, handle
from screening.api.rate_limit import check_rate, tell_rate
from screening.api.token_middleware import token_at_hand
from screening.models import GivenAnswer, Review
from screening.queries.access.authorization import access_review
from screening.queries.access.people import needs_second_factor
from screening.stages import STAGES

#: After so long the work on a first request is taken for dead, and the same key may begin anew.
BUSY = timedelta(minutes=10)


class TokenAuthentication(authentication.BaseAuthentication):
    """The person whose token came with the request; sessions and cookies count for nothing here."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Person and token, or None."""
        token = token_at_hand(request._request)
        return (token.user, token) if token else None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 says is wanted."""
        return 'Bearer realm="reviewapp"'


class OperationsView(APIView):
    """All operations of one address."""

    operations: dict[str, Operation] = {}
    authentication_classes = (TokenAuthentication,)
    permission_classes = ()
    metadata_class = None  # type: ignore[assignment]

    def get_parsers(self) -> list[Any]:
        """Forms with files only where files are taken."""
        request = getattr(self, "request", None)
        found = self.operations.get(request.method or "") if request is not None else None
        return [MultiPartParser()] if found is not None and found.upload else [JSONParser()]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """There is JSON, whatever is asked for."""
        return JSONRenderer(), "application/json"

    def handle_exception(self, error: Exception) -> Response:
        """A problem in the words of the reader, or on with a fault of the program."""
        found = handle(error)
        if found is None:
            raise error
        found.exception = True
        return found

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Counts the request before anything else is done for it."""
        super().initial(request, *args, **kwargs)
        check_rate(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """With what is left of the rate."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        tell_rate(request, answer)
        return answer


def respond(op: Operation, request: Request, parts: dict[str, Any]) -> HttpResponseBase:
    """The answer of an operation to a request."""
    call = open_door(op, request, parts)
    call.query = _checked(_serializers(op), request.query_params)
    if op.writes:
        call.data = _body(op, request)
        key = request.headers.get("Idempotency-Key", "")
        return once(op, call, key) if key and op.method == "POST" else _write(op, call)
    return _read(op, call)


def open_door(op: Operation, request: Request, parts: dict[str, Any]) -> Call:
    """The call, once it is known that this person and this token may make it."""
    token = request.auth
    if token is None:
        raise NotAuthenticated
    if op.scope not in token.scopes:
        raise Problem("access.scope")
    if token.user.service_of_id is None and needs_second_factor(token.user):
        raise Problem("access.second_factor")
    review_id, bound = parts.get("review_id"), token.review_id
    if bound is not None and review_id not in (None, bound):
        raise Http404
    if bound is not None and review_id is None and op.writes:
        raise Problem("access.scope")
    opened = access_review(token.user, review_id, op.needs) if review_id is not None else None
    if "stage" in parts and parts["stage"] not in STAGES:
        raise Http404
    return Call(request, token.user, token, parts, opened=opened)


def _serializers(op: Operation) -> Iterable[type[serializers.Serializer]]:
    return [one for one in op.query if not isinstance(one, OpenApiParameter)]


def _checked(kinds: Iterable[type[serializers.Serializer]], data: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in kinds:
        made = kind(data=data)
        if not made.is_valid():
            raise Invalid(made.errors)
        found |= made.validated_data
    return found


def _body(op: Operation, request: Request) -> dict[str, Any]:
    if op.takes is None:
        return {}
    data = request.data
    if not isinstance(data, dict):
        raise Invalid({"": ["An object is wanted."]})
    made = op.takes(data=data)
    if not made.is_valid():
        raise Invalid(made.errors)
    return dict(made.validated_data)


def _read(op: Operation, call: Call) -> HttpResponseBase:
    value = op.handler(call)
    if isinstance(value, HttpResponseBase):
        return value
    body = represented(op, value)
    etag = etag_of(body)
    if etag in _etags(call.request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    return _json(body, op.status, {"ETag": etag})


def _write(op: Operation, call: Call) -> HttpResponseBase:
    with transaction.atomic() if op.match else nullcontext():
        if op.match:
            _check_seen(op, call)
        value = op.handler(call)
    if isinstance(value, HttpResponseBase):
        return value
    if op.answers is None:
        return HttpResponse(status=op.status)
    return _json(represented(op, value), op.status)


def represented(op: Operation, value: Any) -> bytes:
    """The value as the document describes it."""
    kind = op.answers if isinstance(op.answers, type) else type(op.answers)
    return bytes(JSONRenderer().render(kind(value, many=op.many).data))


def _json(body: bytes, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def etag_of(body: bytes) -> str:
    """A mark of an answer: another one says something else."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _etags(text: str) -> set[str]:
    return {one.strip().removeprefix("W/") for one in text.split(",") if one.strip()}


def _check_seen(op: Operation, call: Call) -> None:
    """What was seen is what is there. Raises Problem when it is not, or nothing is said."""
    seen = _etags(call.request.headers.get("If-Match", ""))
    if not seen:
        raise Problem("request.match")
    # Of two who write at once the second one sees what the first has written; votes do not wait for it.
    Review.objects.select_for_update(no_key=True).get(pk=call.review.pk)
    shown = next(one for one in OPERATIONS.values() if one.path == op.path and one.method == "GET")
    now = etag_of(
        represented(
            shown,
            shown.handler(
                Call(call.request, call.user, call.token, call.parts, opened=call.opened)
            ),
        )
    )
    if "*" not in seen and now not in seen:
        raise Problem("request.changed")


def once(op: Operation, call: Call, key: str) -> HttpResponseBase:
    """The answer to the first request with this key: given now, or as it was kept."""
    if len(key) > 255 or not key.isprintable():
        raise Invalid({"Idempotency-Key": ["At most 255 printable characters."]})
    asked = _asked(op, call)
    # The answer is kept together with what it tells of, or neither is; what takes long may not hold a transaction.
    with nullcontext() if op.slow else transaction.atomic():
        row, new = GivenAnswer.objects.get_or_create(
            user=call.user, key=key, defaults={"asked": asked}
        )
        if not new and not _taken_over(row):
            return _again(row, asked)
        try:
            answer = _write(op, call)
        except Exception:
            if op.slow:
                row.delete()
            raise
        _keep(op, row, answer)
    return answer


def _taken_over(row: GivenAnswer) -> bool:
    began = timezone.now() - BUSY
    dead = GivenAnswer.objects.filter(pk=row.pk, status=None, at__lt=began)
    return bool(dead.update(at=timezone.now()))


def _again(row: GivenAnswer, asked: str) -> HttpResponse:
    if row.asked != asked:
        raise Problem("request.key_reused")
    if row.status is None:
        raise Problem("request.key_busy")
    return HttpResponse(
        row.body.encode(), status=row.status, headers=row.headers | {"Idempotency-Replayed": "true"}
    )


def _keep(op: Operation, row: GivenAnswer, answer: HttpResponseBase) -> None:
    body = getattr(answer, "content", b"").decode()
    if op.shown_once and body:
        body = json.dumps(json.loads(body) | {op.shown_once: None}, ensure_ascii=False)
    row.status, row.body = answer.status_code, body
    row.headers = {name: answer[name] for name in ("Content-Type",) if answer.has_header(name)}
    row.save(update_fields=["status", "body", "headers"])


def _asked(op: Operation, call: Call) -> str:
    """What makes this request this one: address and body; of files what is in them."""
    told = hashlib.sha256(f"{op.name} {call.request.get_full_path()}\n".encode())
    told.update(json.dumps(call.data, default=_plain, sort_keys=True).encode())
    return told.hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return str(value)
    content = hashlib.sha256(value.name.encode() if value.name else b"")
    for piece in value.chunks():
        content.update(piece)
    value.seek(0)
    return content.hexdigest()


def method_of(op: Operation) -> Callable[..., HttpResponseBase]:
    """The method of the view that carries the operation out."""

    def run(self: OperationsView, request: Request, **parts: Any) -> HttpResponseBase:
        return respond(op, request, parts)

    run.__name__, run.__doc__ = op.method.lower(), op.handler.__doc__
    return run
