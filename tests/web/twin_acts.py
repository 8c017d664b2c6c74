"""What somebody does who would like to know of the votes of others, and how it is undone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from screening.models import (
    DuplicatePair,
    Merge,
    Reason,
    Record,
)
from screening.queries.protocol.rule_changes import rule_changes
from tests.web.roles_table import PEOPLE, ROWS
from tests.web.test_blinding import (
    FT,
    TA,
)
from tests.world import World

#: Address, what the path names, what is sent.
Step = tuple[str, dict[str, Any], dict[str, Any]]
#: Of no review.
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


def acts(person: str) -> Iterator[Act]:
    """The acts chosen to hurt, and every POST of the role table that this person may send, as the
    table sends it.
    """
    yield from ACTS
    for row in ROWS:
        allowed = row.POST and row.expected("POST", PEOPLE.index(person)) < 400
        if allowed and row.name not in OF_ACCOUNTS:
            yield Act(row.name, lambda world, record, row=row: [(row.name, {}, row.data(world))])
