"""What everybody needs who plays a review through its pages: requests, the history,
and what is told to the model.
"""

import random
from typing import Any

from django.test import Client
from django.urls import reverse

from screening.models import Event, Job, Reason, Record, User
from screening.tasks import run_job
from tests.builders import Cast

STAGES = {"TA": "title-abstract", "FT": "full-text"}
SHORT = {long: short for short, long in STAGES.items()}
KINDS = ("database", "register", "website", "organisation", "citation", "other")
REASONS = ("Wrong design", "Wrong outcome", "No full data")
Told = dict[str, Any]


class Playing:
    """The pages on one side, the events of the specification on the other.

    What the pages refuse is not told; which records the program itself merged, and whose votes it
    took back, is read from the history. `undo_of` has the event that a settlement, re-opening, rule
    or number was told as.
    """

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.review, self.dice = cast, cast.review, random.Random(seed)
        self.clients: dict[int, Client] = {}
        self.events: list[Told] = []
        self.policy = {"reviewers_ta": 2, "reviewers_ft": 2, "other_skip_ta": True}
        self.merges: dict[int, str] = {}
        self.undo_of: dict[str, str] = {}
        self.published_at: int | None = None
        self.publish_event = ""
        self.seen = 0
        self.did: list[str] = []
        self.refused: list[str] = []
        for number, label in enumerate(REASONS):
            Reason.objects.create(
                review=self.review, stage=STAGES["FT"], label_en=label, position=number
            )

    def client(self, user: User) -> Client:
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user)
        return self.clients[user.pk]

    def path(self, name: str, **parts: Any) -> str:
        return reverse(name, kwargs={"review_id": self.review.pk} | parts)

    def post(self, user: User, name: str, data: Told | None = None, **parts: Any) -> Any:
        answer = self.client(user).post(self.path(name, **parts), data or {})
        assert answer.status_code < 500, (name, answer.status_code)
        return answer

    def work(self) -> None:
        """Runs what waits in the background."""
        while waiting := list(
            Job.objects.filter(state="queued")
            .exclude(kind="publication")
            .order_by("pk")
            .values_list("pk", flat=True)
        ):
            for job in waiting:
                run_job(job)

    def look(self) -> list[Event]:
        """What the history has gained since the last look."""
        new = list(Event.objects.filter(review=self.review, pk__gt=self.seen).order_by("pk"))
        self.seen = new[-1].pk if new else self.seen
        return new

    def tell(self, event_type: str, /, **about: Any) -> str:
        name = f"e{len(self.events) + 1}"
        self.events.append({"id": name, "type": event_type} | about)
        return name

    def happened(self, *verbs: str) -> list[Event]:
        """The new events of these verbs; what the program did beside is told to the model."""
        new = self.look()
        for event in new:
            if event.verb == "withdraw_vote":
                self.tell(
                    "clear",
                    stage=SHORT[event.stage],
                    by=str(event.data["user"]),
                    records=[str(event.record_id)],
                )
        return [event for event in new if event.verb in verbs]

    def reports(self, *places: str) -> list[Record]:
        found = (
            Record.objects.filter(review=self.review, primary=None)
            .exclude(place="loading")
            .order_by("pk")
        )
        return list(found.filter(place__in=places) if places else found)

    def some(self, rows: list[Any]) -> Any:
        return self.dice.choice(rows) if rows else None
