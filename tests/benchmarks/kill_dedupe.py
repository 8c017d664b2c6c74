"""Kills the search for duplicates at each of its steps, as kill -9 does:
`python -m tests.benchmarks.kill_dedupe`.

`--repeats 20` times a step. After the kill no merge may be half done and every answer of a person
must stand; after the job has been taken up again, all must be as if nobody had been killed. Ends
with 1 if anything was wrong. Runs on DATABASE_URL, or a SQLite file of its own.
"""

import random
import sys
import time
from itertools import groupby
from typing import Any

from tests.benchmarks.kill_import import ANYWHERE, age_jobs, in_child, main

WORKS, GROUPS_A_BATCH = 60, 10
BATCHED = {"dedupe.applying": 5, "dedupe.keys": 3}
PAPER = {
    "year": 2021,
    "journal": "Illustrative Journal of Bone Biology",
    "volume": "12",
    "issue": "3",
}


def run(chosen: list[str], repeats: int) -> int:
    """How many of the kills left something wrong, at most 1 as an exit code."""
    import django

    django.setup()
    from django.core.management import call_command

    from screening.actions.duplicates import dedupe_job
    from screening.actions.jobs.crash_points import DEDUPE_STEPS

    dedupe_job.BATCH, dedupe_job.KEYS_BATCH = GROUPS_A_BATCH, WORKS
    call_command("migrate", verbosity=0)
    wanted = World().finished()
    wrong = 0
    for step in chosen or (*DEDUPE_STEPS, ANYWHERE):
        started, found = time.monotonic(), []
        for turn in range(repeats):
            found += [f"{step} {turn}: {problem}" for problem in once(step, wanted)]
        wrong += len(found)
        seconds = (time.monotonic() - started) / repeats
        print(
            f"{step:20} {repeats} kills, {len(found)} wrong, {seconds:.1f} s each",
            *found,
            sep="\n  ",
            flush=True,
        )
    return int(wrong > 0)


def once(step: str, wanted: dict[str, Any]) -> list[str]:
    """One run, killed at that step and taken up again; what was wrong."""
    world = World()
    place = f"{step}:{random.randrange(BATCHED[step])}" if step in BATCHED else step
    died = in_child(place, world.work)
    problems = [] if died else [f"nobody was killed at {step}"]
    problems += world.halves()
    age_jobs(world)  # type: ignore[arg-type]
    found = world.finished()
    return problems + [
        f"{name}: {found[name]} instead of {wanted[name]}"
        for name in wanted
        if found[name] != wanted[name]
    ]


class World:
    """Works told of two or three times in two languages; two pairs answered by people,
    some records voted on.
    """

    def __init__(self) -> None:
        from screening.actions.jobs.job_queue import enqueue
        from screening.models import DuplicatePair, Record
        from tests.builders import make_record, make_review

        self.review = make_review(reviewers=2)
        titles = [f"Exosomes of muscle and bone number {n} in aged rats" for n in range(WORKS // 2)]
        titles += [f"骨骼肌源性外泌体促进老年大鼠骨形成之{n}" for n in range(WORKS // 2)]
        self.ids: list[list[int]] = []
        for at, title in enumerate(titles):
            text = PAPER | {
                "title": title,
                "authors": ["Keller, Maria"],
                "pages": f"{at * 10 + 1}-{at * 10 + 9}",
            }
            self.ids.append([make_record(self.review, **text).pk for _ in range(2 + at % 2)])
        self.at = {
            pk: (work, copy) for work, ids in enumerate(self.ids) for copy, pk in enumerate(ids)
        }
        by = self.review.created_by
        for work, other, answer in ((0, 0, "different"), (2, 4, "same")):
            first, second = self.ids[work][0], self.ids[other][1]
            said = {"answer": answer, "answered_by": by}
            DuplicatePair.objects.create(
                review=self.review, first_id=first, second_id=second, **said
            )
        self.vote(Record.objects.get(pk=self.ids[1][1]))
        self.job = enqueue(kind="dedupe", review=self.review, by=by)

    def vote(self, record: Any) -> None:
        """Both reviewers include it."""
        from uuid import uuid4

        from screening.actions.screening.voting import cast_vote

        for member in self.review.memberships.filter(reviews=True).select_related("user"):
            cast_vote(
                by=member.user,
                review=self.review,
                record_id=record.pk,
                stage="title-abstract",
                verdict="include",
                key=uuid4(),
            )

    def work(self) -> None:
        """Runs the job as a worker does."""
        from screening.tasks import run_job

        run_job(self.job.pk)

    def finished(self) -> dict[str, Any]:
        """How all is once the job has been done, or taken up again."""
        from screening.models import DedupeRun, DuplicatePair, Event, Job, Merge, Record

        self.work()
        rows = Record.objects.filter(review=self.review).order_by("primary", "pk")
        groups: dict[int, list[tuple[int, int]]] = {}
        for pk, primary in rows.values_list("pk", "primary_id"):
            groups.setdefault(primary or pk, []).append(self.at[pk])
        pairs = DuplicatePair.objects.filter(review=self.review).values_list(
            "first", "second", "answer"
        )
        events = (
            Event.objects.filter(review=self.review).order_by("verb").values_list("verb", flat=True)
        )
        run = DedupeRun.objects.get(review=self.review)
        return {
            "groups": sorted(sorted(group) for group in groups.values()),
            "primaries": sorted(self.at[pk] for pk in groups),
            "pairs": sorted((self.at[a], self.at[b], answer) for a, b, answer in pairs),
            "events": {verb: len(list(same)) for verb, same in groupby(events)},
            "merges": Merge.objects.filter(review=self.review).count(),
            "run": (run.merged, run.to_check, run.finished_at is not None),
            "job": Job.objects.get(pk=self.job.pk).state,
            "places": sorted((self.at[pk], place) for pk, place in rows.values_list("pk", "place")),
            "halves": self.halves(),
        }

    def halves(self) -> list[str]:
        """Merges that are not whole, and answers that do not stand."""
        from screening.models import DuplicatePair, Event, Merge, Record

        home = {
            pk: primary or pk
            for pk, primary in Record.objects.filter(review=self.review).values_list(
                "pk", "primary"
            )
        }
        told, behind = [], set()
        for merge in Merge.objects.filter(review=self.review).prefetch_related("records"):
            members = [record.pk for record in merge.records.all()]
            behind.update(members)
            if len({home[pk] for pk in members}) != 1:
                told.append(f"merge {merge.pk} is half done")
        if lost := {pk for pk, primary in home.items() if pk != primary} - behind:
            told.append(f"{len(lost)} duplicates without a merge")
        if (
            Event.objects.filter(review=self.review, verb="merge").count()
            != Merge.objects.filter(review=self.review).count()
        ):
            told.append("merges and events differ")
        said = DuplicatePair.objects.filter(review=self.review, answered_by__isnull=False)
        if sorted(said.values_list("answer", flat=True)) != ["different", "same"]:
            told.append("an answer of a person is lost")
        return told


if __name__ == "__main__":
    sys.exit(main(run, __doc__, "kill-dedupe-"))
