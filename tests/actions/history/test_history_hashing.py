"""Events that were stored after later ones had been sealed: found, accepted with a reason,
and still guarded.
"""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from screening.actions.history.event_log import log
from screening.actions.history.history_hashing import accept_late, seal_review
from screening.models import Event
from screening.queries.history.history_hashes import check_chain, late_entries


@pytest.fixture
def late(cast):
    """An event whose neighbours on both sides were sealed before it was stored."""
    told = [
        log(review=cast.review, actor=cast.lead, verb="archive_review", note=note)
        for note in "一二三"
    ]
    middle = told[1]
    number = middle.pk
    middle.delete()
    seal_review(cast.review, timedelta(0))
    middle.pk = number
    middle.save(force_insert=True)
    return middle


def test_it_is_found(cast, late):
    assert [pk for pk, _digest in late_entries(cast.review)] == [late.pk]
    [problem] = check_chain(cast.review)
    assert problem.values == {"event": late.pk}


def test_accepted_it_is_part_of_the_history_and_told(cast, late):
    assert accept_late(cast.review, "时钟被调整") == 1
    assert check_chain(cast.review) == []
    assert accept_late(cast.review, "又一次") == 0
    seal_review(cast.review, timedelta(0))
    assert check_chain(cast.review) == []
    told = Event.objects.get(verb="accept_late")
    assert (told.actor, told.data["note"]) == (None, "时钟被调整")


def test_a_change_of_it_shows_after_it_was_accepted(cast, late):
    accept_late(cast.review, "restored from a copy")
    Event.objects.filter(pk=late.pk).update(data={"note": "改"})
    assert len(check_chain(cast.review)) == 1


def test_command_accepts_with_a_reason(cast, late):
    out = StringIO()
    call_command("verify", str(cast.review.pk), accept_late="clock set back", stdout=out)
    assert "1 late events accepted" in out.getvalue()
    assert "all right" in out.getvalue()
