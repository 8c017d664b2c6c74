"""Acting twins: whatever somebody does, and undoes,
an open vote of somebody else tells them nothing while they may vote.

The worlds are those of `test_blinding`: the second reviewer has done nothing with a record, has
included it, or has excluded it with a reason, a note, a label and a mark. In each of them the
viewer performs one act (every POST of the role table, and the acts of `ACTS`, chosen to hurt), says
yes where the program asks, waits for the work in the background, looks at everything that could
tell, undoes the act, and looks again. Then the viewer tries to vote on the record, with a
reviewer's role if need be. What was shown must be the same in all worlds in which that vote is
taken.
"""

import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from screening.actions.screening.voting import cast_vote
from screening.models import (
    Criterion,
    DuplicatePair,
    FullTextFile,
    FullTextMark,
    Job,
    Membership,
    Merge,
    Reason,
    Record,
    User,
)
from screening.queries.protocol.rule_changes import rule_changes
from screening.tasks import run_job
from tests.web.roles_table import PEOPLE, ROWS
from tests.web.test_blinding import (
    FT,
    TA,
    WORLDS,
    Seen,
    at_full_text,
    difference,
    look,
    progress_pages,
    target,
    world,
)
from tests.web.test_leaks import AGREED
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

Step = tuple[str, dict[str, Any], dict[str, Any]]
"""Address, what the path names, what is sent."""
WORK = ("export", "archive", "stop", "release", "stopping_p", "what_if")
PRESENCE = {
    "stop",
    "resume",
    "audit-begin",
    "audit-give-up",
    "stage-calibrate",
    "stage-again",
    "file-undo",
    "team",
    "member-remove",
    "team-leave",
    "stage-deal",
    "methods",
    "stopping-check",
}
"""Acts whose outcome tells how many records somebody has voted on, as the pages of progress do:
compared in the worlds in which there is a vote, which must not tell from one another.
"""
OF_ACCOUNTS = {
    "sign-in",
    "sign-out",
    "sign-up",
    "join",
    "password_reset",
    "password_reset_confirm",
    "account-password",
    "account-email",
    "account-sessions",
    "account",
    "account-keys",
    "news-choices",
    "news-off",
    "language",
    "theme",
    "review-new",
    "review-load",
}
"""Of no review."""
VIEWERS = ("first", "lead", "lead who does not vote", "adjudicator", "observer")
REASON = {"reason": "试点结束 Why not"}


@dataclass(frozen=True)
class Act:
    """Something done, and how it is undone; steps are made when they are taken,
    from the world and the record.
    """

    name: str
    do: Callable[[World, Record], list[Step]]
    undo: Callable[[World, Record], list[Step]] = lambda world, record: []


def _merge_undo(world: World, record: Record) -> list[Step]:
    done = Merge.objects.filter(review=world.cast.review, undone_at=None).latest("pk")
    return [("merge-undo", {"merge_id": done.pk}, {"later": "1"})]


def _other(world: World) -> Record:
    return Record.objects.get(review=world.cast.review, title="外泌体 3")


def _rules(**changed: Any) -> dict[str, Any]:
    return {"votes_needed": "2", "double_share": "100"} | changed


def _stage_edit(**changed: Any) -> Act:
    stage = changed.pop("stage", TA)
    return Act(
        f"stage-edit {changed}",
        lambda world, record: [("stage-edit", {"stage": stage}, _rules(**changed))],
        lambda world, record: [("stage-edit", {"stage": stage}, _rules())],
    )


def _taken_back(world: World, record: Record) -> list[Step]:
    return [("rule-take-back", {"change_id": max(rule_changes(world.cast.review))}, {})]


def _pair(first_is_mine: bool) -> Callable[[World, Record], list[Step]]:
    def steps(world: World, record: Record) -> list[Step]:
        other = _other(world)
        pair = DuplicatePair.objects.create(review=world.cast.review, first=record, second=other)
        primary = record.pk if first_is_mine else other.pk
        return [("pair-answer", {"pair_id": pair.pk}, {"answer": "same", "primary": primary})]

    return steps


def _single(world: World, record: Record) -> list[Step]:
    """A record of which one vote is wanted, for another to be joined to it."""
    world.cast.review.stages.filter(stage=TA).update(double_share=50)
    Record.objects.filter(pk=_other(world).pk).update(shuffle=95)
    return _pair(False)(world, record)


def _last_reason(world: World) -> Reason:
    found = Reason.objects.filter(review=world.cast.review, stage=TA, retired_at=None).last()
    assert found is not None
    return found


def _roles(**on: str) -> Callable[[World, Record], list[Step]]:
    def steps(world: World, record: Record) -> list[Step]:
        return [
            (
                "member",
                {"member_id": world.cast.review.memberships.get(user=world.cast.lead).pk},
                on,
            )
        ]

    return steps


