"""A program with a token, in tests: asks as a program does, and holds each answer to the document."""

import json
import re
from datetime import timedelta
from functools import cache
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from screening.actions.access.tokens import make_token
from screening.api.document_page import make_document
from screening.api.operation import OPERATIONS, Operation
from screening.api.patterns import ROOT
from screening.models import Scope, User

PROBLEM = "application/problem+json"


class Program:
    """Speaks for a person, or without a token for nobody."""

    def __init__(
        self, user: User | None, *, scopes: Any = tuple(Scope.values), review: Any = None
    ) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if user is not None:
            self.token, text = make_token(
                by=user, name="R", scopes=scopes, valid=timedelta(days=1), review=review
            )
            self.headers["Authorization"] = f"Bearer {text}"

    def ask(
        self, name: str, body: Any = None, *, query: Any = None, headers: Any = None, **parts: Any
    ) -> Any:
        """The answer to one operation, by its name;
        it fails where the document does not know such an answer.
        """
        op = OPERATIONS[name]
        path = path_of(op, **parts)
        sent: dict[str, Any] = {"headers": self.headers | (headers or {})}
        if op.upload:
            sent["data"] = body
        elif body is not None:
            sent |= {"data": json.dumps(body), "content_type": "application/json"}
        ask = getattr(self.client, op.method.lower())
        answer = ask(path + ("?" + query if query else ""), **sent)
        check(op, answer)
        return answer

    def get(self, name: str, **about: Any) -> Any:
        """What is answered, read; it fails for anything but success."""
        return self.do(name, **about)

    def do(self, name: str, body: Any = None, **about: Any) -> Any:
        """The same for what writes."""
        answer = self.ask(name, body, **about)
        assert answer.status_code < 300, (name, answer.status_code, content(answer)[:500])
        return (
            answer.json()
            if answer.get("Content-Type", "") == "application/json"
            else content(answer)
        )


def parts(op: Operation) -> list[str]:
    """The names of the variable parts of its path."""
    return re.findall(r"<\w+:(\w+)>", op.path)


def path_of(op: Operation, **parts: Any) -> str:
    """The address of the operation."""
    text = "/" + ROOT + op.path
    for name, value in parts.items():
        for kind in ("int", "slug", "str"):
            text = text.replace(f"<{kind}:{name}>", str(value))
    return text


def content(answer: HttpResponseBase) -> bytes:
    """The body, of whatever kind."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return make_document()


@cache
def _told() -> dict[str, dict[str, Any]]:
    return {
        one["operationId"]: one
        for methods in document()["paths"].values()
        for one in methods.values()
    }


@cache
def _validator(name: str, status: str, media: str) -> Draft202012Validator | None:
    schema = _told()[name]["responses"][status]["content"][media]["schema"]
    return Draft202012Validator(schema | {"components": document()["components"]})


def check(op: Operation, answer: HttpResponseBase) -> None:
    """The answer is one that the document tells of, and looks as it says."""
    status, media = str(answer.status_code), answer.get("Content-Type", "").split(";")[0]
    told = _told()[op.name]["responses"]
    assert status in told, (op.name, status, content(answer)[:300] if not answer.streaming else "")
    known = told[status].get("content", {})
    if not known:
        return
    assert media in known, (op.name, status, media)
    if media in {"application/json", PROBLEM}:
        wrong = [
            f"{list(e.path)}: {e.message}"
            for e in _validator(op.name, status, media).iter_errors(answer.json())
        ]  # type: ignore[union-attr]
        assert wrong == [], (op.name, wrong[:5])


__all__ = ["Program", "check", "content", "document", "path_of", "reverse"]
