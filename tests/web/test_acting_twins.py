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
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from screening.actions.screening.voting import cast_vote
from screening.models import (
    FullTextFile,
    FullTextMark,
    Job,
    Membership,
    Reason,
    Record,
    User,
)
from screening.tasks import run_job
from tests.web.test_leaks import AGREED
from tests.web.twin_acts import ACTS, REASON, Act, Step, acts
from tests.web.twin_worlds import (
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
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

WORK = ("export", "archive", "stop", "release", "stopping_p", "what_if")
#: Acts whose outcome tells how many records somebody has voted on, as the pages of progress do:
#: compared in the worlds in which there is a vote, which must not tell from one another.
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
VIEWERS = ("first", "lead", "lead who does not vote", "adjudicator", "observer")


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


#: Reasons of the review, by number: whether one is still there must tell nothing.
REASONS: list[int] = []


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


#: Every viewer, at both stages, with every POST of the role table: hours. Without it, what has told
#: most.
ALL = os.environ.get("ACTING_TWINS") == "all"
#: Beginnings of the acts that are tried in every run.
OF = {
    "lead": ("rules", "close", "archive", "join to", "vote twice", "not at hand"),
    "first": ("join", "vote", "label"),
}
SEATS = (
    [(viewer, stage) for viewer in VIEWERS for stage in (TA, FT)]
    if ALL
    else [("lead", TA), ("first", TA)]
)
CASES = [
    pytest.param(viewer, stage, act, id=f"{viewer}, {stage}: {act.name}")
    for viewer, stage in SEATS
    for act in acts({"first": "reviewer"}.get(viewer, viewer.split(" ")[0]))
    if ALL or act.name.startswith(OF[viewer])
]


@pytest.mark.parametrize(("viewer", "stage", "act"), CASES)
def test_no_act_and_no_undo_of_it_tells_of_an_open_vote(
    world: World, target: Record, at_full_text: Record, viewer: str, stage: str, act: Act
) -> None:
    record = target if stage == TA else at_full_text
    role = viewer.split(" ")[0]
    user = world.person(role)
    assert user is not None
    if "not" in viewer or viewer == "observer":
        Membership.objects.filter(user=user).update(reviews=False)
    REASONS[:] = Reason.objects.filter(review=world.cast.review).values_list("pk", flat=True)
    assert told_apart(world, record, stage, user, act) == {}


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
