"""Leaks that somebody found by acting: a change, a look, the change taken back,
and a vote in the knowledge of another's.

Each test plays one of them through the pages, once with a colleague who has included the record and
once with one who has excluded it. The attack has succeeded when the attacker was shown two
different things and may vote on the record all the same (or change the own vote). That everybody is
told of an unblinding is tested beside it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening import tasks
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.voting import cast_vote
from screening.models import (
    DuplicatePair,
    Job,
    Membership,
    Merge,
    Notice,
    Reason,
    Record,
    StageSetting,
    Standing,
    User,
)
from tests.builders import Cast, make_cast, make_record

TA, FT = "title-abstract", "full-text"
AGREED = re.compile(r'name="agreed" value="([^"]+)"')
RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\w{64}\b|nonce-[^']+")
LOOKED_AT = [
    "record",
    "records",
    "history",
    "flow",
    "conflicts",
    "my-decisions",
    "studies",
    "full-texts",
]


@dataclass
class Attack:
    """Somebody at their browser, with what they have been shown."""

    cast: Cast
    user: User
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def path(self, name: str, **parts: Any) -> str:
        return reverse(name, kwargs={"review_id": self.cast.review.pk} | parts)

    def post(self, name: str, data: dict[str, Any] | None = None, **parts: Any) -> Any:
        """A form sent; where the program first shows what would happen, the answer is yes,
        with a reason.
        """
        path = self.path(name, **parts)
        answer = self.client.post(path, data or {})
        agreed = AGREED.search(answer.content.decode()) if answer.status_code == 200 else None
        if agreed:
            answer = self.client.post(
                path, (data or {}) | {"agreed": agreed[1], "reason": "Zu wenige Leute 人手不足"}
            )
        return answer

    def get(self, name: str, **parts: Any) -> Any:
        return self.client.get(self.path(name, **parts))

    def look(self, *records: Record) -> None:
        """Keeps what the pages say that could tell of these records."""
        for name in LOOKED_AT:
            for record in records:
                parts = {"record_id": record.pk} if name == "record" else {}
                parts |= {"stage": TA} if name in {"my-decisions", "conflicts"} else {}
                page = self.get(name, **parts)
                self.shown.append(RANDOM.sub("", page.content.decode()))

    def vote(self, record: Record, verdict: str = "include", stage: str = TA, **more: Any) -> int:
        data = {"record": record.pk, "verdict": verdict, "key": str(uuid4())} | more
        answer = self.client.post(
            self.path("vote", stage=stage), data, headers={"accept": "application/json"}
        )
        return int(answer.status_code)

    def clear(self, record: Record, stage: str = TA) -> int:
        data = {"record": record.pk, "key": str(uuid4())}
        answer = self.client.post(
            self.path("clear-vote", stage=stage), data, headers={"accept": "application/json"}
        )
        return int(answer.status_code)


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = make_cast()
    noon = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: noon)
    Membership.objects.filter(user__in=[made.lead, made.adjudicator]).update(reviews=True)
    for stage in (TA, FT):
        for label in ("Wrong population", "Wrong outcome"):
            Reason.objects.create(review=made.review, stage=stage, label_en=label, label_zh="理由")
    return made


def votes(cast: Cast, user: User, record: Record, verdict: str, stage: str = TA) -> None:
    reason = (
        Reason.objects.filter(review=cast.review, stage=stage).last()
        if verdict == "exclude"
        else None
    )
    cast_vote(
        by=user,
        review=cast.review,
        record_id=record.pk,
        stage=stage,
        verdict=verdict,
        key=uuid4(),
        reason_id=reason.pk if reason else None,
    )


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def learned_and_voted(play: Callable[[str], tuple[list[str], int]]) -> tuple[bool, list[int]]:
    """Whether the attacker was shown different things in the two worlds,
    and the answers to the vote afterwards.
    """
    found = []
    for verdict in ("include", "exclude"):
        with rolled_back():
            found.append(play(verdict))
    return found[0][0] != found[1][0], [status for _shown, status in found]


def withstands(play: Callable[[str], tuple[list[str], int]]) -> None:
    """Nothing was learned, or nobody who has learned it may vote."""
    learned, statuses = learned_and_voted(play)
    assert not learned or statuses == [409, 409]


RULES = {"votes_needed": "2", "double_share": "100"}


@pytest.mark.parametrize(
    "lowered", [{"votes_needed": "1"}, {"double_share": "0"}], ids=["votes needed", "double share"]
)
def test_a_rule_lowered_read_and_raised_again(cast: Cast, lowered: dict[str, str]) -> None:
    record = make_record(cast.review, title="骨骼肌外泌体", shuffle=50)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        lead = Attack(cast, cast.lead)
        lead.post("stage-edit", RULES | lowered, stage=TA)
        lead.look(record)
        told = set(Notice.objects.filter(kind="unblinded").values_list("user", flat=True))
        lead.post("stage-edit", RULES, stage=TA)
        lead.look(record)
        assert told == {m.user_id for m in cast.review.memberships.filter(ended_at=None)}
        return lead.shown, lead.vote(record)

    withstands(play)


def test_b_archive_of_open_votes_and_the_stage_opened_again(cast: Cast) -> None:
    record = make_record(cast.review, title="骨骼肌外泌体")

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        lead = Attack(cast, cast.lead)
        for stage in (TA, FT):
            lead.post("stage-close", stage=stage)
        lead.post("archive", {"reason": "Sicherung 备份"})
        for job in Job.objects.filter(kind="archive"):
            tasks.run_job(job.pk)
        answer = lead.get("archive-download")
        if answer.status_code == 200:
            lead.shown.append(str(b"".join(answer.streaming_content)))
            assert Notice.objects.filter(kind="unblinded").exists()
        lead.post("stage-open", {"reason": "weiter 继续"}, stage=TA)
        return lead.shown, lead.vote(record)

    withstands(play)


def test_b_archive_made_by_another_lead(cast: Cast) -> None:
    """Whoever takes away what somebody else had made has seen as much."""
    record = make_record(cast.review, title="骨骼肌外泌体")
    Membership.objects.filter(user=cast.first).update(leads=True)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        maker, lead = Attack(cast, cast.first), Attack(cast, cast.lead)
        for stage in (TA, FT):
            maker.post("stage-close", stage=stage)
        maker.post("archive", {"reason": "Sicherung 备份"})
        for job in Job.objects.filter(kind="archive"):
            tasks.run_job(job.pk)
        answer = lead.get("archive-download")
        if answer.status_code == 200:
            lead.shown.append(str(b"".join(answer.streaming_content)))
        lead.post("stage-open", {"reason": "weiter 继续"}, stage=TA)
        return lead.shown, lead.vote(record)

    withstands(play)


def joined(cast: Cast, attacker: Attack, first: Record, second: Record) -> None:
    """The two are one report, the first one's."""
    pair = DuplicatePair.objects.create(review=cast.review, first=first, second=second)
    attacker.post("pair-answer", {"answer": "same", "primary": first.pk}, pair_id=pair.pk)
    assert Merge.objects.filter(review=cast.review, undone_at=None).count() == 1


