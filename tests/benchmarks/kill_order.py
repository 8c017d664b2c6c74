"""Kills the making of a learned order at each of its steps, as kill -9 does:
`python -m tests.benchmarks.kill_order`.

`--repeats 20` times a step, and as often anywhere. After each kill the person must be shown the old
order or the new one, whole, and be able to vote; after the job has been taken up again, the new
one. Ends with 1 if anything was wrong. Runs on DATABASE_URL, or a SQLite file of its own.
"""

import sys
import time
from typing import Any

from tests.benchmarks.kill_import import ANYWHERE, age_jobs, in_child, main

RECORDS, VOTES = 120, 12
STAGE = "title-abstract"


def run(chosen: list[str], repeats: int) -> int:
    """How many of the kills left something wrong, at most 1 as an exit code."""
    import django

    django.setup()
    from django.core.management import call_command

    from screening.actions.jobs.crash_points import RANK_STEPS

    call_command("migrate", verbosity=0)
    # The fork after it needs no second import of scikit-learn.
    World().learn()
    wrong = 0
    for step in chosen or (*RANK_STEPS, ANYWHERE):
        started, found = time.monotonic(), []
        for turn in range(repeats):
            found += [f"{step} {turn}: {problem}" for problem in once(step)]
        wrong += len(found)
        seconds = (time.monotonic() - started) / repeats
        print(
            f"{step:20} {repeats} kills, {len(found)} wrong, {seconds:.1f} s each",
            *found,
            sep="\n  ",
            flush=True,
        )
    return int(wrong > 0)


def once(step: str) -> list[str]:
    """One killed attempt and the next one; what was wrong."""
    world = World()
    if step.startswith("rank") or step == ANYWHERE:
        world.learn()
    before = world.shown()
    world.vote(VOTES)
    waiting = [pk for pk in before if pk not in world.voted]
    died = in_child(step, world.learn)
    problems = [] if died else [f"nobody was killed at {step}"]
    between = world.shown()
    if between != waiting and not world.is_new(between):
        problems.append("neither the old order nor the new one")
    world.vote(1)
    age_jobs(world)  # type: ignore[arg-type]
    world.learn()
    if not world.is_new(world.shown()):
        problems.append("no new order after the second attempt")
    return problems + world.left_behind()


class World:
    """A review of one third relevant records in two languages, with one reviewer who votes."""

    def __init__(self) -> None:
        from screening.models import Record, StageSetting
        from tests.builders import make_review, make_search, make_user

        self.user = make_user()
        self.review = make_review(reviewers=[self.user])
        search = make_search(self.review)
        texts = [
            "骨骼肌源性外泌体促进骨形成",
            "Exosomes of muscle act on bone",
            "学龄儿童龋齿调查",
            "Dental caries at school",
            "城市道路噪声评价",
            "Noise of city roads",
        ]
        Record.objects.bulk_create(
            Record(
                review=self.review,
                search=search,
                place="await_ta",
                lane="dbr",
                flow_lane="dbr",
                position=n,
                title=f"{texts[n % 6]} {n}",
                abstract=texts[n % 6] * 3,
                shuffle=n,
            )
            for n in range(RECORDS)
        )
        StageSetting.objects.filter(review=self.review, stage=STAGE).update(learned_order=True)
        self.voted: set[int] = set()

    def vote(self, number: int) -> None:
        """The next records in the person's order, judged right."""
        from uuid import uuid4

        from screening.actions.screening.voting import cast_vote
        from screening.models import Record

        for pk in self.shown()[:number]:
            title = Record.objects.get(pk=pk).title
            verdict = "include" if "外泌体" in title or "Exosomes" in title else "exclude"
            cast_vote(
                by=self.user,
                review=self.review,
                record_id=pk,
                stage=STAGE,
                verdict=verdict,
                key=uuid4(),
            )
            self.voted.add(pk)

    def learn(self) -> None:
        """What a worker does within seconds, until nothing is due."""
        from screening.actions.ranking.ranking_schedule import look
        from screening.models import Job
        from screening.tasks import run_job

        look()
        while jobs := list(
            Job.objects.filter(review=self.review, state__in=["queued", "running"]).order_by("pk")
        ):
            for job in jobs:
                run_job(job.pk)
            if {job.pk for job in jobs} == set(
                Job.objects.filter(review=self.review, state__in=["queued", "running"]).values_list(
                    "pk", flat=True
                )
            ):
                break

    def shown(self) -> list[int]:
        """All that waits, in the learned order as it is now."""
        from screening.queries.access.authorization import access_review
        from screening.queries.screening.queue import next_ids, open_setting

        access = access_review(self.user, self.review.pk)
        return next_ids(access, open_setting(access, STAGE), "learned", 0, count=RECORDS)

    def is_new(self, order: list[int]) -> bool:
        """Whether that is the whole of a version learned from the votes cast so far,
        or from all but the last.
        """
        from screening.models import PersonalOrder

        state: Any = (
            PersonalOrder.objects.filter(user=self.user, review=self.review)
            .select_related("order")
            .first()
        )
        known = (
            state is not None and state.order is not None and state.order.own >= len(self.voted) - 1
        )
        return known and len(order) == RECORDS - len(self.voted)

    def left_behind(self) -> list[str]:
        """Files and rows that nobody needs any more."""
        from django.core.files.storage import default_storage

        from screening.models import FeatureSet, OrderPart, RankedOrder

        sets = FeatureSet.objects.filter(review=self.review).count()
        files = len(default_storage.listdir(f"features/{self.review.pk}")[1])
        versions = RankedOrder.objects.filter(review=self.review).count()
        parts = OrderPart.objects.filter(order__review=self.review).count()
        told = {"sets": (sets, 1), "versions": (versions <= 2, True), "parts": (parts, versions)}
        wrong = [
            f"{name}: {found} instead of {wanted}"
            for name, (found, wanted) in told.items()
            if found != wanted
        ]
        return wrong + ([f"{files} files of features"] if not 1 <= files <= 2 else [])


if __name__ == "__main__":
    sys.exit(main(run, __doc__, "kill-order-"))
