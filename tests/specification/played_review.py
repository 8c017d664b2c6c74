"""A review played by chance through its pages, and the same told to the model of the specification."""

from screening.models import Reason, Record, Settlement
from tests.builders import Cast
from tests.specification.played_records import PlayedRecords
from tests.specification.played_versions import PlayedVersions
from tests.specification.played_votes import PlayedVotes
from tests.specification.playing import STAGES

OPERATIONS = {
    "import_file": 5,
    "add_by_hand": 2,
    "undo_import": 1,
    "new_search": 1,
    "vote": 22,
    "both_vote": 34,
    "clear_vote": 3,
    "settle": 10,
    "undo_settle": 3,
    "reopen": 6,
    "undo_reopen": 3,
    "remove": 3,
    "restore": 2,
    "retrieval": 14,
    "retrieve_all": 3,
    "mark_duplicate": 6,
    "answer_pair": 3,
    "undo_merge": 4,
    "take_out": 2,
    "group": 8,
    "ungroup": 4,
    "change_kind": 1,
    "change_methods": 1,
    "take_rule_back": 1,
    "number": 2,
    "withdraw_number": 1,
    "begin_update": 6,
    "take_update_back": 1,
}


class PlayedReview(PlayedRecords, PlayedVotes, PlayedVersions):
    """Every operation is a request as a person's browser sends it."""

    def __init__(self, cast: Cast, seed: int) -> None:
        super().__init__(cast, seed)
        for kind in ("database", "register", "citation"):
            self.new_search(kind)

    def step(self) -> None:
        """One operation that the pages take; some are tried in vain before."""
        for _ in range(40):
            name = self.dice.choices(list(OPERATIONS), list(OPERATIONS.values()))[0]
            self.look()
            if getattr(self, name)():
                self.did.append(name)
                return
            self.refused.append(name)

    def finish(self) -> None:
        """Decides what waits, so that the version can be published."""
        for _ in range(12):
            self.look()
            for record in self.reports("await_ta", "await_ft"):
                stage = "TA" if record.place == "await_ta" else "FT"
                standing = record.standings.filter(stage=STAGES[stage]).first()
                if standing and standing.outcome == "conflict":
                    self.settle_one(record, stage)
                    continue
                said = self.saying(stage)
                for person in self.voters():
                    self.vote_on(record, stage, person, said)
            self.retrieve_all()
            if not self.reports("await_ta", "await_ft", "await_retrieval"):
                return

    def settle_one(self, record: Record, stage: str) -> None:
        verdict = self.dice.choice(["include", "exclude"])
        reason = (
            Reason.objects.filter(review=self.review, stage=STAGES[stage]).first()
            if verdict == "exclude"
            else None
        )
        sent = {"verdict": verdict, "reason": reason.pk if reason else ""}
        self.post(self.cast.adjudicator, "settle", sent, stage=STAGES[stage], record_id=record.pk)
        if self.happened("settle"):
            name = self.tell(
                "resolve",
                stage=stage,
                records=[str(record.pk)],
                decision=verdict,
                reason=reason.label_en if reason else None,
            )
            self.undo_of[f"settlement {Settlement.objects.latest('pk').pk}"] = name
