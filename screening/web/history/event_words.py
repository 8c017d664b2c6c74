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
from screening.web.flow.methods_forms import MethodsForm
from screening.web.records.record_fields import NAMES
from screening.web.stage_names import place_words, stage_label

VERBS = {
    "create_review": _("created the review"),
    "change_review": _("changed the review"),
    "change_stage": _("changed how a stage runs"),
    "open_stage": _("opened a stage"),
    "close_stage": _("closed a stage"),
    "reopen_stage": _("reopened a stage"),
    "save_criterion": _("wrote a criterion"),
    "retire_criterion": _("removed a criterion"),
    "save_reason": _("wrote a reason for exclusion"),
    "order_criteria": _("put the criteria in order"),
    "copy_protocol": _("copied the protocol of another review"),
    "order_reasons": _("put the reasons in order"),
    "merge_reasons": _("merged a reason into another"),
    "answer_notice": _("kept a report in spite of a notice"),
    "withdraw_notice_answer": _("withdrew an answer to a notice"),
    "retire_reason": _("removed a reason"),
    "save_highlights": _("wrote a highlight list"),
    "delete_highlights": _("deleted a highlight list"),
    "vote": _("voted"),
    "withdraw_vote": _("withdrew the vote of a person who left"),
    "reopen": _("had a report screened again"),
    "calibrate": _("began a calibration round"),
    "end_calibration": _("ended a calibration round"),
    "deal": _("assigned records"),
    "lower_votes": _("lowered the number of votes for reports that nobody could vote on"),
    "put_away": _("made the review inactive"),
    "bring_back": _("reactivated the review"),
    "take_back": _("unassigned records"),
    "unblind": _("unblinded a stage"),
    "note": _("wrote a note"),
    "labels": _("labelled a record"),
    "label_made": _("created a label"),
    "label_saved": _("edited a label of the team"),
    "labels_merged": _("merged two labels"),
    "label_deleted": _("deleted a label"),
    "comment": _("commented on a record"),
    "upload_full_text": _("added a full text"),
    "remove_full_text": _("removed a full text"),
    "mark_page": _("marked a page of a full text"),
    "unmark_page": _("removed a mark from a full text"),
    "study": _("grouped reports into a study"),
    "unlink_study": _("removed reports from a study"),
    "rename_study": _("renamed a study"),
    "clear_vote": _("withdrew a vote"),
    "settle": _("resolved a conflict"),
    "discuss": _("sent a conflict to discussion"),
    "undo_settle": _("undid a resolution made by mistake"),
    "withdraw_settlement": _("re-opened a report: the resolution was withdrawn"),
    "undo_reopening": _("undid a re-opening"),
    "ask_reopening": _("asked for a report to be re-opened"),
    "decline_reopening": _("upheld a decision"),
    "merge": _("merged duplicates"),
    "undo_merge": _("undid a merge"),
    "retrieval": _("recorded a full text"),
    "remove": _("removed a record before screening"),
    "restore": _("restored a removed record"),
    "answer_pair": _("answered a possible duplicate"),
    "reopen_pair": _("put a pair back to be checked"),
    "dedupe": _("searched for duplicates"),
    "dedupe_policy": _("changed how related reports are handled"),
    "add_search": _("added a search"),
    "change_search": _("changed a search"),
    "delete_search": _("deleted a search"),
    "upload": _("uploaded a file"),
    "choose_format": _("chose how a file is read"),
    "discard_file": _("discarded a file"),
    "import": _("imported a file"),
    "undo_import": _("undid an import"),
    "adopt_decisions": _("imported decisions from another tool"),
    "mend_entry": _("corrected an entry that could not be imported"),
    "add_record": _("added a record manually"),
    "edit_record": _("edited a record"),
    "invite": _("invited somebody"),
    "revoke_invitation": _("revoked an invitation"),
    "join": _("joined"),
    "leave": _("left the review"),
    "remove_member": _("removed a member"),
    "change_roles": _("changed a member's roles"),
    "hand_over": _("made somebody a lead (site administrator)"),
    "word_diagram": _("edited the labels of the diagram"),
    "enter_number": _("entered a number from earlier work"),
    "withdraw_number": _("withdrew a manual number"),
    "publish": _("published a version"),
    "take_back_update": _("undid the start of an update"),
    "begin_update": _("began an update of the review"),
    "tool_exclude": _("let a tool exclude records"),
    "tool_release": _("undid exclusions made by a tool"),
    "learned_order": _("changed the learned order of a stage"),
    "stopping_rule": _("saved the stopping rule"),
    "redo_run": _("restored the merges of an undone search for duplicates"),
    "begin_duplicate_sample": _("drew a sample of pairs that the program was sure of"),
    "evaluate_duplicate_sample": _("evaluated a sample of pairs"),
    "give_up_duplicate_sample": _("abandoned a sample of pairs"),
    "begin_audit": _("drew an audit sample"),
    "evaluate_audit": _("evaluated an audit"),
    "give_up_audit": _("abandoned an audit"),
    "stop": _("decided to stop screening"),
    "resume": _("undid the decision to stop"),
    "archive_review": _("created an archive of the review"),
    "add_webhook": _("added a webhook"),
    "change_webhook": _("changed a webhook"),
    "change_webhook_secret": _("changed the secret of a webhook"),
    "end_webhook": _("ended a webhook"),
    "make_token": _("made a token for programs"),
    "end_token": _("ended a token for programs"),
    "add_service_account": _("added a service account"),
    "end_service_account": _("ended a service account"),
    "load_review": _("loaded the review from an archive"),
}
"""Verb to what the history says; a verb not listed is shown as it is."""


