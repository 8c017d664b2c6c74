"""Changes of the rules: seen before they take effect, applied to all reports or to none,
taken back; always verified.
"""

from typing import Any
from uuid import uuid4

import pytest

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.protocol import rule_changes as actions
from screening.actions.records.record_edits import add_record
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import Event, Notice, Reason, Record, StageSetting, Standing, Unblinded, User
from screening.queries.protocol.rule_changes import rule_changes
from screening.records.record import Record as Entry
from tests.builders import Cast, join, make_cast, make_search, make_user
from tests.web.test_leaks import AGREED, Attack

pytestmark = pytest.mark.django_db
TA, FT = "title-abstract", "full-text"
STAGE = {"votes_needed": "2", "double_share": "100"}
PROTOCOL = {"title_zh": "肺结节", "conflict_votes": "adjudicators"}


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    Reason.objects.create(review=made.review, stage=FT, label_zh="研究设计不符")
    return made


def added(cast: Cast, kind: str, number: int) -> list[Record]:
    search = make_search(cast.review, kind=kind, name=f"{kind} 检索")
    Event.objects.create(
        review=cast.review,
        at=search.created_at,
        actor=cast.lead,
        verb="add_search",
        data={"search": search.pk, "name": search.name, "kind": kind},
    )
    return [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"{kind} 题名 {n}"))
        for n in range(number)
    ]


def vote(
    cast: Cast, by: User, record: Record, verdict: str = "include", stage: str = TA, **more: Any
) -> None:
    cast_vote(
        by=by,
        review=cast.review,
        record_id=record.pk,
        stage=stage,
        verdict=verdict,
        key=uuid4(),
        **more,
    )


def both(cast: Cast, record: Record, *verdicts: str, stage: str = TA) -> None:
    for user, verdict in zip((cast.first, cast.second), verdicts, strict=True):
        vote(cast, user, record, verdict, stage)


def places(cast: Cast) -> dict[int, str]:
    return dict(Record.objects.filter(review=cast.review).values_list("pk", "place"))


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def agree(lead: Attack, path: str, data: dict[str, str], shown: str, **more: str) -> Any:
    found = AGREED.search(shown)
    assert found
    return lead.client.post(path, data | {"agreed": found[1]} | more)


def test_records_of_other_methods_all_move_and_come_back(cast: Cast) -> None:
    """Unticking changed nothing, then single reports fell back when something else touched them."""
    records = added(cast, "website", 4)
    set_retrieval(
        by=cast.lead, review=cast.review, record_ids=[r.pk for r in records[:2]], status="retrieved"
    )
    both(cast, records[0], "include", "include", stage=FT)
    lead = Attack(cast, cast.lead)
    before = places(cast)
    assert sorted(before.values()) == ["await_ft", "await_retrieval", "await_retrieval", "included"]
    shown = page(lead.client.post(lead.path("protocol-edit"), PROTOCOL))
    assert shown.count("Awaiting screening") == 3
    assert places(cast) == before, "nothing has moved yet"
    assert agree(lead, lead.path("protocol-edit"), PROTOCOL, shown).status_code == 302
    assert set(places(cast).values()) == {"await_ta"}
    assert verify(cast.review.__class__.objects.get(pk=cast.review.pk)) == []
    back = lead.path("rule-take-back", change_id=max(rule_changes(cast.review)))
    shown = page(lead.client.get(back))
    assert "Undo this change?" in shown
    agree(lead, back, {}, shown)
    assert places(cast) == before
    assert verify(cast.review.__class__.objects.get(pk=cast.review.pk)) == []
    assert rule_changes(cast.review) == {}


def test_search_of_another_kind_says_what_moves(cast: Cast) -> None:
    """Reports moved without a word."""
    records = added(cast, "database", 3)
    both(cast, records[0], "exclude", "exclude")
    lead, search = Attack(cast, cast.lead), records[0].search
    before = places(cast)
    path = lead.path("search-edit", search_id=search.pk)
    data = {"kind": "website", "name": search.name}
    shown = page(lead.client.post(path, data))
    assert "Excluded on title and abstract" in shown
    assert places(cast) == before
    agree(lead, path, data, shown)
    assert set(places(cast).values()) == {"await_retrieval"}
    assert verify(cast.review) == []
    back = lead.path("rule-take-back", change_id=max(rule_changes(cast.review)))
    agree(lead, back, {}, page(lead.client.get(back)))
    assert places(cast) == before
    assert verify(cast.review) == []


def test_nothing_moves_where_something_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    records = added(cast, "website", 3)
    monkeypatch.setattr("screening.actions.protocol.rule_outlook.BATCH", 1)
    written, write = [], actions.write

    def fail(*args: Any) -> None:
        write(*args)
        written.append(args)
        if len(written) == 2:
            raise RuntimeError

    monkeypatch.setattr(actions, "write", fail)
    before = places(cast)
    lead = Attack(cast, cast.lead)
    lead.post("protocol-edit", PROTOCOL)
    assert len(written) == 2
    assert places(cast) == before
    cast.review.refresh_from_db()
    assert cast.review.other_skips_screening
    assert records