def _closed(*between: Step) -> Callable[[World, Record], list[Step]]:
    return lambda world, record: [
        ("stage-close", {"stage": TA}, REASON),
        ("stage-close", {"stage": FT}, REASON),
        *between,
    ]


def _opened(world: World, record: Record) -> list[Step]:
    return [("stage-open", {"stage": TA}, REASON), ("stage-open", {"stage": FT}, REASON)]


def _search_kind(kind: str) -> Callable[[World, Record], list[Step]]:
    def steps(world: World, record: Record) -> list[Step]:
        search = record.search
        return [("search-edit", {"search_id": search.pk}, {"kind": kind, "name": search.name})]

    return steps


def _methods(skips: bool) -> Callable[[World, Record], list[Step]]:
    data = {"title_zh": "肺结节", "conflict_votes": "adjudicators"} | (
        {"other_skips_screening": "on"} if skips else {}
    )
    return lambda world, record: [("protocol-edit", {}, data)]


def _votes(*verdicts: str) -> Callable[[World, Record], list[Step]]:
    def steps(world: World, record: Record) -> list[Step]:
        stage = TA if record.place == "await_ta" else FT
        press = lambda verdict: {"record": record.pk, "verdict": verdict, "key": str(uuid4())}  # noqa: E731
        return [("vote", {"stage": stage}, press(verdict)) for verdict in verdicts]

    return steps


def _cleared(world: World, record: Record) -> list[Step]:
    stage = TA if record.place == "await_ta" else FT
    return [("clear-vote", {"stage": stage}, {"record": record.pk, "key": str(uuid4())})]


def _many(what: str, **more: str) -> Callable[[World, Record], list[Step]]:
    return lambda world, record: [
        ("records-many", {}, {"what": what, "records": [record.pk]} | more)
    ]


def _status(status: str) -> Callable[[World, Record], list[Step]]:
    return lambda world, record: [
        ("full-text-status", {}, {"records": [record.pk], "status": status})
    ]


ACTS = [
    _stage_edit(votes_needed="1"),
    _stage_edit(double_share="0"),
    _stage_edit(votes_needed="1", double_share="50"),
    _stage_edit(maybe_conflicts="on"),
    _stage_edit(reason_required="on"),
    _stage_edit(votes_needed="1", stage=FT),
    Act("rules lowered and taken back", lambda w, r: [("stage-edit", {"stage": TA}, _rules(votes_needed="1"))], _taken_back),
    Act("close and open", _closed(), _opened),
    Act("archive while closed", _closed(("archive", {}, REASON)), _opened),
    Act("unblind", lambda w, r: [("stage-unblind", {"stage": TA}, REASON)]),
    Act("join, mine stays", _pair(True), _merge_undo),
    Act("join, the other stays", _pair(False), _merge_undo),
    Act("join to one that wants one vote", _single, _merge_undo),
    Act("mark as a duplicate", lambda w, r: [("record-duplicate", {"record_id": r.pk}, {"of": _other(w).pk})], _merge_undo),
    Act("retire a reason", lambda w, r: [("reason-change", {"reason_id": _last_reason(w).pk, "change": "retire"}, {})]),
    Act("move a reason", lambda w, r: [("reason-change", {"reason_id": _last_reason(w).pk, "change": "up"}, {})]),
    Act("give up voting, and take it up", _roles(leads="on"), _roles(leads="on", reviews="on")),
    Act("become adjudicator", _roles(leads="on", reviews="on", adjudicates="on"), _roles(leads="on", reviews="on")),
    Act("search of another kind", _search_kind("website"), _search_kind("database")),
    Act("other methods screened", _methods(False), _methods(True)),
    Act("vote, look, take it back", _votes("include"), _cleared),
    Act("vote twice", _votes("include", "maybe"), _votes("exclude")),
    Act("vote at the next stage", lambda w, r: [("vote", {"stage": FT}, {"record": r.pk, "verdict": "include", "key": str(uuid4())})], _cleared),
    Act("remove and restore", _many("remove", reason="无关", note="无关"), _many("restore")),
    Act("label and unlabel", lambda w, r: [("labels", {"stage": TA}, {"record": r.pk, "new": "综述", "key": str(uuid4())})],
        lambda w, r: [("labels", {"stage": TA}, {"record": r.pk, "key": str(uuid4())})]),
    Act("not at hand", _status("requested"), _status("retrieved")),
    Act("still to find", _status("to_find"), _status("retrieved")),
    Act("not retrieved", _status("not_retrieved"), _status("retrieved")),
    Act("audit and give up", lambda w, r: [("audit-begin", {"stage": TA}, {"size": "5"})],
        lambda w, r: [("audit-give-up", {"stage": TA}, REASON)]),
    Act("stop and screen on", lambda w, r: [("stopping-rule", {"stage": TA}, {"rule": "停"}), ("stop", {"stage": TA}, {})],
        lambda w, r: [("resume", {"stage": TA}, REASON)]),
    Act("calibrate and end", lambda w, r: [("stage-calibrate", {"stage": TA}, {"size": "2"})],
        lambda w, r: [("stage-calibrated", {"stage": TA}, {})]),
    Act("deal and take back", lambda w, r: [("stage-deal", {"stage": TA}, {"people": [m.pk for m in w.cast.review.memberships.filter(reviews=True)], "each": "2"})],
        lambda w, r: [("stage-deal-back", {"stage": TA}, {})]),
    Act("export to a file", lambda w, r: [("records-prepare", {"form": "csv"}, {"query": ""})]),
]  # fmt: skip


