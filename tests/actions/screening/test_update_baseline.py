"""What an update that was begun by an older program is given: places of the version before,
and what moved since.
"""

from importlib import import_module

import pytest
from django.apps import apps

from screening.actions.duplicates.merge import merge
from screening.actions.protocol.protocol_items import save_reason
from screening.actions.protocol.reason_merge import merge_reasons
from screening.models import Record
from screening.queries.flow import flow_counts
from tests.queries.flow.test_reasons_of_updates import Alone
from tests.queries.flow.test_updates import FT, TA, Team

pytestmark = pytest.mark.django_db
COLUMNS = ("published", "published_mark", "moved", "flow_part", "flow_lane", "place", "reason_id")


def note():
    """The migration that notes it in databases of before."""
    import_module("screening.migrations.0019_updates_as_published").note(apps, None)


def columns(review):
    """Every record with what an update notes of it."""
    return {
        pk: told
        for pk, *told in Record.objects.filter(review=review)
        .order_by("pk")
        .values_list("pk", *COLUMNS)
    }


def forget(review):
    """As a database of before has it: nothing noted,
    and no report of an earlier version in the flow.
    """
    mine = Record.objects.filter(review=review)
    mine.update(published=None, published_mark=None, moved=False, flow_part=None)
    mine.filter(lane="dbr").update(flow_lane="dbr")


def second_version():
    """Version 2 of a review: one report of each place, two of them opened again, one new."""
    team = Team()
    included, opened, lost, out, early = rows = team.bring(*"abcde")
    team.say(TA, "include", *rows[:4])
    team.say(TA, "exclude", early)
    team.say(FT, "include", included, opened)
    team.text("not_retrieved", lost)
    team.say(FT, "exclude", out)
    team.next_version()
    team.again(FT, opened, out)
    team.text("retrieved", lost)
    team.bring("f")
    return team, rows


def test_database_of_before_notes_what_an_update_of_today_notes():
    team, (included, opened, lost, out, early) = second_version()
    right = columns(team.review)
    forget(team.review)
    assert columns(team.review) != right
    note()
    assert columns(team.review) == right
    assert [right[row.pk][2] for row in (included, opened, lost, out, early)] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert team.numbers()["other_reassessed"] == 2


def test_newer_record_that_an_older_program_made_primary_stands_where_its_report_stands():
    team, rows = second_version()
    early = rows[-1]
    newer = team.review.records.order_by("-pk").first()
    forget(team.review)
    # The old program put the newer record first and gave it no place of its own.
    Record.objects.filter(pk=early.pk).update(primary=newer, place="duplicate")
    Record.objects.filter(pk=newer.pk).update(place="previous")
    team.review.standings.filter(record=early).update(record=newer)
    note()
    told = columns(team.review)
    assert told[newer.pk][5] == "ta_exclude"
    assert (told[newer.pk][3], told[early.pk][0], told[early.pk][2]) == (
        "known",
        "ta_exclude",
        False,
    )
    assert flow_counts.counts(team.review).flow["duplicates_of_previous_version"] == 1


def test_first_versions_and_updates_upon_nothing_published_stay_as_they_are():
    team = Team()
    team.bring("a")
    before = columns(team.review)
    note()
    assert columns(team.review) == before


def note_reasons():
    """The migration that notes for which reason a report was excluded then."""
    import_module("screening.migrations.0041_published_reason").note(apps, None)


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("merged", [False, True])
def test_database_of_before_is_told_the_reasons_that_were_published(changed, merged):
    team = Alone()
    (second,) = team.bring("b")
    merge(review=team.review, record_ids=[team.report.pk, second.pk], by=team.cast.lead)
    team.next_version()
    if changed:
        team.exclude(team.outcome)
    if merged:
        other = save_reason(
            by=team.cast.lead, review=team.review, stage=FT, label_en="Methods", label_zh=""
        )
        merge_reasons(by=team.cast.lead, review=team.review, reason=team.design, into=other)
    mine = Record.objects.filter(review=team.review)
    right, reasons = columns(team.review), dict(mine.values_list("pk", "published_reason"))
    mine.update(published_reason=None, moved=False, flow_part=None, flow_lane="dbr")
    note_reasons()
    assert (columns(team.review), dict(mine.values_list("pk", "published_reason"))) == (
        right,
        reasons,
    )
    assert len(set(reasons.values())) == 1
    assert team.told() == ((1, {"Outcome": 1}) if changed else (0, {}))