def test_maybe_and_cutoff_move_decided_reports_there_and_back(cast: Cast) -> None:
    records = added(cast, "database", 2)
    criterion = cast.review.criteria.create(stage=TA, kind="quality", text_en="Adults")
    both(cast, records[0], "include", "maybe")
    for user in (cast.first, cast.second):
        vote(cast, user, records[1], judgements={str(criterion.pk): "unclear"})
    before = places(cast)
    lead = Attack(cast, cast.lead)
    path = lead.path("stage-edit", stage=TA)
    data = STAGE | {"maybe_conflicts": "on", "cutoff": "60"}
    shown = page(lead.client.post(path, data))
    assert "Awaiting screening, in conflict" in shown
    agree(lead, path, data, shown)
    assert places(cast) == {records[0].pk: "await_ta", records[1].pk: "ta_exclude"}
    assert verify(cast.review) == []
    back = lead.path("rule-take-back", change_id=max(rule_changes(cast.review)))
    agree(lead, back, {}, page(lead.client.get(back)))
    assert places(cast) == before
    assert verify(cast.review) == []


def test_fewer_votes_need_a_reason_and_say_how_many_not_which_way(cast: Cast) -> None:
    pages = []
    for verdict in ("include", "exclude"):
        record = added(cast, "register", 1)[0]
        vote(cast, cast.first, record, verdict)
        lead = Attack(cast, cast.lead)
        path = lead.path("stage-edit", stage=TA)
        shown = page(lead.client.post(path, STAGE | {"votes_needed": "1"}))
        pages.append("1 report waiting" in shown or "2 reports waiting" in shown)
        assert "Full text not yet found" not in shown
        assert "Excluded on title" not in shown
        again = page(agree(lead, path, STAGE | {"votes_needed": "1"}, shown))
        assert "Give a reason" in again
    assert pages == [True, True]
    assert set(places(cast).values()) == {"await_ta"}
    assert not Notice.objects.exists()


def test_lowered_seen_and_taken_back_leaves_it_to_somebody_new(cast: Cast) -> None:
    record = added(cast, "database", 1)[0]
    vote(cast, cast.first, record)
    lead = Attack(cast, cast.lead)
    lead.post("stage-edit", STAGE | {"votes_needed": "1"}, stage=TA)
    assert places(cast) == {record.pk: "await_retrieval"}
    assert verify(cast.review) == []
    lead.look(record)
    back = lead.path("rule-take-back", change_id=max(rule_changes(cast.review)))
    shown = page(lead.client.get(back))
    assert "waits for somebody who joins later" in shown
    agree(lead, back, {}, shown)
    assert places(cast) == {record.pk: "await_ta"}
    assert verify(cast.review) == []
    assert Attack(cast, cast.second).vote(record) == 409
    assert Attack(cast, cast.first).vote(record, "exclude") == 409
    newcomer = make_user()
    join(cast.review, newcomer, "reviewer")
    assert Attack(cast, newcomer).vote(record) == 200
    assert places(cast) == {record.pk: "await_retrieval"}
    assert verify(cast.review) == []


def test_taken_back_before_anybody_has_looked_bars_nobody(cast: Cast) -> None:
    record = added(cast, "database", 1)[0]
    vote(cast, cast.first, record)
    setting = StageSetting.objects.get(review=cast.review, stage=TA)
    actions.change_stage(by=cast.lead, setting=setting, votes_needed=1, reason="人手不足")
    actions.take_back(by=cast.lead, review=cast.review, change_id=1)
    assert places(cast) == {record.pk: "await_ta"}
    assert not Unblinded.objects.exists()
    vote(cast, cast.second, record)
    assert places(cast) == {record.pk: "await_retrieval"}


def test_more_votes_leave_what_is_decided(cast: Cast) -> None:
    decided, begun = added(cast, "database", 2)
    both(cast, decided, "include", "include")
    vote(cast, cast.first, begun)
    lead = Attack(cast, cast.lead)
    path = lead.path("stage-edit", stage=TA)
    shown = page(lead.client.post(path, STAGE | {"votes_needed": "3"}))
    assert "1 decided report stays as it is" in shown
    agree(lead, path, STAGE | {"votes_needed": "3"}, shown)
    assert Standing.objects.get(record=decided).pinned == 2
    vote(cast, cast.second, begun)
    assert places(cast) == {decided.pk: "await_retrieval", begun.pk: "await_ta"}
    assert verify(cast.review) == []


def test_agreed_numbers_that_are_others_by_now_are_shown_again(cast: Cast) -> None:
    first, second = added(cast, "database", 2)
    vote(cast, cast.first, first)
    lead = Attack(cast, cast.lead)
    path, data = lead.path("stage-edit", stage=TA), STAGE | {"votes_needed": "1"}
    shown = page(lead.client.post(path, data))
    vote(cast, cast.first, second)
    assert "Somebody has voted in the meantime" in page(
        agree(lead, path, data, shown, reason="人手不足")
    )
    assert set(places(cast).values()) == {"await_ta"}