def parted(cast: Cast, attacker: Attack) -> None:
    attacker.post("merge-undo", merge_id=Merge.objects.get(review=cast.review, undone_at=None).pk)


def test_c_join_to_a_record_that_needs_one_vote(cast: Cast) -> None:
    StageSetting.objects.filter(stage=TA).update(double_share=50)
    record, single = make_record(cast.review, shuffle=5), make_record(cast.review, shuffle=95)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        reviewer = Attack(cast, cast.first)
        joined(cast, reviewer, single, record)
        reviewer.look(single, record)
        parted(cast, reviewer)
        reviewer.look(single, record)
        return reviewer.shown, reviewer.vote(record)

    withstands(play)


@pytest.mark.parametrize("seen_by", ["voter", "another"])
def test_d_outcome_looked_at_and_the_vote_changed(cast: Cast, seen_by: str) -> None:
    record = make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        voter = Attack(cast, cast.first)
        assert voter.vote(record, "include", seen="none") == 200
        eyes = voter if seen_by == "voter" else Attack(cast, cast.observer)
        eyes.look(record)
        return eyes.shown, voter.vote(record, "exclude")

    learned, statuses = learned_and_voted(play)
    assert learned
    assert statuses == [409, 409]


def test_d_slip_is_mended_while_nobody_has_looked(cast: Cast) -> None:
    """The screening loop itself tells nothing of an outcome, and so does not make it final."""
    record, _next = make_record(cast.review), make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        voter = Attack(cast, cast.first)
        voter.vote(record, "exclude", seen="none")
        for name in ("screen", "screen-list", "my-decisions"):
            page = voter.get(name, stage=TA)
            assert page.status_code == 200
            voter.shown.append(RANDOM.sub("", page.content.decode()))
        voter.shown.append(
            str(voter.client.get(voter.path("screen-cards", stage=TA)).json()["cards"])
        )
        return voter.shown, voter.vote(record, "include")

    learned, statuses = learned_and_voted(play)
    assert not learned
    assert statuses == [200, 200]


# Of the same kind, found in looking for siblings
# ---------------------------------------------------------------------


def test_reason_retired_and_looked_for_tells_of_no_open_vote(cast: Cast) -> None:
    """A reason was deleted when nobody had given it, and kept when an open vote had:
    its address told which.
    """
    record = make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        lead = Attack(cast, cast.lead)
        reason = Reason.objects.filter(review=cast.review, stage=TA).last()
        assert reason is not None
        lead.post("reason-change", reason_id=reason.pk, change="retire")
        lead.shown.append(str(lead.get("reason-edit", reason_id=reason.pk).status_code))
        return lead.shown, lead.vote(record)

    withstands(play)


