"""What an operation says when it does not do what was asked: RFC 9457, with a code that has words in both languages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from screening.actions.access.members import LastLead
from screening.actions.archive.archive_jobs import ReasonMissing
from screening.actions.duplicates.duplicate_answers import AnsweredAlready
from screening.actions.duplicates.merge import MergeRefused
from screening.actions.flow.diagram_settings import NumberRefused
from screening.actions.flow.publication import PublishRefused
from screening.actions.fulltext.fulltext_files import FileRefused as FullTextRefused
from screening.actions.imports.import_files import FileRefused
from screening.actions.imports.imported_decisions import AdoptionRefused
from screening.actions.imports.searches import SearchRefused
from screening.actions.protocol.reason_merge import ReasonRefused
from screening.actions.protocol.rule_changes import RuleRefused
from screening.actions.records.record_edits import RecordRefused
from screening.actions.screening.bulk_edits import BulkRefused
from screening.actions.screening.notes import NoteRefused
from screening.actions.screening.reopening import ReopenRefused
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.voting import Refused
from screening.actions.webhooks.webhooks import WebhookRefused
from screening.web.flow.diagram_views import NUMBER_REFUSALS, PUBLISH_REFUSALS
from screening.web.fulltext.views import FILE_REFUSALS
from screening.web.imports.file_views import REFUSALS as FILES
from screening.web.imports.search_views import REFUSALS as SEARCHES
from screening.web.protocol.rule_views import REFUSALS as RULES
from screening.web.records.bulk_views import REFUSALS as MANY
from screening.web.refusals import MERGE_REFUSALS, REFUSALS, REOPENING_REFUSALS
from screening.web.screening.stage_views import REFUSALS as STAGES
from screening.web.webhooks.views import REFUSALS as WEBHOOKS

MEDIA_TYPE = "application/problem+json"

#: Code → status and words, of what is said by the interface itself.
REQUEST: dict[str, tuple[int, Any]] = {
    "access.token": (
        401,
        _("Send a token that is valid: “Authorization: Bearer …”. Tokens are made in the account."),
    ),
    "access.scope": (
        403,
        _("This token may not be used for that. Make one with a wider scope in the account."),
    ),
    "access.second_factor": (
        403,
        _("This site asks you for a second factor. Set one up in the account first."),
    ),
    "access.role": (403, _("Your role in this review does not allow that.")),
    "request.not_found": (404, _("There is nothing of that kind here, or it is not yours to see.")),
    "request.invalid": (
        400,
        _("Something in what was sent is missing or wrong. Nothing was changed."),
    ),
    "request.cursor": (400, _("This cursor is not valid. Begin with the first page.")),
    "request.method": (405, _("This address does not know that method.")),
    "request.media_type": (415, _("This address does not take content of that type.")),
    "request.too_many": (429, _("Too many requests. Wait as many seconds as Retry-After says.")),
    "request.costs": (
        429,
        _("These requests take too much of the server. Wait as many seconds as Retry-After says."),
    ),
    "request.changed": (
        412,
        _("Somebody has changed it meanwhile. Read it again, then decide. Nothing was changed."),
    ),
    "request.match": (
        428,
        _("Say by If-Match which version you have seen, as somebody may have changed it."),
    ),
    "request.key_reused": (
        422,
        _("This Idempotency-Key was used for another request. Make a new key."),
    ),
    "request.key_busy": (
        409,
        _("The first request with this Idempotency-Key is still being worked on."),
    ),
    "rules.preview": (
        409,
        _(
            "This moves reports. Look at what would move, and send it again with its stamp as `agreed`."
        ),
    ),
    "exports.large": (
        409,
        _("This file is large: have it made as a job, and take it away once it is done."),
    ),
    "exports.stale": (
        409,
        _("Your role or the state of the stages has changed since. Prepare the file again."),
    ),
    "archives.open": (409, _("An archive contains every individual vote: close all stages first.")),
    "service.accounts": (403, _("A service account cannot do that: it takes a person.")),
}

#: Words of refusals for which the pages have a place of their own.
OWN: dict[str, Any] = {
    "members.last_lead": _("Somebody must lead the review. Make somebody else a lead first."),
    "records.elsewhere": _(
        "Somebody has changed this record in the meantime. Nothing was saved; check it again."
    ),
    "records.empty": _("A record needs a title."),
    "records.mended": _("This entry is a record already."),
    "records.problem": _("This text does not contain a record."),
    "imports.decisions": _("These decisions cannot be imported now. Nothing was changed."),
    "duplicates.answered": _(
        "Somebody else has answered this pair meanwhile. Their answer stands."
    ),
    "archives.reason": _("Give a reason; it is kept in the history. Nothing was changed."),
    "protocol.name": _("There is a reason of this name already. Merge the two."),
    "protocol.reason": _(
        "These are not two reasons of one stage that are in use. Nothing was changed."
    ),
    "flow.none": _("That number had already been withdrawn."),
}

Words = Callable[[str], Any]


def _of(table: Mapping[str, Any], other: str = "") -> Words:
    return lambda code: table.get(code) or table.get(other) or REQUEST["request.invalid"][1]


#: Refusal of an action → the room of its codes, and the words that the pages say.
TABLES: dict[type[Exception], tuple[str, Mapping[str, Any]]] = {
    Refused: ("screening", REFUSALS),
    NoteRefused: ("screening", REFUSALS),
    ReopenRefused: ("reopening", REOPENING_REFUSALS),
    FileRefused: ("imports", FILES),
    FullTextRefused: ("fulltext", FILE_REFUSALS),
    MergeRefused: ("duplicates", MERGE_REFUSALS),
    NumberRefused: ("flow", NUMBER_REFUSALS),
    PublishRefused: ("flow", PUBLISH_REFUSALS),
    BulkRefused: ("records", MANY),
    RuleRefused: ("rules", RULES),
    SearchRefused: ("searches", SEARCHES),
    StageRefused: ("stages", STAGES),
    RecordRefused: ("records", {}),
    ReasonRefused: ("protocol", {}),
    AdoptionRefused: ("imports", {}),
    LastLead: ("members", {}),
    AnsweredAlready: ("duplicates", {}),
    ReasonMissing: ("archives", {}),
    WebhookRefused: ("webhooks", WEBHOOKS),
}
#: Refusals that come in one kind only.
FIXED = {
    LastLead: "last_lead",
    AnsweredAlready: "answered",
    ReasonMissing: "reason",
    AdoptionRefused: "decisions",
}
#: Codes of what was sent; all others are of the state that it met.
BAD_INPUT = {
    "invalid",
    "verdict",
    "reason",
    "empty",
    "kind",
    "size",
    "source",
    "number",
    "why",
    "choice",
    "scheme",
    "host",
    "unknown",
    "private",
    "events",
}


class Problem(Exception):
    """Said by an operation itself: a code of REQUEST, and `more` for the answer."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code, self.more = code, more


