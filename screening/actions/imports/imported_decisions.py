"""Decisions that another tool wrote into its export, taken over as votes of a member or as labels."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import Failed, Running
from screening.actions.records.labels import make_label, put_labels
from screening.actions.refusal import Refusal
from screening.actions.screening.voting import Refused, cast_vote
from screening.models import ImportFile, Job, Labelling, Membership, Reason, Record, Review, User
from screening.records.messages import Message, gettext_noop
from screening.records.text import title_key
from screening.stages import first

LABELS = "labels"
NO_MEMBER = gettext_noop(
    "Votes can only be assigned to reviewers of this review. Nothing more was imported."
)
AT_ONCE = 200
LONGEST_LABEL = 80

#: Whose decisions become what: "tool|name" to "labels" or to the id of a member.
Choices = Mapping[str, str]


class AdoptionRefused(Refusal):
    """Decisions that may not be taken over. `code`: state (the file is not imported),
    member (no reviewer here).
    """


@transaction.atomic
def begin_adoption(*, by: User, file: ImportFile, choices: Choices) -> Job:
    """A job that takes the chosen decisions of an imported file over, to be sent.
    Raises AdoptionRefused.
    """
    if file.state != ImportFile.State.IMPORTED:
        raise AdoptionRefused("state")
    people = {int(chosen) for chosen in choices.values() if chosen != LABELS}
    if _reviewers(file.review, people).keys() != people:
        raise AdoptionRefused("member")
    log(
        review=file.review,
        actor=by,
        verb="adopt_decisions",
        file=file.name,
        file_id=file.pk,
        decisions={
            who: "labels" if chosen == LABELS else int(chosen) for who, chosen in choices.items()
        },
    )
    return job_queue.enqueue(
        kind="adopt", review=file.review, by=by, file=file.pk, choices=dict(choices)
    )


def adopt(running: Running) -> dict[str, Any]:
    """The job "adopt". Params: file, choices. Result: votes cast, votes refused by reason,
    records labelled.

    Doing it twice changes nothing: each vote has a key made of record and decision.
    """
    file = ImportFile.objects.select_related("review").get(pk=running.params["file"])
    choices: Choices = running.params["choices"]
    people = _reviewers(file.review, {int(c) for c in choices.values() if c != LABELS})
    records = Record.objects.filter(file=file, pk__gt=running.resume.get("last", 0)).exclude(
        tool_decisions=[]
    )
    total = Record.objects.filter(file=file).exclude(tool_decisions=[]).count()
    told = Counter(running.resume.get("told", {}))
    reasons = {
        title_key(text): r.pk
        for r in _reasons(file.review)
        for text in (r.label_en, r.label_zh)
        if text
    }
    while batch := list(records.order_by("pk")[:AT_ONCE]):
        for record in batch:
            told.update(_adopt_one(running, record, choices, people, reasons))
        records = records.filter(pk__gt=batch[-1].pk)
        running.advance(running.done + len(batch), total)
        running.remember(last=batch[-1].pk, told=dict(told))
    return dict(told)


def _adopt_one(
    running: Running,
    record: Record,
    choices: Choices,
    people: Mapping[int, User],
    reasons: Mapping[str, int],
) -> Iterable[str]:
    """What came of each decision on the record: "votes", "labelled", or the code of a refusal."""
    labels: list[str] = []
    for decision in record.tool_decisions:
        chosen = choices.get(f"{decision['tool']}|{decision['by']}", "")
        if chosen == LABELS:
            named = " · ".join(
                part for part in (decision["tool"], decision["by"], decision["verdict"]) if part
            )
            labels += [named, *decision["labels"], *decision["reasons"]]
        elif chosen and decision["verdict"]:
            if int(chosen) not in people:
                raise Failed(Message(NO_MEMBER))
            yield _vote(record, decision, people[int(chosen)], reasons)
    if labels and running.job.by is not None:
        _label(record, running.job.by, labels)
        yield "labelled"


def _vote(
    record: Record, decision: Mapping[str, Any], person: User, reasons: Mapping[str, int]
) -> str:
    reason = next(
        (reasons[title_key(text)] for text in decision["reasons"] if title_key(text) in reasons),
        None,
    )
    try:
        cast_vote(
            by=person,
            review=record.review,
            record_id=record.pk,
            stage=first().key,
            verdict=decision["verdict"],
            key=_key(record, decision, person),
            reason_id=reason if decision["verdict"] == "exclude" else None,
        )
    except Refused as refused:
        return refused.code
    return "votes"


def _key(record: Record, decision: Mapping[str, Any], person: User) -> UUID:
    return uuid5(NAMESPACE_URL, f"{record.pk}/{person.pk}/{decision['tool']}/{decision['by']}")


def _label(record: Record, by: User, names: Iterable[str]) -> None:
    fitting = (
        name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
        for name in names
        if name.strip()
    )
    made = [make_label(by=by, review=record.review, name=name).pk for name in fitting]
    there = Labelling.objects.filter(record=record, user=by).values_list("label", flat=True)
    put_labels(by=by, review=record.review, record_id=record.pk, label_ids=[*there, *made])


def _reviewers(review: Review, people: set[int]) -> dict[int, User]:
    members = Membership.objects.filter(review=review, user__in=people, reviews=True, ended_at=None)
    return {member.user_id: member.user for member in members.select_related("user")}


def _reasons(review: Review) -> Iterable[Reason]:
    return Reason.objects.filter(review=review, stage=first().key, retired_at=None)