def test_join_undone_after_the_vote_gives_no_second_vote(cast: Cast) -> None:
    """The colleague's vote went home with its record, open again,
    and whoever had seen it could vote there.
    """
    record, other = make_record(cast.review), make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        reviewer = Attack(cast, cast.first)
        joined(cast, reviewer, other, record)
        assert reviewer.vote(other) == 200
        reviewer.look(other)
        parted(cast, reviewer)
        return reviewer.shown, reviewer.vote(record)

    withstands(play)


def test_decided_record_joined_to_one_that_wants_more_votes(cast: Cast) -> None:
    """What one vote had decided for all to see became an open vote again."""
    StageSetting.objects.filter(stage=TA).update(double_share=50)
    single, double = make_record(cast.review, shuffle=95), make_record(cast.review, shuffle=5)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, single, verdict)
        reviewer = Attack(cast, cast.first)
        reviewer.look(single)
        joined(cast, reviewer, double, single)
        return reviewer.shown, reviewer.vote(double)

    withstands(play)


def test_vote_at_the_next_stage_is_no_probe_of_a_fresh_outcome(cast: Cast) -> None:
    """A full-text vote is taken from an included report alone: the answer told the outcome,
    and both were taken back.
    """
    record = make_record(cast.review)
    set_retrieval_of_reopened(cast, record)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        voter = Attack(cast, cast.first)
        assert voter.vote(record, "include", seen="none") == 200
        voter.shown.append(str(voter.vote(record, "include", stage=FT)))
        voter.clear(record, FT)
        return voter.shown, voter.vote(record, "exclude")

    withstands(play)


def set_retrieval_of_reopened(cast: Cast, record: Record) -> None:
    """The full text is at hand already, as when a report is screened again."""
    Record.objects.filter(pk=record.pk).update(place="await_retrieval")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    Record.objects.filter(pk=record.pk).update(place="await_ta")


def test_retrieval_taken_back_tells_of_no_vote(cast: Cast) -> None:
    """A full text that is no longer at hand left the report where a vote had been cast,
    and moved it where none had.
    """
    record = make_record(cast.review)
    for user in (cast.second, cast.adjudicator):
        votes(cast, user, record, "include")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    found = []
    for voted in (False, True):
        with rolled_back():
            if voted:
                votes(cast, cast.second, record, "include", FT)
            reviewer = Attack(cast, cast.first)
            reviewer.post("full-text-status", {"records": [record.pk], "status": "requested"})
            reviewer.look(record)
            found.append((reviewer.shown, Standing.objects.filter(stage=FT).exists()))
    assert [there for _shown, there in found] == [False, True]
    assert found[0][0] == found[1][0]


def test_whoever_unblinds_a_stage_votes_on_nothing_that_it_showed(cast: Cast) -> None:
    record = make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        lead = Attack(cast, cast.lead)
        lead.post("stage-unblind", {"reason": "试点结束"}, stage=TA)
        lead.look(record)
        return lead.shown, lead.vote(record)

    withstands(play)


def test_export_made_while_the_outcome_is_fresh_and_fetched_after_the_change(cast: Cast) -> None:
    """A worker reads the outcome, the vote is changed, and only then the file is fetched."""
    record = make_record(cast.review)

    def play(verdict: str) -> tuple[list[str], int]:
        votes(cast, cast.second, record, verdict)
        voter = Attack(cast, cast.first)
        voter.post("records-prepare", {"query": ""}, form="csv")
        voter.vote(record, "include", seen="none")
        for job in Job.objects.filter(kind="export"):
            tasks.run_job(job.pk)
        status = voter.vote(record, "exclude")
        job = Job.objects.get(kind="export")
        voter.shown.append(
            str(b"".join(voter.get("export-file", export_id=job.pk).streaming_content))
        )
        return voter.shown, status

    withstands(play)


def test_label_of_anothers_making_is_not_found_by_guessing_its_name(cast: Cast) -> None:
    """Making a label of that name gave the other's, and its place in the list."""
    record, mine = make_record(cast.review), make_record(cast.review)
    found = []
    for invented in ("只做动物实验", "阴性结果"):
        with rolled_back():
            Attack(cast, cast.second).client.post(
                reverse("labels", kwargs={"review_id": cast.review.pk, "stage": TA}),
                {"record": record.pk, "new": invented, "key": str(uuid4()), "shared": "on"},
            )
            reviewer = Attack(cast, cast.first)
            for guess in ("只做动物实验", "阴性结果"):
                data = {"record": mine.pk, "new": guess, "key": str(uuid4()), "shared": "on"}
                answer = reviewer.client.post(
                    reviewer.path("labels", stage=TA), data, headers={"accept": "application/json"}
                )
                reviewer.shown.append(str(answer.json()))
            page = reviewer.get("screen", stage=TA).content.decode()
            reviewer.shown.append(RANDOM.sub("", page))
            found.append(reviewer.shown)
    assert found[0] == found[1]
