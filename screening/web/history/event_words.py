"""What each event of the history is called, and its facts in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.models import (
    ConflictVotes,
    Criterion,
    DuplicatePair,
    Event,
    HighlightList,
    ManualNumber,
    Membership,
    Note,
    Reason,
    Retrieval,
    Review,
    Search,
    ServiceRun,
    StageSetting,
    Verdict,
)
from screening.queries.access.authorization import Access
from screening.queries.screening.conflicts import names_of
from screening.replay import verbs
from screening.web.flow.methods_forms import MethodsForm
from screening.web.records.record_fields import NAMES
from screening.web.stage_names import place_words, stage_label

#: Verb to what the history says; a verb not listed is shown as it is.
VERBS = {key: _(verb.words) for key, verb in verbs.VERBS.items()}


def _field_names(*models: type[Model]) -> dict[str, Any]:
    """Field → its name, of those that have one in both languages."""
    fields = [field for model in models for field in model._meta.fields]
    return {
        field.name: field.verbose_name
        for field in fields
        if isinstance(field.verbose_name, Promise)
    }


WORDS = {
    **_field_names(
        ManualNumber, Membership, Search, Criterion, Reason, HighlightList, StageSetting, Review
    ),
    **{name: field.label for name, field in MethodsForm.base_fields.items()},
    **NAMES,
    "text": _("note"),
    "shared": Note._meta.get_field("shared").verbose_name,
    "compared": _("records compared"),
    "merged": _("merged"),
    "to_check": _("to check"),
    "answer": _("answer"),
    "comment": _("comment"),
    "labels": _("labels"),
    "methods": _("Methods section"),
    "records_dealt": _("records"),
    "records_freed": _("records"),
    "published_at_place": NAMES["place"],
    "kind": _("kind"),
    "platform": _("platform"),
    "date_run": _("date run"),
    "coverage": _("coverage"),
    "strategy": _("search strategy, line by line"),
    "limits": _("limits and restrictions"),
    "filters": _("search filters used"),
    "peer_review": _("peer review of the strategy"),
    "hits": _("hits reported"),
    "ran_by": _("run by"),
    "format": _("format"),
    "encoding": _("encoding"),
    "mapping": _("columns"),
    "line": _("line"),
    "page": _("page"),
    "verdict": _("verdict"),
    "reason": _("reason"),
    "criteria_added": _("criteria added"),
    "reasons_added": _("reasons added"),
    "rationale": _("rationale"),
    "status": _("status"),
    "note": _("note"),
    "notices": _("notices"),
    "into_reason": _("into"),
    "before": _("before"),
    "after": _("after"),
    "records": _("records"),
    "name": _("name"),
    "text_en": _("text in English"),
    "text_zh": _("text in Chinese"),
    "label_en": _("label in English"),
    "label_zh": _("label in Chinese"),
    "title_en": _("title in English"),
    "title_zh": _("title in Chinese"),
    "imported": _("imported"),
    "rejected": _("rejected"),
    "found": _("found"),
    "file": _("file"),
    "email": _("e-mail address"),
    "roles": _("roles"),
    "rule": _("stopping rule"),
    "drawn": _("records in the sample"),
    "unscreened": _("records without a vote"),
    "look": _("audit number"),
    "repeatable": _("more audits allowed"),
    "relevant": _("relevant"),
    "bound": _("at most relevant among them"),
    "screened": _("decided"),
    "left": _("left"),
    "moves": _("reports moved"),
    "taken_back": _("undoes the previous change"),
    "learned": _("learned order"),
    "events": _("events"),
    "terms": _("terms"),
    "why": _("why"),
    "scopes": _("what it may be used for"),
    "terms_told": _("terms shown after the vote"),
    "purpose": _("purpose"),
    "services": _("services"),
    "query": _("query"),
    "reported": _("hits reported"),
    "fetched": _("fetched"),
    "new": _("new"),
    "notices_weekly": _("looks for retractions and corrections every week"),
    "days": _("days between two runs"),
    "fields": _("fields"),
    "openurl": _("link resolver of the library (OpenURL)"),
    "libkey": _("number of the library at LibKey"),
    "ezproxy": _("prefix of the library's proxy"),
}
#: Field → what its values are called.
LABELS: dict[str, Mapping[str, Any]] = {
    "verdict": dict(Verdict.choices),
    "kind": dict([*Criterion.Kind.choices, *Search.Kind.choices]),
    "colour": dict(HighlightList.Colour.choices),
    "status": dict(Retrieval.Status.choices),
    "purpose": dict(ServiceRun.Purpose.choices),
    "answer": dict(DuplicatePair.Answer.choices),
    "conflict_votes": dict(ConflictVotes.choices),
    "roles": {
        "lead": _("Lead"),
        "reviewer": _("Reviewer"),
        "adjudicator": _("Adjudicator"),
        "observer": _("Observer"),
    },
}
SKIPPED = {
    "criteria_order",
    "key",
    "merge",
    "evidence",
    "criterion",
    "highlights",
    "reason_id",
    "file_id",
    "search",
    "sha256",
    "run",
    "version",
    "size",
    "member",
    "code",
    "manual",
    "publication",
    "grade",
    "audit",
    "stop",
    "answer_id",
    "votes",
    "mark",
    "user",
    "token",
    "webhook",
    "heir",
    "invitation",
    "round",
    "head",
    "reopening",
    "request",
    "run_id",
    "undone_run",
    "strategy_id",
    "entries",
}
#: Longer lists of records are told as a number.
MANY = 20


def title(event: Event) -> str:
    """What was done, as the rest of a sentence that begins with the person."""
    return str(VERBS.get(event.verb, event.verb.replace("_", " ")))


def lines(access: Access, events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events as the history shows them: `{"event", "actor", "title", "facts"}` each,
    in a fixed number of queries.

    `actor` is who did it, as the review names people where votes are shown,
    or None for the program.
    """
    reasons = {r.pk: r for r in Reason.objects.filter(review=access.review)}
    criteria = {str(c.pk): c for c in Criterion.objects.filter(review=access.review)}
    names = names_of(access)
    return [
        {
            "event": e,
            "actor": e.actor and names.get(e.actor_id, str(e.actor)),
            "title": title(e),
            "facts": facts(e, reasons, criteria),
        }
        for e in events
    ]