def acts(world: World, person: str) -> Iterator[Act]:
    """Every POST of the role table that this person may send, as the table sends it,
    and the acts chosen to hurt.
    """
    yield from ACTS
    for row in ROWS:
        allowed = row.POST and row.expected("POST", PEOPLE.index(person)) < 400
        if allowed and row.name not in OF_ACCOUNTS:
            yield Act(row.name, lambda world, record, row=row: [(row.name, {}, row.data(world))])


def marked(world: World, record: Record) -> None:
    """A mark of the other's in the full text of the record."""
    file = FullTextFile.objects.filter(record__review=world.cast.review).first()
    if file is not None:
        FullTextMark.objects.create(
            file=file, user=world.cast.second, page=3, quote="geheim 秘密标注"
        )


def take(client: Client, world: World, steps: list[Step]) -> None:
    for name, named, data in steps:
        path = world.path(name, **named)
        answer = client.post(path, data)
        agreed = (
            AGREED.search(answer.content.decode())
            if answer.status_code == 200 and not answer.streaming
            else None
        )
        if agreed:
            client.post(path, data | {"agreed": agreed[1]} | REASON)
        for job in Job.objects.filter(kind__in=WORK, state="queued").order_by("pk"):
            run_job(job.pk)


def looked(client: Client, world: World, record: Record) -> dict[str, Seen]:
    """Every page on which one record could show."""
    paths = [
        world.path("record", record_id=record.pk),
        world.path("records"),
        world.path("history"),
        world.path("flow"),
        world.path("screen", stage=TA),
        world.path("screen", stage=FT),
        world.path("my-decisions", stage=TA),
        world.path("screen-cards", stage=TA) + f"?ids={record.pk}",
        world.path("conflicts", stage=TA),
        world.path("conflicts", stage=FT),
        world.path("full-texts"),
        world.path("duplicates") + "?tab=merged",
        world.path("protocol"),
        world.path("stages"),
        world.path("records-export", form="csv"),
        world.path("notices"),
        world.path("agreement"),
        world.path("studies"),
        world.path("archive-download"),
        *(world.path("reason-edit", reason_id=r) for r in REASONS),
    ]
    done = (
        Job.objects.filter(kind="export", state="done")
        .order_by("-pk")
        .values_list("pk", flat=True)[:1]
    )
    paths += [world.path("export-file", export_id=pk) for pk in done]
    return {path: look(client, path) for path in paths}


REASONS: list[int] = []
"""Reasons of the review, by number: whether one is still there must tell nothing."""


def played(
    world: World, record: Record, stage: str, viewer: User, act: Act, happen: Any
) -> tuple[list[Any], bool]:
    """What the viewer was shown after the act and after its undoing,
    and whether a vote on the record is taken then.
    """
    client = Client(raise_request_exception=False)
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    client.get(world.path("notices"))
    shown = []
    take(client, world, act.do(world, record))
    shown.append(looked(client, world, record))
    if undo := act.undo(world, record):
        take(client, world, undo)
        shown.append(looked(client, world, record))
    Membership.objects.filter(review=world.cast.review, user=viewer).update(reviews=True)
    data = {"record": record.pk, "verdict": "include", "key": str(uuid4())}
    answer = client.post(
        world.path("vote", stage=stage), data, headers={"accept": "application/json"}
    )
    return shown, answer.status_code == 200


