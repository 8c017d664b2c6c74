"""Random histories of a review against a plain model of policies P4 to P10.

The model keeps what people did in dictionaries and derives places from them, without tables, locks
or short ways. HISTORIES=5000 tries so many other histories than the sixty of every run.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.actions.access.members import accept_invitation, invite
from screening.actions.duplicates.merge import MergeRefused, merge, undo_merge
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.adjudication import discuss, settle
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.offboarding import KEEP, WITHDRAW, remove_member
from screening.actions.screening.outcomes import restate
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.screening.stages import screen_again
from screening.actions.screening.voting import Refused, cast_vote, clear_vote
from screening.models import Merge, Reason, Record, Standing
from tests.builders import Cast, make_cast, make_record

TA, FT = "title-abstract", "full-text"
RECORDS = range(3)
HISTORIES = int(os.environ.get("HISTORIES", "0"))
steps = st.one_of(
    st.tuples(
        st.just("vote"),
        st.sampled_from("AB"),
        st.sampled_from(RECORDS),
        st.sampled_from([TA, TA, FT]),
        st.sampled_from(["include", "maybe", "exclude 0", "exclude 1"]),
    ),
    st.tuples(
        st.just("clear"), st.sampled_from("AB"), st.sampled_from(RECORDS), st.sampled_from([TA, FT])
    ),
    st.tuples(
        st.just("settle"),
        st.sampled_from(RECORDS),
        st.sampled_from([TA, FT]),
        st.sampled_from(["include", "exclude"]),
    ),
    st.tuples(st.just("discuss"), st.sampled_from(RECORDS), st.sampled_from([TA, FT])),
    st.tuples(st.just("reopen"), st.sampled_from(RECORDS), st.sampled_from([TA, FT])),
    st.tuples(
        st.just("retrieval"),
        st.sampled_from(RECORDS),
        st.sampled_from(["", "requested", "retrieved", "not_retrieved"]),
    ),
    st.tuples(
        st.just("remove"), st.sampled_from(RECORDS), st.sampled_from(["", "automation", "other"])
    ),
    st.tuples(st.just("merge"), st.sampled_from(RECORDS), st.sampled_from(RECORDS)),
    st.tuples(st.just("unmerge")),
    st.tuples(st.just("later")),
    st.tuples(st.just("leave"), st.sampled_from("AB"), st.sampled_from([KEEP, WITHDRAW])),
    st.tuples(st.just("come_back"), st.sampled_from("AB")),
)


class Model:
    """What people did, by record number; `group` names the record that stands for each."""

    def __init__(self) -> None:
        self.votes: dict[tuple[int, str], dict[str, tuple[str, int | None]]] = {}
        self.settled: dict[tuple[int, str], tuple[str, int | None]] = {}
        self.clash: set[tuple[int, str]] = set()
        self.retrieval: dict[int, str] = {}
        self.removed: dict[int, str] = {}
        self.group = {n: n for n in RECORDS}
        self.away: set[str] = set()

    def outcome(self, record: int, stage: str) -> str:
        """P7, with a settlement before a clash before the votes."""
        if (record, stage) in self.settled:
            return self.settled[record, stage][0]
        if (record, stage) in self.clash:
            return "conflict"
        votes = list(self.votes.get((record, stage), {}).values())
        if len(votes) < 2:
            return "pending"
        verdicts = {verdict for verdict, _ in votes}
        if verdicts == {"exclude"}:
            return (
                "exclude"
                if stage == TA or len({reason for _, reason in votes}) == 1
                else "conflict"
            )
        return "include" if "exclude" not in verdicts else "conflict"

    def place(self, record: int) -> str:
        """P6, then P9, then the outcomes."""
        if self.group[record] != record:
            return "duplicate"
        flags = {self.removed.get(n, "") for n in RECORDS if self.group[n] == record}
        if flags & {"automation", "other"}:
            return "auto" if "automation" in flags else "other"
        ta, ft = self.outcome(record, TA), self.outcome(record, FT)
        if ta != "include":
            return "ta_exclude" if ta == "exclude" else "await_ta"
        status = self.retrieval.get(record, "")
        if status == "not_retrieved":
            return "not_retrieved"
        if status != "retrieved" and not self.votes.get((record, FT)) and ft == "pending":
            return "await_retrieval"
        return {"include": "included", "exclude": "ft_exclude"}.get(ft, "await_ft")


class World:
    """The real review beside the model; an action that is refused must change nothing in either."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.people = {"A": self.cast.first, "B": self.cast.second}
        self.rows = [make_record(self.cast.review) for _ in RECORDS]
        self.reasons = {
            stage: [
                Reason.objects.create(review=self.cast.review, stage=stage, label_en=n)
                for n in "xy"
            ]
            for stage in (TA, FT)
        }
        self.model = Model()
        self.merges: list[tuple[int, Callable[[], None]]] = []

    def step(self, name: str, *values: Any) -> None:
        try:
            with transaction.atomic():
                follow = getattr(self, name)(*values)
        except (Refused, MergeRefused):
            return
        if follow:
            follow()

    def vote(self, who: str, n: int, stage: str, said: str) -> Callable[[], None]:
        verdict, _, index = said.partition(" ")
        reason = self.reasons[stage][int(index)] if index else None
        cast_vote(
            by=self.people[who],
            review=self.cast.review,
            record_id=self.rows[n].pk,
            stage=stage,
            verdict=verdict,
            key=uuid4(),
            reason_id=reason.pk if reason else None,
        )
        assert who not in self.model.away
        at = self.model.group[n]
        return lambda: self.model.votes.setdefault((at, stage), {}).update(
            {who: (verdict, reason.pk if reason else None)}
        )

    def clear(self, who: str, n: int, stage: str) -> Callable[[], None]:
        clear_vote(
            by=self.people[who],
            review=self.cast.review,
            record_id=self.rows[n].pk,
            stage=stage,
            key=uuid4(),
        )
        at = self.model.group[n]
        return lambda: self.model.votes.get((at, stage), {}).pop(who, None) and None

    def settle(self, n: int, stage: str, verdict: str) -> Callable[[], None]:
        reason = self.reasons[stage][0].pk if verdict == "exclude" else None
        settle(
            by=self.cast.adjudicator,
            review=self.cast.review,
            record_id=self.rows[n].pk,
            stage=stage,
            verdict=verdict,
            reason_id=reason,
        )
        return lambda: self.model.settled.update({(n, stage): (verdict, reason)})

    def discuss(self, n: int, stage: str) -> None:
        discuss(
            by=self.cast.adjudicator,
            review=self.cast.review,
            record_id=self.rows[n].pk,
            stage=stage,
        )

    def reopen(self, n: int, stage: str) -> Callable[[], None]:
        done = screen_again(
            by=self.cast.lead,
            review=self.cast.review,
            stage=stage,
            record_ids=[self.rows[n].pk],
            reason="criteria",
        )

        def follow() -> None:
            for one in (TA, FT) if stage == TA else (FT,):
                for kept in (self.model.votes, self.model.settled):
                    kept.pop((n, one), None)
                self.model.clash.discard((n, one))

        return follow if done else lambda: None

    def retrieval(self, n: int, status: str) -> Callable[[], None]:
        done = set_retrieval(
            by=self.cast.lead, review=self.cast.review, record_ids=[self.rows[n].pk], status=status
        )
        return (lambda: self.model.retrieval.update({n: status})) if done else lambda: None

    def remove(self, n: int, kind: str) -> Callable[[], None]:
        done = set_removed(
            by=self.cast.lead, review=self.cast.review, record_ids=[self.rows[n].pk], kind=kind
        )
        of_report = [m for m in RECORDS if self.model.group[m] == n]
        marked = [n] if kind else of_report
        return (
            (lambda: self.model.removed.update(dict.fromkeys(marked, kind)))
            if done
            else lambda: None
        )

    def merge(self, n: int, m: int) -> Callable[[], None]:
        made = merge(
            review=self.cast.review,
            record_ids=[self.rows[n].pk, self.rows[m].pk],
            by=self.cast.lead,
        )
        first, other = self.model.group[n], self.model.group[m]
        return lambda: self._merged(made.pk, first, other)

    def _merged(self, merge_id: int, first: int, other: int) -> None:
        """P4: the primary's votes stand, else the other's; opposite finals are a conflict."""
        model = self.model
        moved = [n for n in RECORDS if model.group[n] == other]
        brought: list[str] = []
        clashed: list[str] = []
        voted = {n for n in (first, other) if model.votes.get((n, FT)) or (n, FT) in model.settled}
        for stage in (TA, FT):
            finals = {model.outcome(r, stage) for r in (first, other)} & {"include", "exclude"}
            has = [
                bool(model.votes.get((r, stage))) or (r, stage) in model.settled
                for r in (first, other)
            ]
            if has == [False, True]:
                self._carry(stage, other, first)
                brought.append(stage)
            if len(finals) == 2 and (first, stage) not in model.clash:
                model.clash.add((first, stage))
                clashed.append(stage)
        news = {n: model.retrieval.get(n, "") for n in (first, other)}
        model.retrieval[first] = self._text_of_both(first, other, voted)
        for n in moved:
            model.group[n] = first
        self.merges.append(
            (merge_id, lambda: self._unmerged(first, other, moved, brought, clashed, news))
        )

    def _text_of_both(self, first: int, other: int, voted: set[int]) -> str:
        """P16: a full text retrieved or voted on under one record beats "not retrieved" of the
        other.
        """
        one, two = self.model.retrieval.get(first, ""), self.model.retrieval.get(other, "")
        at_hand = "retrieved" in (one, two) or any(
            n in voted and status != "not_retrieved" for n, status in ((first, one), (other, two))
        )
        return "retrieved" if "not_retrieved" in (one, two) and at_hand else one or two

    def _carry(self, stage: str, source: int, target: int) -> None:
        for kept in (self.model.votes, self.model.settled):
            if (source, stage) in kept:
                kept[target, stage] = kept.pop((source, stage))  # type: ignore[attr-defined]

    def _unmerged(
        self,
        first: int,
        other: int,
        moved: list[int],
        brought: list[str],
        clashed: list[str],
        news: dict[int, str],
    ) -> None:
        for n in moved:
            self.model.group[n] = other
        for stage in brought:
            self._carry(stage, first, other)
        for stage in clashed:
            self.model.clash.discard((first, stage))
        self.model.retrieval.update(news)

    def unmerge(self) -> Callable[[], None] | None:
        if not self.merges or self._touched_since():
            return None
        merge_id, back = self.merges.pop()
        undo_merge(by=self.cast.lead, review=self.cast.review, merge_id=merge_id)
        return back

    def _touched_since(self) -> bool:
        """Whether anything but merging happened to the merged report since;
        what then stays is `test_merging`'s.
        """
        from screening.models import Event

        merge_id, _ = self.merges[-1]
        at = Event.objects.get(verb="merge", data__merge=merge_id).pk
        records = Merge.objects.get(pk=merge_id).records.values("pk")
        return Event.objects.filter(pk__gt=at, record__in=records).exclude(verb="merge").exists()

    def leave(self, who: str, open_votes: str) -> Callable[[], None] | None:
        """Votes on what is decided stay for good; open ones as the lead chooses.
        Who has left can vote no more.
        """
        member = self.cast.review.memberships.get(user=self.people[who])
        if member.ended_at is not None:
            return None
        remove_member(by=self.cast.lead, member=member, open_votes=open_votes)
        undecided = [at for at in self.model.votes if self.model.outcome(*at) == "pending"]

        def follow() -> None:
            for at in undecided if open_votes == WITHDRAW else []:
                self.model.votes[at].pop(who, None)
            self.model.away.add(who)

        return follow

    def come_back(self, who: str) -> Callable[[], None] | None:
        if who not in self.model.away:
            return None
        letter, _ = invite(
            by=self.cast.lead, review=self.cast.review, valid=timedelta(days=1), reviews=True
        )
        accept_invitation(by=self.people[who], invitation=letter)
        return lambda: self.model.away.discard(who)

    def later(self) -> None:
        outcomes_seen(self.cast.review)

    def check(self) -> None:
        places = dict(Record.objects.values_list("pk", "place"))
        assert [places[row.pk] for row in self.rows] == [self.model.place(n) for n in RECORDS]
        for stage in (TA, FT):
            for n, row in enumerate(self.rows):
                if self.model.group[n] != n:
                    continue
                standing = Standing.objects.filter(record=row, stage=stage).first()
                votes = len(self.model.votes.get((n, stage), {}))
                found = (standing.outcome, standing.votes) if standing else ("pending", 0)
                assert found == (self.model.outcome(n, stage), votes)
        before = list(Standing.objects.order_by("pk").values())
        restate(self.cast.review, self.rows)
        assert list(Standing.objects.order_by("pk").values()) == before
        assert dict(Record.objects.values_list("pk", "place")) == places


@pytest.mark.django_db
@settings(
    max_examples=HISTORIES or 60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not HISTORIES,
)
@given(st.lists(steps, min_size=1, max_size=25))
def test_random_histories_agree_with_the_plain_model(history: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        world = World()
        for step in history:
            world.step(*step)
            world.check()
        transaction.set_rollback(True)
