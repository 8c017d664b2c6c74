"""Judgements by chance: votes, settlements, re-openings, marks of removal, full texts, studies."""

import json
from uuid import uuid4

from screening.models import Reason, Record, Reopening, Settlement, Study, User
from tests.specification.playing import STAGES, Playing, Told


class PlayedVotes(Playing):
    """What people say about reports."""

    def vote(self) -> bool:
        stage = self.dice.choice(list(STAGES))
        place = "await_ta" if stage == "TA" else "await_ft"
        record = (
            self.some(self.reports(place))
            if self.dice.random() < 0.9
            else self.some(self.reports())
        )
        return record is not None and self.vote_on(record, stage, self.dice.choice(self.voters()))

    def both_vote(self) -> bool:
        """Two people say the same, as most do."""
        stage = self.dice.choice(list(STAGES))
        record = self.some(self.reports("await_ta" if stage == "TA" else "await_ft"))
        if record is None:
            return False
        said = self.saying(stage)
        voted = [self.vote_on(record, stage, person, said) for person in self.voters()]
        return any(voted)

    def voters(self) -> list[User]:
        return [self.cast.first, self.cast.second]

    def saying(self, stage: str) -> Told:
        verdict = self.dice.choice(
            ["include", "include", "exclude", "maybe" if stage == "TA" else "include"]
        )
        reason = self.some(
            list(Reason.objects.filter(review=self.review, stage=STAGES[stage]).order_by("pk"))
        )
        return {
            "verdict": verdict,
            "reason": reason.pk if stage == "FT" and verdict == "exclude" else None,
        }

    def vote_on(self, record: Record, stage: str, person: User, said: Told | None = None) -> bool:
        said = said or self.saying(stage)
        body = {"record": record.pk, "key": str(uuid4())} | said
        self.client(person).post(
            self.path("vote", stage=STAGES[stage]),
            json.dumps(body),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        if not self.happened("vote"):
            return False
        reason = Reason.objects.get(pk=said["reason"]).label_en if said["reason"] else None
        self.tell(
            "decide",
            stage=stage,
            by=str(person.pk),
            records=[str(record.pk)],
            decision=said["verdict"],
            reason=reason,
        )
        return True

    def clear_vote(self) -> bool:
        stage, person = self.dice.choice(list(STAGES)), self.dice.choice(self.voters())
        record = self.some(self.reports("await_ta", "await_ft"))
        if record is None:
            return False
        self.post(
            person, "clear-vote", {"record": record.pk, "key": str(uuid4())}, stage=STAGES[stage]
        )
        if not self.happened("clear_vote"):
            return False
        self.tell("clear", stage=stage, by=str(person.pk), records=[str(record.pk)])
        return True

    def settle(self) -> bool:
        stage = self.dice.choice(list(STAGES))
        record = self.some(
            [
                one
                for one in self.reports("await_ta" if stage == "TA" else "await_ft")
                if one.standings.filter(stage=STAGES[stage], outcome="conflict").exists()
            ]
        )
        if record is None:
            return False
        said = self.saying(stage)
        verdict = "include" if said["verdict"] == "maybe" else said["verdict"]
        sent = {"verdict": verdict, "reason": said["reason"] or ""}
        self.post(self.cast.adjudicator, "settle", sent, stage=STAGES[stage], record_id=record.pk)
        if not self.happened("settle"):
            return False
        reason = Reason.objects.get(pk=said["reason"]).label_en if said["reason"] else None
        name = self.tell(
            "resolve", stage=stage, records=[str(record.pk)], decision=verdict, reason=reason
        )
        self.undo_of[f"settlement {Settlement.objects.latest('pk').pk}"] = name
        return True

    def undo_settle(self) -> bool:
        made = self.some(list(Settlement.objects.filter(review=self.review).order_by("pk")))
        if made is None:
            return False
        self.post(
            self.cast.adjudicator, "settle-undo", {"settlements": [made.pk]}, stage=made.stage
        )
        if not self.happened("undo_settle"):
            return False
        self.tell("undo", of=self.undo_of[f"settlement {made.pk}"])
        return True

    def reopen(self) -> bool:
        record = self.some(self.reports())
        stage, votes = self.dice.choice(list(STAGES)), self.dice.choice(["keep", "again", "again"])
        if record is None:
            return False
        sent = {"votes": votes, "reason": "说明"}
        self.post(self.cast.lead, "reopen", sent, stage=STAGES[stage], record_id=record.pk)
        if not self.happened("reopen", "withdraw_settlement"):
            return False
        kind = "reopen" if votes == "again" else "reopen_ruling"
        name = self.tell(kind, stage=stage, records=[str(record.pk)])
        self.undo_of[f"reopening {Reopening.objects.latest('pk').pk}"] = name
        return True

    def undo_reopen(self) -> bool:
        made = Reopening.objects.filter(review=self.review, undone_at=None).order_by("-pk")[:4]
        one = self.some(list(made))
        if one is None:
            return False
        self.post(self.cast.lead, "reopening-undo", reopening_id=one.pk)
        if not self.happened("undo_reopening"):
            return False
        self.tell("undo", of=self.undo_of[f"reopening {one.pk}"])
        return True

    def remove(self) -> bool:
        record = self.some(self.reports("await_ta", "await_retrieval"))
        kind = self.dice.choice(["remove", "automation"])
        if record is None:
            return False
        sent = {"what": kind, "records": [record.pk], "note": "规则"}
        self.post(self.cast.lead, "records-many", sent)
        if not self.happened("remove"):
            return False
        self.tell(
            "auto_remove" if kind == "automation" else "other_remove", records=[str(record.pk)]
        )
        return True

    def restore(self) -> bool:
        record = self.some(self.reports("auto", "other"))
        if record is None:
            return False
        self.post(self.cast.lead, "records-many", {"what": "restore", "records": [record.pk]})
        if not self.happened("restore"):
            return False
        self.tell("restore", records=[str(record.pk)])
        return True

    def retrieval(self) -> bool:
        record = self.some(self.reports("await_retrieval", "not_retrieved", "await_ft"))
        if record is None:
            return False
        status = self.dice.choice(
            ["retrieved"] * 5 + ["not_retrieved"] * 2 + ["requested", "caj_only", "to_find"]
        )
        self.post(self.cast.first, "full-text-status", {"status": status, "records": [record.pk]})
        told = status if status in {"retrieved", "not_retrieved"} else ""
        # The open votes are taken back after the status was written.
        before = len(self.events)
        if not self.happened("retrieval"):
            return False
        self.tell("retrieval", records=[str(record.pk)], status=told)
        self.events.insert(before, self.events.pop())
        return True

    def retrieve_all(self) -> bool:
        waiting = [record.pk for record in self.reports("await_retrieval")]
        if not waiting:
            return False
        self.post(self.cast.first, "full-text-status", {"status": "retrieved", "records": waiting})
        changed = [str(event.record_id) for event in self.happened("retrieval")]
        self.tell("retrieval", records=changed, status="retrieved")
        return bool(changed)

    def group(self) -> bool:
        reports = self.reports("included") if self.dice.random() < 0.8 else self.reports()
        if len(reports) < 2:
            return False
        picked = self.dice.sample(reports, min(len(reports), self.dice.choice([1, 2, 2, 3])))
        study = self.some(list(Study.objects.filter(review=self.review).order_by("pk")))
        known = study is not None and self.dice.random() < 0.6
        sent = {
            "records": [one.pk for one in picked],
            "study": study.pk if known else "",
            "name": f"S{len(self.events)}",
        }
        self.post(self.cast.first, "study-group", sent)
        if not (made := self.happened("study")):
            return False
        self.tell(
            "study", study=f"s{made[0].data['study']}", records=[str(one.pk) for one in picked]
        )
        return True

    def ungroup(self) -> bool:
        study = self.some(list(Study.objects.filter(review=self.review).order_by("pk")))
        report = study and self.some(
            [r for r in study.reports.order_by("pk") if r.primary_id is None]
        )
        if report is None:
            return False
        self.post(self.cast.first, "study-ungroup", {"records": [report.pk]}, study_id=study.pk)
        if not self.happened("unlink_study"):
            return False
        self.tell("unlink_study", study=f"s{study.pk}", records=[str(report.pk)])
        return True