def told_apart(world: World, record: Record, stage: str, viewer: User, act: Act) -> dict[str, str]:
    """The pages that differ between worlds in which the viewer may still vote on the record."""
    found: list[tuple[bool, list[dict[str, Seen]]]] = []
    for happen in WORLDS:
        with transaction.atomic():
            happen(world, record, stage)
            if happen is WORLDS[2]:
                marked(world, record)
            shown, votes = played(world, record, stage, viewer, act, happen)
            found.append((votes, shown))
            transaction.set_rollback(True)
    start = (
        1
        if act.name.split(" ")[0] in PRESENCE
        or any(word in act.name for word in ("stop", "audit", "calibrate"))
        else 0
    )
    told, apart = progress_pages(world), dict[str, str]()
    for counted in (False, True):
        # Pages of progress tell how many votes there are: they are compared where there is one.
        voting = [shown for votes, shown in found[1 if counted else start :] if votes]
        for other in voting[1:]:
            for one, two in zip(voting[0], other, strict=True):
                apart |= {
                    f"{act.name}: {path}": difference(one[path], two[path])
                    for path in one
                    if (path in told) is counted
                    and (one[path].status, stripped(one[path]))
                    != (two[path].status, stripped(two[path]))
                }
    return apart


@pytest.fixture(autouse=True)
def _same_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples of audits and calibrations are drawn alike in all worlds:
    else the draw would tell them apart.
    """
    monkeypatch.setattr("random.SystemRandom", lambda: random.Random(7))


def stripped(page: Seen) -> bytes:
    """Without the numbers of events, which no page links to, in cursors of the history."""
    return re.sub(rb"page=[^\"&]*", b"page=", page.body)


ALL = os.environ.get("ACTING_TWINS") == "all"
"""Every viewer, at both stages, with every POST of the role table: hours. Without it,
what has told most.
"""
OF = {
    "lead": ("rules", "close", "archive", "join to", "vote twice", "not at hand"),
    "first": ("join", "vote", "label"),
}
"""Beginnings of the acts that are tried in every run."""
CASES = (
    [(viewer, stage) for viewer in VIEWERS for stage in (TA, FT)]
    if ALL
    else [("lead", TA), ("first", TA)]
)


@pytest.mark.parametrize(("viewer", "stage"), CASES)
def test_no_act_and_no_undo_of_it_tells_of_an_open_vote(
    world: World, target: Record, at_full_text: Record, viewer: str, stage: str
) -> None:
    record = target if stage == TA else at_full_text
    role = viewer.split(" ")[0]
    user = world.person(role)
    assert user is not None
    if "not" in viewer or viewer == "observer":
        Membership.objects.filter(user=user).update(reviews=False)
    REASONS[:] = Reason.objects.filter(review=world.cast.review).values_list("pk", flat=True)
    Criterion.objects.filter(review=world.cast.review).first()
    apart: dict[str, str] = {}
    for act in acts(world, {"first": "reviewer"}.get(role, role)) if ALL else ACTS:
        if not ALL and not act.name.startswith(OF[role]):
            continue
        apart |= told_apart(world, record, stage, user, act)
    assert apart == {}


def test_a_protection_switched_off_is_found(
    world: World, target: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail: without the bars, acts that tell nothing in the test above tell the
    worlds apart.
    """
    lowered = next(act for act in ACTS if act.name == "rules lowered and taken back")
    monkeypatch.setattr("screening.actions.protocol.rule_changes.bar", lambda **kwargs: 0)
    assert told_apart(world, target, TA, world.cast.lead, lowered) != {}
    joined = next(act for act in ACTS if act.name == "join to one that wants one vote")
    monkeypatch.setattr(
        "screening.actions.duplicates.merged_decisions._want_as_before", lambda *args: None
    )
    assert told_apart(world, target, TA, world.cast.first, joined) == {}, (
        "whoever has seen it is barred all the same"
    )
    monkeypatch.setattr("screening.actions.duplicates.merge.bar_after_parting", lambda **kwargs: 0)
    assert told_apart(world, target, TA, world.cast.first, joined) != {}
    voted = next(act for act in ACTS if act.name == "vote twice")
    monkeypatch.setattr("screening.web.screening.first_look.seen_by", lambda *args: 0)
    monkeypatch.setattr("screening.actions.exports.export_job.outcomes_seen", lambda *args: 0)
    assert told_apart(world, target, TA, world.cast.first, voted) != {}


def test_votes_are_taken_after_most_acts(
    world: World, target: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check in which nobody could vote afterwards would prove nothing."""
    monkeypatch.setattr(f"{__name__}.looked", lambda *args: {})
    taken = []
    for act in ACTS[:8]:
        with transaction.atomic():
            cast_vote(
                by=world.cast.second,
                review=world.cast.review,
                record_id=target.pk,
                stage=TA,
                verdict="include",
                key=uuid4(),
            )
            taken.append(played(world, target, TA, world.cast.lead, act, None)[1])
            transaction.set_rollback(True)
    assert sum(taken) >= 4
