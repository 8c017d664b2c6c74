"""What a version was published with, changed behind the program's back, is named."""

import pytest
from django.db import transaction

from screening.actions.archive.archive_import import load_archive
from screening.actions.verification.table_checks import published
from screening.models import Event, Publication, PublicationCopy
from screening.queries.flow.versions import pack, unpack
from tests.actions.archive.test_archive_export import archived
from tests.queries.flow.test_reasons_of_updates import Alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    team = Alone()
    team.next_version()
    return team


def other_reason():
    """The version with its one exclusion for another reason; no number of it changes."""
    one = Publication.objects.get()
    rows = pack((row.record, row.place, 10**6, row.primary, row.mark) for row in unpack(one.rows))
    return Publication.objects.update(rows=rows)


EDITS = [
    other_reason,
    lambda: Publication.objects.update(studies={"s1": [1]}),
    lambda: Publication.objects.update(reports={"1": [1]}),
    lambda: Publication.objects.update(note="x"),
    lambda: PublicationCopy.objects.update(methods={"en": []}),
    lambda: PublicationCopy.objects.update(title_en="x"),
]


def test_edit_of_a_published_version_is_named(team):
    assert list(published(team.review)) == []
    for edit in EDITS:
        with transaction.atomic():
            assert edit() == 1
            assert len(list(published(team.review))) == 1
            transaction.set_rollback(True)


def test_version_that_an_older_program_published_says_less_and_is_believed(team):
    event = Event.objects.get(verb="publish")
    data = {k: v for k, v in event.data.items() if k not in ("contents", "words")}
    Event.objects.filter(pk=event.pk).update(data=data)
    assert list(published(team.review)) == []


def test_loaded_version_is_what_was_published_and_an_edit_shows(team):
    loaded = load_archive(by=None, source=archived(team.review))
    assert list(published(loaded)) == []
    Publication.objects.filter(review=loaded).update(studies={"s1": [1]})
    assert len(list(published(loaded))) == 1
