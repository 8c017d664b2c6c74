"""Another reason for excluding a report is another place: in an update the report is counted again (P13)."""

from uuid import uuid4

import pytest

from screening.actions.flow.publication import begin_update, publish
from screening.actions.protocol.protocol_items import move_reason, retire_reason, save_reason
from screening.actions.protocol.reason_merge import merge_reasons
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.screening.voting import cast_vote
from screening.models import Record
from screening.replay.vectors import run
from tests.queries.flow.test_updates import FT, TA, Team

pytestmark = pytest.mark.django_db


class Alone(Team):
    """One vote decides at full text, so that a changed mind passes through no conflict."""

    def __init__(self):
        super().__init__()
        change_stage(by=self.cast.lead, setting=self.review.stages.get(stage=FT), votes_needed=1)
        about = {"by": self.cast.lead, "review": self.review, "stage": FT, "label_zh": ""}
        self.design = save_reason(**about, label_en="Design")
        self.outcome = save_reason(**about, label_en="Outcome")
        (self.report,) = self.bring("a")
        self.say(TA, "include", self.report)
        self.text("retrieved", self.report)
        self.exclude(self.design)

    def exclude(self, reason):
        cast_vote(
            by=self.cast.first, review=self.review, record_id=self.report.pk, stage=FT,
            verdict="exclude", reason_id=reason.pk, key=uuid4(),
        )  # fmt: skip

    def told(self):
        """How many are counted again, and for which reasons the column excludes."""
        numbers = self.numbers()
        excluded = {name: n for name, n in numbers.other_excluded.items() if n}
        return numbers["other_reassessed"], excluded


def test_report_excluded_for_another_reason_is_counted_again():
    team = Alone()
    team.next_version()
    assert team.told() == (0, {})
    team.exclude(team.outcome)
    assert team.told() == (1, {"Outcome": 1})
    # It stood elsewhere for a moment, which is not undone by another vote.
    team.exclude(team.design)
    assert team.told() == (1, {"Design": 1})
    team.next_version()
    assert team.told() == (0, {})


def test_reason_changed_between_the_publication_and_the_update_counts():
    team = Alone()
    publish(by=team.cast.lead, review=team.review)
    team.exclude(team.outcome)
    begin_update(by=team.cast.lead, review=team.review)
    team.review.refresh_from_db()
    assert team.told() == (1, {"Outcome": 1})


def renamed(team):
    save_reason(
        by=team.cast.lead, review=team.review, stage=FT, label_en="Study design",
        label_zh="研究设计不符", reason=team.design,
    )  # fmt: skip


def merged(team):
    merge_reasons(by=team.cast.lead, review=team.review, reason=team.design, into=team.outcome)


def retired(team):
    retire_reason(by=team.cast.lead, review=team.review, reason=team.design)


def reordered(team):
    move_reason(by=team.cast.lead, review=team.review, reason=team.design, up=False)


@pytest.mark.parametrize("what", [renamed, merged, retired, reordered])
@pytest.mark.parametrize("begun", [True, False])
def test_what_becomes_of_a_reason_is_no_decision(what, begun):
    team = Alone()
    if begun:
        team.next_version()
        what(team)
    else:
        publish(by=team.cast.lead, review=team.review)
        what(team)
        begin_update(by=team.cast.lead, review=team.review)
        team.review.refresh_from_db()
    assert team.told() == (0, {})
    # Whatever is done to the report for the same reason leaves it where it stood.
    if what is not retired:
        team.exclude(team.outcome if what is merged else team.design)
        assert team.told() == (0, {})


def test_settlement_for_another_reason_in_a_file_of_events():
    said = {"type": "resolve", "stage": "FT", "records": ["A"], "decision": "exclude"}
    events = [
        {"type": "source", "source": "S", "kind": "citation"},
        {"type": "import", "source": "S", "records": ["A"]},
        said | {"reason": "Design"},
        {"type": "publish", "version": 1},
        said | {"reason": "Outcome"},
    ]
    told = run({"events": [one | {"id": f"e{n}"} for n, one in enumerate(events)]}).flow
    assert (told["other_reassessed"], told.other_excluded) == (1, {"Outcome": 1})
    events[3:4] += [{"type": "merge_reasons", "reason": "Design", "into": "Outcome"}]
    told = run({"events": [one | {"id": f"e{n}"} for n, one in enumerate(events)]}).flow
    assert told["other_reassessed"] == 0


def test_published_reason_is_noted_with_every_record():
    team = Alone()
    team.next_version()
    assert Record.objects.get(pk=team.report.pk).published_reason == team.design
    merged(team)
    assert Record.objects.get(pk=team.report.pk).published_reason == team.outcome
