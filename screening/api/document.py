"""The OpenAPI document: each operation with what it takes and every answer it can give."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from screening.api.fields import ProblemAnswer
from screening.api.operation import Operation
from screening.api.problems import MEDIA_TYPE
from screening.stages import STAGES

PROBLEMS = {
    400: "Something in what was sent is missing or wrong.",
    401: "No token, or one that is not valid.",
    403: "The token, or the person's role, does not allow it.",
    404: "Nothing of that kind, or not yours to see.",
    409: "The state of things does not allow it; `code` says why.",
    412: "Somebody has changed it since you read it.",
    415: "Another type of content is wanted.",
    422: "This Idempotency-Key was used for another request.",
    428: "If-Match is missing.",
    429: "Too many requests: wait as Retry-After says.",
    503: "The database or the disk cannot be used just now: ask again.",
}


class TokenScheme(OpenApiAuthenticationExtension):
    """Tokens of the account page."""

    target_class = "screening.api.views.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the account page, `rva_…`.",
        }


def described(op: Operation) -> Callable[[Any], Any]:
    """Tells the document of an operation."""
    summary, description = op.help
    return extend_schema(
        operation_id=op.name,
        tags=[op.room],
        summary=summary,
        parameters=_parameters(op),
        description=f"{description}\n\nScope: `{op.scope}`."
        if description
        else f"Scope: `{op.scope}`.",
        request={"multipart/form-data": op.takes} if op.upload else op.takes,
        responses=_responses(op),
    )


def _parameters(op: Operation) -> list[Any]:
    found: list[Any] = list(op.query)
    if "<slug:stage>" in op.path:
        found.append(OpenApiParameter("stage", str, OpenApiParameter.PATH, enum=list(STAGES)))
    if op.match:
        told = "The ETag under which you have seen it, or `*`."
        found.append(
            OpenApiParameter(
                "If-Match", str, OpenApiParameter.HEADER, required=True, description=told
            )
        )
    if op.method == "POST":
        told = "Makes it happen once: the same key and body are given the first answer again, for a day."
        found.append(
            OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description=told)
        )
    return found


def _responses(op: Operation) -> dict[Any, Any]:
    good: dict[Any, Any]
    if isinstance(op.answers, str):
        good = {(op.status, op.answers): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
    elif op.answers is None:
        good = {op.status: OpenApiResponse(description="Done.")}
    else:
        answers = op.answers(many=True) if op.many else op.answers
        good = {
            (op.status, "application/json"): OpenApiResponse(
                answers, "Done." if op.writes else "What was asked for."
            )
        }
    if not op.writes and not isinstance(op.answers, str):
        good[304] = OpenApiResponse(description="It is as you have it (If-None-Match).")
    return good | {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemAnswer, PROBLEMS[status])
        for status in statuses(op)
    }


def statuses(op: Operation) -> list[int]:
    """The problems that the operation can answer with."""
    found = {401, 403, 429, 503}
    if "<" in op.path:
        found.add(404)
    if op.takes is not None or op.query or op.method == "POST":
        found.add(400)
    if (op.writes and op.conflicts) or op.method == "POST":
        found.add(409)
    if op.takes is not None:
        found.add(415)
    if op.method == "POST":
        found.add(422)
    return sorted(found | ({412, 428} if op.match else set()))
