"""Rules and versions by chance: kinds of searches, other methods, numbers by hand,
publications and updates.
"""

from typing import Any

from screening.models import ManualNumber, Search
from screening.queries.protocol.rule_changes import rule_changes
from tests.specification.model import live
from tests.specification.playing import KINDS, Playing, Told


class PlayedVersions(Playing):
    """What leads change about the whole review."""

    def change_kind(self) -> bool:
        search = self.some(list(Search.objects.filter(review=self.review).order_by("pk")))
        kind = self.dice.choice(KINDS)
        self.post_agreed("search-edit", {"kind": kind, "name": search.name}, search_id=search.pk)
        if not (new := self.happened("change_search")):
            return False
        self.undo_of[f"rule {new[0].pk}"] = self.tell(
            "source", source=str(search.pk), kind=kind, name=search.name
        )
        return True

    def change_methods(self) -> bool:
        self.review.refresh_from_db()
        skips = not self.review.other_skips_screening
        sent = {
            "title_en": self.review.title_en,
            "title_zh": self.review.title_zh,
            "conflict_votes": self.review.conflict_votes,
        }
        self.post_agreed("protocol-edit", sent | ({"other_skips_screening": "on"} if skips else {}))
        new = [
            event
            for event in self.happened("change_review")
            if "other_skips_screening" in event.data["after"]
        ]
        if not new:
            return False
        name = self.tell("policy_change", policy={"other_skip_ta": skips})
        self.undo_of[f"rule {new[0].pk}"] = name
        return True

    def post_agreed(self, name: str, data: Told, **parts: Any) -> None:
        """Looks at what would happen, and agrees."""
        answer = self.post(self.cast.lead, name, data, **parts)
        found = (
            answer.context.get("found") if answer.status_code == 200 and answer.context else None
        )
        if found is not None:
            self.post(
                self.cast.lead, name, data | {"agreed": found.stamp, "reason": "说明"}, **parts
            )

    def take_rule_back(self) -> bool:
        made = [pk for pk in rule_changes(self.review) if f"rule {pk}" in self.undo_of]
        change = self.some(made)
        if change is None:
            return False
        self.post_agreed("rule-take-back", {"x": "1"}, change_id=change)
        if not self.happened("change_review", "change_search"):
            return False
        self.tell("undo", of=self.undo_of[f"rule {change}"])
        return True

    def number(self) -> bool:
        if self.published_at is not None:
            return False
        box = self.dice.choice(["previous", "previous_reports", "removed", "removed_reports"])
        there = ManualNumber.objects.filter(review=self.review, withdrawn_at=None)
        if (
            box.startswith("removed")
            and not there.filter(
                box=box.replace("removed", "previous"), version=self.review.version
            ).exists()
        ):
            return False
        number = self.dice.randint(3, 9) if box.startswith("previous") else 1
        self.post(self.cast.lead, "number-new", {"box": box, "number": number, "why": "说明"})
        if not (new := self.happened("enter_number")):
            return False
        named = {"previous": "previous_studies", "removed": "removed_studies"}.get(box, box)
        name = self.tell("by_number", box=named, number=number)
        self.undo_of[f"number {new[0].data['manual']}"] = name
        return True

    def withdraw_number(self) -> bool:
        there = ManualNumber.objects.filter(
            review=self.review, withdrawn_at=None, version=self.review.version
        )
        one = self.some(list(there.order_by("pk")))
        if one is None or self.published_at is not None:
            return False
        self.post(self.cast.lead, "number-withdraw", manual_id=one.pk)
        if not self.happened("withdraw_number"):
            return False
        self.tell("undo", of=self.undo_of[f"number {one.pk}"])
        return True

    def publish(self) -> bool:
        """Publishes; the update begins at once, or after some more was done."""
        if self.published_at is not None:
            return False
        self.post(self.cast.lead, "publish")
        if not self.happened("publish"):
            return False
        self.published_at = len(self.events)
        return self.begin_update() if self.dice.random() < 0.8 else True

    def begin_update(self) -> bool:
        if self.published_at is None:
            return False
        self.review.refresh_from_db()
        before = self.review.version
        self.post(self.cast.lead, "update-begin")
        assert self.happened("begin_update")
        self.review.refresh_from_db()
        if (
            self.publish_event
            and self.events[self.published_at : self.published_at + 1]
            and self.events[self.published_at]["id"] == self.publish_event
        ):
            self.tell("undo", of=self.undo_of[self.publish_event])
        else:
            name = f"publish {len(self.events) + 1}"
            self.events.insert(
                self.published_at, {"id": name, "type": "publish", "version": before}
            )
            self.publish_event = name
        self.published_at = None
        return True

    def take_update_back(self) -> bool:
        if self.published_at is not None:
            return False
        self.post(self.cast.lead, "update-back")
        if not self.happened("take_back_update"):
            return False
        self.review.refresh_from_db()
        self.publish_event = next(
            one["id"]
            for one in self.events[::-1]
            if one["type"] == "publish" and self.is_live(one["id"])
        )
        self.undo_of[self.publish_event] = self.tell("undo", of=self.publish_event)
        self.published_at = next(
            at for at, one in enumerate(self.events) if one["id"] == self.publish_event
        )
        return True

    def is_live(self, name: str) -> bool:

        return name in {one["id"] for one in live(self.events)}