def _field_names(*models: type[Model]) -> dict[str, Any]:
    """Field → its name, of those that have one in both languages."""
    fields = [field for model in models for field in model._meta.fields]
    return {field.name: field.verbose_name for field in fields if isinstance(field.verbose_name, Promise)}


WORDS = {
    **_field_names(ManualNumber, Membership, Search, Criterion, Reason, HighlightList, StageSetting, Review),
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
LABELS: dict[str, Mapping[str, Any]] = {
    "verdict": dict(Verdict.choices),
    "kind": dict([*Criterion.Kind.choices, *Search.Kind.choices]),
    "colour": dict(HighlightList.Colour.choices),
    "status": dict(Retrieval.Status.choices),
    "purpose": dict(ServiceRun.Purpose.choices),
    "answer": dict(DuplicatePair.Answer.choices),
    "conflict_votes": dict(ConflictVotes.choices),
    "roles": {"lead": _("Lead"), "reviewer": _("Reviewer"), "adjudicator": _("Adjudicator"), "observer": _("Observer")},
}
"""Field → what its values are called."""
SKIPPED = {
    "criteria_order",
    "key", "merge", "evidence", "criterion", "highlights", "reason_id", "file_id", "search", "sha256", "run", "version",
    "size", "member", "code", "manual", "publication", "grade", "audit", "stop", "answer_id", "votes",
    "mark", "user", "token", "webhook", "heir", "invitation", "round", "head", "reopening", "request",
    "run_id", "undone_run", "strategy_id",
}  # fmt: skip
MANY = 20
"""Longer lists of records are told as a number."""


def title(event: Event) -> str:
    """What was done, as the rest of a sentence that begins with the person."""
    return str(VERBS.get(event.verb, event.verb.replace("_", " ")))


def lines(access: Access, events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events as the history shows them: `{"event", "actor", "title", "facts"}` each, in a fixed number of queries.

    `actor` is who did it, as the review names people where votes are shown, or None for the program.
    """
    reasons = {r.pk: r for r in Reason.objects.filter(review=access.review)}
    criteria = {str(c.pk): c for c in Criterion.objects.filter(review=access.review)}
    names = names_of(access)
    return [
        {
            "event": e, "actor": e.actor and names.get(e.actor_id, str(e.actor)), "title": title(e),
            "facts": facts(e, reasons, criteria),
        }
        for e in events
    ]  # fmt: skip


JUDGED = {"met": _("met"), "unclear": _("unclear"), "not_met": _("not met")}


def facts(event: Event, reasons: Mapping[int, Reason], criteria: Mapping[str, Criterion]) -> list[tuple[str, str]]:
    """The event's data as (name, value) in words; what only the program needs is left out."""
    told = [(gettext("stage"), stage_label(event.stage))] if event.stage else []
    for name, value in event.data.items():
        if name in SKIPPED or value in (None, "", [], {}):
            continue
        if name == "judgements":
            told += [(_criterion(key, criteria), str(JUDGED.get(answer, answer))) for key, answer in value.items()]
            continue
        shown = len(value) if name == "records" and isinstance(value, list) and len(value) > MANY else value
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