JUDGED = {"met": _("met"), "unclear": _("unclear"), "not_met": _("not met")}


def facts(
    event: Event, reasons: Mapping[int, Reason], criteria: Mapping[str, Criterion]
) -> list[tuple[str, str]]:
    """The event's data as (name, value) in words; what only the program needs is left out."""
    told = [(gettext("stage"), stage_label(event.stage))] if event.stage else []
    for name, value in event.data.items():
        if name in SKIPPED or value in (None, "", [], {}):
            continue
        if name == "judgements":
            told += [
                (_criterion(key, criteria), str(JUDGED.get(answer, answer)))
                for key, answer in value.items()
            ]
            continue
        shown = (
            len(value)
            if name == "records" and isinstance(value, list) and len(value) > MANY
            else value
        )
        told.append((str(WORDS.get(name, name)), _value(name, shown, reasons)))
    return told


def _criterion(key: str, criteria: Mapping[str, Criterion]) -> str:
    return str(criteria[key].get_kind_display()) if key in criteria else key


def _value(name: str, value: Any, reasons: Mapping[int, Reason]) -> str:
    if name in ("reason", "into_reason") and isinstance(value, int):
        return reasons[value].label if value in reasons else str(value)
    if isinstance(value, str) and value in LABELS.get(name, {}):
        return str(LABELS[name][value])
    if isinstance(value, dict):
        inner = [
            f"{WORDS.get(k, k)}: {_value(k, v, reasons)}"
            for k, v in value.items()
            if v not in (None, "", []) and k not in SKIPPED
        ]
        return " · ".join(inner) or "–"
    if name == "moves" and isinstance(value, list):
        return gettext("; ").join(f"{place_words(a)} → {place_words(b)}: {n}" for a, b, n in value)
    if isinstance(value, list):
        return ", ".join(_value(name, item, reasons) for item in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