class Invalid(Problem):
    """What was sent does not fit; `errors` maps each field to what is wrong with it."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        told = [
            {"field": name, "message": str(text)}
            for name, texts in errors.items()
            for text in _flat(texts)
        ]
        super().__init__("request.invalid", errors=told)


def _flat(texts: Any) -> list[Any]:
    if isinstance(texts, Mapping):
        return [f"{key}: {text}" for key, inner in texts.items() for text in _flat(inner)]
    if isinstance(texts, list | tuple):
        return [text for inner in texts for text in _flat(inner)]
    return [texts]


def words_of(code: str) -> tuple[int, Any]:
    """Status and words of a code. Raises KeyError for one that nobody has given words."""
    if code in REQUEST:
        return REQUEST[code]
    room, _dot, name = code.partition(".")
    status = 400 if name in BAD_INPUT else 409
    if code in OWN:
        return status, OWN[code]
    return status, next(
        table[name] for of, table in TABLES.values() if of == room and name in table
    )


def all_codes() -> list[str]:
    """Every code there is, for the document."""
    refusals = {f"{room}.{name}" for room, table in TABLES.values() for name in table}
    return sorted({*REQUEST, *OWN, *refusals})


def code_of(refused: Exception) -> str:
    """The code of an action's refusal."""
    kind = type(refused)
    return f"{TABLES[kind][0]}.{FIXED.get(kind) or getattr(refused, 'code', '')}"


def answer(code: str, **more: Any) -> Response:
    """The problem as an answer."""
    try:
        status, words = words_of(code)
    except (KeyError, StopIteration):
        status, words = 409, REQUEST["request.invalid"][1]
    body = {
        "type": f"urn:reviewapp:problem:{code}",
        "title": str(words),
        "status": status,
        "code": code,
    } | more
    found = Response(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        found["WWW-Authenticate"] = 'Bearer realm="reviewapp"'
    return found


def handle(error: Exception, context: Any = None) -> Response | None:
    """The answer to anything that an operation raises; None for a fault of the program, which is a 500 or 503."""
    if isinstance(error, Problem):
        return answer(error.code, **error.more)
    if type(error) in TABLES:
        return answer(code_of(error), **_more(error))
    if isinstance(error, exceptions.Throttled):
        found = answer("request.too_many")
        found["Retry-After"] = str(max(1, round(error.wait or 1)))
        return found
    if isinstance(error, exceptions.ValidationError):
        errors = error.detail if isinstance(error.detail, Mapping) else {"": error.detail}
        return handle(Invalid(errors))
    for kind, code in STANDARD:
        if isinstance(error, kind):
            return answer(code)
    return None


def _more(error: Exception) -> dict[str, Any]:
    if isinstance(error, MergeRefused):
        return {"merges": list(error.merges), "pairs": list(error.pairs)}
    return {}


STANDARD: list[tuple[type[Exception], str]] = [
    (Http404, "request.not_found"),
    (exceptions.NotFound, "request.not_found"),
    (PermissionDenied, "access.role"),
    (exceptions.PermissionDenied, "access.role"),
    (exceptions.NotAuthenticated, "access.token"),
    (exceptions.AuthenticationFailed, "access.token"),
    (exceptions.MethodNotAllowed, "request.method"),
    (exceptions.UnsupportedMediaType, "request.media_type"),
    (exceptions.ParseError, "request.invalid"),
]
